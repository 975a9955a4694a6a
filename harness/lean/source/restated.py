"""A candidate that states a declaration of the problem's header again: the header's own is what counts.

Models restate the definitions of a header, among them the answer that a problem asks for. Lean would refuse
the second one, so it is taken out, and nothing else: where its end isn't known it is left to Lean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from harness.lean.source._tokens import TokenKind
from harness.lean.source.commands import RESTATABLE, LeanText, SourceCommand, source_of
from harness.lean.source.parts import plain_name
from harness.lean.source.scopes import Scope, declarations, word_of
from harness.lean.source.words import TACTICS

Span = tuple[int, int]

# Words and symbols with which a declaration goes on at its own margin.
_GOES_ON: Final = frozenset(
    {"where", "with", "then", "else", "deriving", "extends", "termination_by", "decreasing_by"}
) | {"decreasing_with", "partial_fixpoint", "inductive_fixpoint", "coinductive_fixpoint", "finally"}
_BEGINS_TERM: Final = frozenset(
    {"fun", "let", "have", "show", "match", "if", "do", "by", "calc", "from", "suffices"}
)
#: Behind these a term must come, wherever it stands.
_ASKS: Final = frozenset(
    {":=", "=>", "by", "(", ",", "[", "{", "⟨", ":", "→", "then", "else", "do", "from", ";"}
)


@lru_cache(maxsize=1024)
def declared_names(header: str) -> frozenset[str]:
    """The whole names of what a header declares and a candidate may restate."""
    source = source_of(header)
    return frozenset(
        found.full for found in declarations(source) if word_of(source, found.command) in RESTATABLE
    )


def restated(
    source: LeanText, names: frozenset[str], own: str, start: int, outer: Sequence[Scope]
) -> list[Span]:
    """The ranges of a candidate that declare one of `names` again, in order, doc comment and attributes too.

    own: the problem's name, which is never taken out. start: offset where the candidate's own commands begin.
    outer: the scopes that are open there.
    """
    if not names:
        return []
    sizes = {len(name) for name in names}
    cuts: dict[int, SourceCommand] = {}
    for found in declarations(source, outer, start):
        command = found.command
        if word_of(source, command) not in RESTATABLE or not found.may_have(sizes):
            continue
        if found.full in names and found.full != plain_name(own) and _ends_surely(source, command):
            cuts[command.keyword] = command
    spans = [(command.start, command.end) for command in cuts.values()]
    return sorted([*spans, *_emptied(source, cuts)])


def _ends_surely(source: LeanText, command: SourceCommand) -> bool:
    """Whether no word at the command's own margin could be a command of a library that we don't know."""
    code, places, depths = source.code, source.places, source.brackets.depths
    margin = places.column(code[command.first].start)
    for at in range(command.keyword + 1, len(code)):
        token = code[at]
        if token.start >= command.end:
            break
        if depths[at] or not places.leads_line(token.start) or places.column(token.start) > margin:
            continue
        known = token.text in _GOES_ON or token.text in _BEGINS_TERM or token.text in TACTICS
        if (
            token.kind in (TokenKind.IDENT, TokenKind.COMMAND)
            and not known
            and code[at - 1].text not in _ASKS
        ):
            return False
    return True


def _emptied(source: LeanText, cuts: dict[int, SourceCommand]) -> Iterator[Span]:
    """The words `mutual` and `end` around what was taken out, where nothing else stands between them."""
    opened: SourceCommand | None = None
    for command in source.commands:
        word = word_of(source, command)
        if word == "mutual":
            opened = command
        elif word == "end" and opened is not None:
            yield from ((opened.start, opened.end), (command.start, command.end))
            opened = None
        elif command.keyword not in cuts:
            opened = None
