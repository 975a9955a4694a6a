"""Namespaces: what a theorem is called in full where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.lean.source._tokens import Kind, Token
from harness.lean.source.words import COMMANDS

_THEOREM_WORDS = frozenset({"theorem", "lemma"})
_ROOT = "_root_."

Scope = str
"""One part of a namespace's name, or an empty text for a section or a `mutual` block."""


@dataclass(frozen=True, slots=True)
class DeclaredTheorem:
    """name: the token with the theorem's name. full: its whole name, without `«»`.

    inner: the whole name that it would have if the text stood outside all namespaces.
    """

    name: Token
    full: str
    inner: str


def open_scopes(text: str, code: Sequence[Token]) -> tuple[Scope, ...]:
    """The namespaces and sections that are open at the end of a text, the outermost first.

    code: its tokens without white space and comments.
    """
    stack: list[Scope] = []
    for at in range(len(code)):
        _step(text, code, at, stack)
    return tuple(stack)


def declared_theorems(
    text: str, code: Sequence[Token], outer: Sequence[Scope] = ()
) -> Iterator[DeclaredTheorem]:
    """Every theorem and lemma in `code`, in order. outer: what is open before the text."""
    stack, alone = list(outer), list[Scope]()
    for at, token in enumerate(code):
        _step(text, code, at, stack)
        _step(text, code, at, alone)
        if token.kind is Kind.IDENT and token.text in _THEOREM_WORDS and at + 1 < len(code):
            name = code[at + 1]
            if name.kind is Kind.IDENT:
                yield DeclaredTheorem(name, _within(stack, name.text), _within(alone, name.text))


def closing_ends(text: str, code: Sequence[Token], outer: Sequence[Scope]) -> Sequence[Token]:
    """The `end` commands that a text ends with and that close what was open before it; empty for none.

    outer: what is open before the text. Ends that don't fit it are left to Lean.
    """
    alone: list[Scope] = []
    for at, token in enumerate(code):
        ends = token.text == "end" and token.kind is Kind.IDENT
        if ends and len(alone) < max(1, len(_parts(text, code, at))):
            return code[at:] if not alone and _only_ends(text, code, at, outer) else []
        _step(text, code, at, alone)
    return []


def _only_ends(text: str, code: Sequence[Token], start: int, outer: Sequence[Scope]) -> bool:
    left, at = list(outer), start
    while at < len(code):
        parts = _parts(text, code, at)
        closed = left[len(left) - max(1, len(parts)) :] if len(left) >= max(1, len(parts)) else None
        # A section's name isn't kept, a namespace must be closed by its own.
        if (
            code[at].text != "end"
            or closed is None
            or any(s and s != p for s, p in zip(closed, parts or [""], strict=True))
        ):
            return False
        _step(text, code, at, left)
        at += 2 if parts else 1
    return True


def _within(scopes: Sequence[Scope], name: str) -> str:
    plain = name.replace("«", "").replace("»", "")
    if plain.startswith(_ROOT):
        return plain.removeprefix(_ROOT)
    return ".".join([*(scope for scope in scopes if scope), plain])


def _step(text: str, code: Sequence[Token], at: int, stack: list[Scope]) -> None:
    """Open or close what the token at `at` opens or closes."""
    token = code[at]
    if token.kind is not Kind.IDENT:
        return
    if token.text == "namespace":
        stack.extend(_parts(text, code, at))
    elif token.text == "section":
        stack.extend("" for _ in _parts(text, code, at) or [""])
    elif token.text == "mutual":
        stack.append("")
    elif token.text == "end":
        del stack[max(0, len(stack) - max(1, len(_parts(text, code, at)))) :]


def _parts(text: str, code: Sequence[Token], at: int) -> list[str]:
    """The parts of the name behind a keyword; none where another command follows."""
    if at + 1 == len(code):
        return []
    following = code[at + 1]
    named = (
        following.kind is Kind.IDENT
        and following.text not in COMMANDS
        and "\n" not in text[code[at].end : following.start]
    )
    return following.text.replace("«", "").replace("»", "").split(".") if named else []
