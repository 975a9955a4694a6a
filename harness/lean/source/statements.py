"""A theorem's statement taken apart: universe levels, binders, and the proposition behind the colon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from harness.lean.source._tokens import Token, TokenKind
from harness.lean.source.commands import LeanText, source_of
from harness.lean.source.theorems import body_start, find_theorem, theorem_name

_FOR_ALL: Final = frozenset({"∀", "forall"})
_ARROWS: Final = frozenset({"→", "->"})
# What reaches to the end of the term, or binds weaker than an arrow: behind it no arrow is a hypothesis's.
_OPAQUE_WORDS: Final = """
∀ forall ∃ ∄ fun λ ∑ ∏ ∫ ⨆ ⨅ Σ Π if match let have show from do by suffices ↔ <| $ |> | : , ;
"""
_OPAQUE: Final = frozenset(_OPAQUE_WORDS.split())
_BRACKETS: Final = frozenset({"(", "{", "⦃", "["})


@dataclass(frozen=True, slots=True)
class Binder:
    """One bracket of a signature: its names (none for a nameless instance), its text and its place.

    start, end: offsets of the bracket in the text. first, last: indices of its two brackets.
    mentioned: whether one of its names stands anywhere behind it in the statement.
    """

    names: tuple[str, ...]
    type: str
    start: int
    end: int
    first: int
    last: int
    mentioned: bool


@dataclass(frozen=True)
class Statement:
    """The statement of one theorem in `source`.

    keyword: index of the word `theorem`; its name follows. begin: index of the first token behind the name
    and its universe levels. colon: index of the `:` before the proposition. stop: index of the token behind
    the proposition. levels: the universe levels as they are written behind the name (`.{u, v}`), or empty.
    """

    source: LeanText
    keyword: int
    begin: int
    colon: int
    stop: int
    levels: str

    @property
    def name(self) -> str:
        """The theorem's name as it is written."""
        return self.source.code[self.keyword + 1].text

    @cached_property
    def binders(self) -> tuple[Binder, ...]:
        """The brackets between the name and the colon, in order."""
        code, partner = self.source.code, self.source.brackets.partner
        last = {code[at].text.split(".", 1)[0]: at for at in range(self.begin, self.stop)}
        found: list[Binder] = []
        at = self.begin
        while at < self.colon:
            close = partner.get(at) if code[at].text in _BRACKETS else None
            if close is not None and close > at:
                found.append(_binder(code, at, close, last))
                at = close
            at += 1
        return tuple(found)

    @cached_property
    def conclusions(self) -> tuple[int, ...]:
        """Offsets where the conclusion may be said to begin: behind the colon first, then behind each
        `∀ … ,` and `… →` that leads to it."""
        code, found = self.source.code, [self.colon + 1]
        marks = _Marks(self)
        while True:
            at = found[-1]
            behind = marks.for_all(at) if code[at].text in _FOR_ALL else marks.arrow(at)
            if behind is None or behind >= self.stop:
                return tuple(code[at].start for at in found)
            found.append(behind)


def read_statement(source: LeanText, keyword: int) -> Statement | None:
    """The statement of the theorem whose keyword is the code token at `keyword`; None where it isn't
    `theorem NAME binders : proposition`."""
    code, brackets = source.code, source.brackets
    command = source.command_at(keyword)
    end = command.end if command is not None else len(source.text)
    begin = keyword + 2
    if begin >= len(code) or code[keyword + 1].kind is not TokenKind.IDENT:
        return None
    levels = ""
    if code[begin].text == "." and begin + 1 < len(code) and code[begin + 1].text == "{":
        close = brackets.partner.get(begin + 1)
        if close is None:
            return None
        levels = source.text[code[begin].start : code[close].end]
        begin = close + 1
    stop = body_start(source, begin, end)
    if stop is None:
        stop = next((at for at in range(begin, len(code)) if code[at].start >= end), len(code))
    if any(brackets.lacks_partner(code, at) for at in range(begin, stop)):
        return None
    base = brackets.depths[keyword]
    colon = next(
        (at for at in range(begin, stop) if code[at].text == ":" and brackets.depths[at] == base), None
    )
    if colon is None or colon + 1 >= stop:
        return None
    return Statement(source, keyword, begin, colon, stop, levels)


def statement_in(text: str, name: str) -> Statement | None:
    """The statement in a formal statement of the theorem `name`, or of the one that it begins with; None as
    for `read_statement`."""
    source = source_of(text)
    # Inside a namespace the text has only the end of the full name.
    keyword = find_theorem(source.code, theorem_name(text) or name)
    return None if keyword is None else read_statement(source, keyword)


def binder_names(code: Sequence[Token], first: int, last: int) -> tuple[tuple[str, ...], int]:
    """The names in the bracket between two indices, and the index where its type begins."""
    colon = next((at for at in range(first + 1, last) if code[at].text == ":"), None)
    if colon is None:
        return (), first + 1
    words = (code[at].text for at in range(first + 1, colon))
    return tuple(word for word in words if word not in ("_", "@&")), colon + 1


def _binder(code: Sequence[Token], first: int, last: int, places: dict[str, int]) -> Binder:
    names, begin = binder_names(code, first, last)
    kind = " ".join(code[at].text for at in range(begin, last))
    # A dotted name begins with the variable: `h.1`, `hx.le`.
    mentioned = any(places.get(name, -1) > last for name in names)
    return Binder(names, kind, code[first].start, code[last].end, first, last, mentioned)


class _Marks:
    """Where arrows, commas and weaker words stand next, outside of brackets, from each token on."""

    def __init__(self, statement: Statement) -> None:
        code, depths = statement.source.code, statement.source.brackets.depths
        self._first, base = statement.begin, depths[statement.keyword]
        arrow = comma = stop = None
        self._found: list[tuple[int | None, int | None, int | None]] = []
        for at in range(statement.stop - 1, statement.begin - 1, -1):
            if depths[at] == base:
                text = code[at].text
                arrow = at if text in _ARROWS else arrow
                comma = at if text == "," else comma
                stop = at if text in _OPAQUE or _is_iff(code, at) else stop
            self._found.append((arrow, comma, stop))
        self._code, self._end = code, statement.stop

    def _at(self, index: int) -> tuple[int | None, int | None, int | None]:
        return self._found[self._end - 1 - index]

    def for_all(self, start: int) -> int | None:
        """Behind the comma of the `∀` at `start`."""
        comma = self._at(start)[1]
        return None if comma is None else comma + 1

    def arrow(self, start: int) -> int | None:
        """Behind the next arrow that belongs to the statement itself; None where something weaker stands."""
        arrow, _, stop = self._at(start)
        if arrow is None or (stop is not None and (stop < arrow or self._weaker(arrow))):
            return None
        return arrow + 1

    def _weaker(self, arrow: int) -> bool:
        """Whether the first weaker word behind an arrow is an equivalence, whose left side ends there."""
        stop = self._at(arrow)[2]
        return stop is not None and _is_iff(self._code, stop)


def _is_iff(code: Sequence[Token], at: int) -> bool:
    following = code[at + 1].text if at + 1 < len(code) else ""
    return code[at].text == "↔" or (code[at].text == "<-" and following == ">")
