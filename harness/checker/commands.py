"""What Lean saw in a text, compared with the tokens that the policy looked at.

Two readers of one text: a command, or a part of one, that only Lean sees would have passed every rule. Engine
`fork` has Lean's parser read a text before anything of it is elaborated, and says here what it found. The
compiled module says where its declarations begin, whatever the engine.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from harness.lean.native.commands import END, digest, runs
from harness.lean.source import Assembled, TokenKind, code_tokens, header_tokens, tokenize

_FIELDS = 4
_NOTHING = (TokenKind.SPACE, TokenKind.COMMENT, TokenKind.UNTERMINATED_COMMENT)


@dataclass(frozen=True, slots=True)
class Command:
    """kind: Lean's name of its syntax. start, end: bytes of the text, of its first and last token.

    tokens: the digest of where its tokens lie, documentation aside.
    """

    kind: str
    start: int
    end: int
    tokens: str


@dataclass(frozen=True, slots=True)
class Commands:
    """All commands that Lean's parser found, in order. errors: whether it found an error as well."""

    found: tuple[Command, ...]
    errors: bool


def read_commands(data: bytes) -> Commands | None:
    """What `harness.lean.native.commands` wrote; None when that isn't whole."""
    lines = data.decode("utf-8", "replace").splitlines()
    if not lines or lines[-1].split()[:1] != [END]:
        return None
    found = [line.split(" ") for line in lines[:-1]]
    if any(len(words) != _FIELDS for words in found):
        return None
    commands = tuple(Command(kind, int(start), int(end), tokens) for kind, start, end, tokens in found)
    return Commands(commands, lines[-1] != END)


def difference(assembled: Assembled, seen: Commands) -> str | None:
    """What Lean's parser read otherwise than our tokenizer, for a text that Lean elaborated without an error;
    None when both read the same."""
    text = assembled.text
    code = code_tokens(tokenize(text))
    code = code[len(header_tokens(code)) :]
    offsets = _offsets(text)
    ours = runs([(offsets[token.start], offsets[token.end]) for token in code])
    starts = [start for start, _ in ours]
    data, at = text.encode(), 0
    for command in seen.found:
        low, high = bisect_left(starts, command.start), bisect_right(starts, command.end - 1)
        if low != at:
            return _detail(data, starts[at], "isn't part of any command for Lean")
        if digest(ours[low:high]) != command.tokens:
            return _detail(data, command.start, f"is another command for Lean ({command.kind})")
        at = high
    if at < len(ours):
        return _detail(data, starts[at], "isn't part of any command for Lean")
    if seen.errors:
        return "Lean's parser finds an error in the text, and its elaborator none"
    return None


def hidden_declaration(text: str, begins: Iterable[tuple[int, int]]) -> str | None:
    """What says that Lean declared something where our tokenizer has no token to begin a declaration with.

    begins: (line from 1, column from 0) of the text, out of the compiled module. Lean's ranges of a
    declaration begin with its first token, documentation included.
    """
    starts = {token.start for token in tokenize(text) if token.kind not in _NOTHING}
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    for line, at in begins:
        if not 1 <= line <= len(lines) or lines[line - 1] + at not in starts:
            return f"line {line} of the file: Lean declares something from column {at} on, where no code is"
    return None


def _offsets(text: str) -> range | list[int]:
    """The offset in bytes of each position in the text."""
    if text.isascii():
        return range(len(text) + 1)
    return list(accumulate((len(char.encode()) for char in text), initial=0))


def _detail(data: bytes, start: int, what: str) -> str:
    line = data.count(b"\n", 0, start) + 1
    shown = data[start : start + 40].split(b"\n")[0].decode("utf-8", "replace")
    return f"line {line} of the file: what begins with `{shown}` {what}"
