"""The parts of a Lean file that hold no declaration: its imports, its names, and its normal form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from harness.lean.source._tokens import NO_CODE, Token, TokenKind, tokenize
from harness.lean.source.words import COMMANDS, TACTICS

STRICT_BINDING: Final = "set_option autoImplicit false\n"
"""A line by which a name that nothing declares is an error, and no variable of Lean's own making."""


def plain_name(text: str) -> str:
    """A dotted name without the `«»` around its parts."""
    return text.replace("«", "").replace("»", "")


def code_tokens(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that are neither white space nor comments."""
    return [token for token in tokens if token.kind not in NO_CODE]


def written_names(full: str) -> frozenset[str]:
    """How a theorem may be named where it stands: in full, or without some of its namespaces."""
    parts = full.split(".")
    return frozenset([f"_root_.{full}", *(".".join(parts[at:]) for at in range(len(parts)))])


def begins_like_lean(text: str) -> bool:
    """Whether the first code token of `text` begins a command, a tactic or a proof."""
    first = next((token for token in tokenize(text) if token.is_code), None)
    return first is not None and (
        first.text in COMMANDS
        or first.text in TACTICS
        or first.text in (":=", "by", "fun", "import", "prelude", "module", "|", "⟨", "@[", "λ")
        or first.kind is TokenKind.COMMAND
    )


def strip_header(text: str) -> tuple[list[str], str]:
    """Take `prelude`, `module` and the imports off the head of a file.

    Returns the names of the imported modules in order, and the text with those commands blanked out: same
    lines, so that a message about line 7 still means line 7.
    """
    head = header_tokens(code_tokens(tokenize(text)))
    words = ("prelude", "module", "public", "meta", "private", "import", "all", "runtime")
    imports = [plain_name(token.text) for token in head if token.text not in words]
    return imports, blank(text, [(token.start, token.end) for token in head])


def header_tokens(code: Sequence[Token]) -> Sequence[Token]:
    """The code tokens of `prelude`, `module` and imports that a file begins with."""
    end = 0
    while end < len(code):
        if code[end].text in ("prelude", "module"):
            end += 1
            continue
        at = end
        while at < len(code) and code[at].text in ("public", "meta", "private"):
            at += 1
        if at == len(code) or code[at].text != "import":
            break
        at += 1
        if at < len(code) and code[at].text in ("all", "runtime"):
            at += 1
        if at == len(code) or code[at].kind is not TokenKind.IDENT:
            break
        end = at + 1
    return code[:end]


def blank(text: str, cuts: Sequence[tuple[int, int]]) -> str:
    """`text` with the given ranges (sorted, apart) turned into spaces; line ends stay."""
    pieces: list[str] = []
    position = 0
    for start, end in cuts:
        pieces += (text[position:start], "".join("\n" if c == "\n" else " " for c in text[start:end]))
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def normalise(text: str) -> str:
    """`text` without comments, blank lines and surplus spaces, for finding duplicates.

    The indentation of each line stays, for Lean reads it. Two texts of one normal form differ at most in
    comments and in spaces inside lines.
    """
    pieces: list[str] = []
    gap = ""
    for token in tokenize(text):
        if not token.is_code:
            gap += token.text if token.kind is TokenKind.SPACE else " " + "\n" * token.text.count("\n")
            continue
        indent = " " * len(gap[gap.rfind("\n") + 1 :])
        if not pieces:
            pieces.append(indent)
        elif gap:
            pieces.append("\n" + indent if "\n" in gap else " ")
        pieces.append(token.text)
        gap = ""
    return "".join(pieces)


def strictly_bound(header: str) -> str:
    """The header with STRICT_BINDING as its last line."""
    return f"{header}{'' if not header or header.endswith(chr(10)) else chr(10)}{STRICT_BINDING}"
