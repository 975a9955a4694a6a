"""Namespaces: what a declaration is called in full where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from harness.lean.source._tokens import Token, TokenKind
from harness.lean.source.commands import THEOREMS, LeanText, SourceCommand
from harness.lean.source.words import COMMANDS

_ROOT: Final = "_root_."

Scope = str
"""One part of a namespace's name, or an empty text for a section or a `mutual` block."""


@dataclass(frozen=True, slots=True)
class _Open:
    """The innermost open scope. size: how long the names of all of them are, each with a dot."""

    part: Scope
    outer: _Open | None
    size: int

    def parts(self) -> list[Scope]:
        """All of them, the outermost first."""
        found, at = list[Scope](), self
        while True:
            found.append(at.part)
            if at.outer is None:
                return found[::-1]
            at = at.outer


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration with a name, and the scopes that it stands in.

    outer: all of them; inner: those that the text itself has opened.
    """

    command: SourceCommand
    name: Token
    outer: _Open | None
    inner: _Open | None

    @property
    def full(self) -> str:
        """The whole name, without `«»`."""
        return _within(self.outer, self.name.text)

    @property
    def written(self) -> str:
        """The whole name with its last part as it is written, `«»` and all."""
        return ".".join(
            [*(part for part in (self.outer.parts() if self.outer else ()) if part), self.name.text]
        )

    def may_have(self, sizes: Collection[int]) -> bool:
        """Whether its whole name can have one of these lengths."""
        return self.name.text.startswith(_ROOT) or _size(self.outer, self.name.text) in sizes

    def is_called(self, full: str) -> bool:
        """Whether that is its whole name; takes no time in proportion to the scopes where it isn't."""
        return _may_be(self.outer, self.name.text, full) and self.full == full

    def would_be_called(self, full: str) -> bool:
        """Whether that would be its whole name if the text stood outside all namespaces."""
        return _may_be(self.inner, self.name.text, full) and _within(self.inner, self.name.text) == full


def open_scopes(source: LeanText) -> tuple[Scope, ...]:
    """The namespaces and sections that are open at the end of a text, the outermost first."""
    scope: _Open | None = None
    for command in source.commands:
        scope = _step(source, command, scope)
    return tuple(scope.parts()) if scope else ()


def declarations(source: LeanText, outer: Sequence[Scope] = (), start: int = 0) -> Iterator[Declaration]:
    """Every declaration with a name behind offset `start`, in order. outer: what is open there."""
    scope, alone = _opened(outer), None
    for command in source.commands:
        if source.code[command.keyword].start < start:
            continue
        scope, alone = _step(source, command, scope), _step(source, command, alone)
        name = source.name(command)
        if name is not None:
            yield Declaration(command, name, scope, alone)


def attributes_given(source: LeanText) -> Iterator[tuple[range, Declaration]]:
    """Every `attribute [...] name`: the indices of the tokens in its brackets, the name as if declared."""
    code, scope = source.code, None
    for command in source.commands:
        scope, at = _step(source, command, scope), command.keyword
        close = source.brackets.partner.get(at + 1) if word_of(source, command) == "attribute" else None
        if close is not None and close + 1 < len(code) and code[close + 1].kind is TokenKind.IDENT:
            yield range(at + 2, close), Declaration(command, code[close + 1], scope, scope)


def declared_theorems(source: LeanText, outer: Sequence[Scope] = (), start: int = 0) -> Iterator[Declaration]:
    """Every theorem and lemma behind offset `start`, in order. outer: what is open there."""
    found = declarations(source, outer, start)
    return (each for each in found if word_of(source, each.command) in THEOREMS)


def word_of(source: LeanText, command: SourceCommand) -> str:
    """The word that says what a command is."""
    return source.code[command.keyword].text


def closing_ends(source: LeanText, start: int, outer: Sequence[Scope]) -> Sequence[Token]:
    """The `end` commands that a text ends with and that close what was open before it; empty for none.

    start: offset behind which the text begins. outer: what is open there. Ends that don't fit it are left to
    Lean.
    """
    alone = 0
    for command in source.commands:
        if source.code[command.keyword].start < start:
            continue
        word, parts = word_of(source, command), _parts(source, command)
        if word == "end" and alone < max(1, len(parts)):
            at = command.keyword
            return source.code[at:] if not alone and _only_ends(source, at, outer) else []
        alone += _opens(word, parts)
    return []


def _only_ends(source: LeanText, start: int, outer: Sequence[Scope]) -> bool:
    left, covered = list(outer), start
    for command in source.commands:
        if command.keyword < start:
            continue
        parts = _parts(source, command) or [""]
        closed = left[len(left) - len(parts) :] if len(left) >= len(parts) else None
        # A section's name isn't kept, a namespace must be closed by its own.
        if (
            word_of(source, command) != "end"
            or command.first != covered
            or closed is None
            or any(scope and scope != part for scope, part in zip(closed, parts, strict=True))
        ):
            return False
        del left[len(left) - len(parts) :]
        covered = command.keyword + (2 if parts != [""] else 1)
    return covered == len(source.code)


def _opened(scopes: Sequence[Scope]) -> _Open | None:
    found: _Open | None = None
    for part in scopes:
        found = _inside(found, part)
    return found


def _inside(outer: _Open | None, part: Scope) -> _Open:
    return _Open(part, outer, (outer.size if outer else 0) + (len(part) + 1 if part else 0))


def _within(scope: _Open | None, name: str) -> str:
    plain = name.replace("«", "").replace("»", "")
    if plain.startswith(_ROOT):
        return plain.removeprefix(_ROOT)
    return ".".join([*(part for part in (scope.parts() if scope else ()) if part), plain])


def _may_be(scope: _Open | None, name: str, full: str) -> bool:
    return name.startswith(_ROOT) or _size(scope, name) == len(full)


def _size(scope: _Open | None, name: str) -> int:
    return (scope.size if scope else 0) + len(name) - name.count("«") - name.count("»")


def _opens(word: str, parts: Sequence[str]) -> int:
    """How many scopes a command opens; below 0, how many it closes."""
    if word == "namespace":
        return len(parts)
    if word in ("section", "mutual"):
        return max(1, len(parts))
    return -max(1, len(parts)) if word == "end" else 0


def _step(source: LeanText, command: SourceCommand, scope: _Open | None) -> _Open | None:
    """The innermost scope behind a command."""
    word = word_of(source, command)
    parts = _parts(source, command)
    count = _opens(word, parts)
    for at in range(count):
        scope = _inside(scope, parts[at] if word == "namespace" else "")
    for _ in range(-count):
        scope = scope.outer if scope else None
    return scope


def _parts(source: LeanText, command: SourceCommand) -> list[str]:
    """The parts of the name behind the keyword of a scope; none where another command follows."""
    code, at = source.code, command.keyword
    if code[at].text not in ("namespace", "section", "end") or at + 1 == len(code):
        return []
    following = code[at + 1]
    named = (
        following.kind is TokenKind.IDENT
        and following.text not in COMMANDS
        and following.line == code[at].line
    )
    return following.text.replace("«", "").replace("»", "").split(".") if named else []
