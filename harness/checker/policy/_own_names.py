"""Words that look like a library's command and are names of the text's own.

A word at the head of a line, such as `run_twice`, may be the name of a function that the line above is
applied to, or a command that nobody here knows. As a command it would be a keyword, and so a syntax error
where only a name can stand. So one that stands in such a place is a name, and is one too wherever no more
syntax is in force than there: it comes into force by `namespace` and `open`, and goes with the scope's end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.checker.policy import _rules
from harness.checker.policy._scopes import scopes_of
from harness.lean.source import Token, TokenKind

_OPENING = frozenset({"namespace", "section", "mutual"})
_IN = "in"
_MODIFIERS = frozenset({"private", "protected", "public", "local", "scoped", "noncomputable", "nonrec"})
_FARTHEST = 100


@dataclass(frozen=True, slots=True)
class Text:
    """A text and its tokens that are code."""

    text: str
    code: Sequence[Token]

    def word(self, index: int) -> str:
        """Text of the code token at `index`; empty where there is none."""
        return self.code[index].text if 0 <= index < len(self.code) else ""

    def names(self, index: int) -> bool:
        """Whether no command can begin with the code token at `index`, since the one before asks for more."""
        before = self.word(index - 1)
        if before in _rules.TACTICS_ASK_FOR_MORE:
            return self.word(index - 2) in _rules.BEFORE_TACTICS or self._leads_line(index - 1)
        return before in _rules.ASKS_FOR_MORE

    def _leads_line(self, index: int) -> bool:
        start = self.code[index].start
        return not self.text[self.text.rfind("\n", 0, start) + 1 : start].strip()


class _Scopes:
    """The syntax in force, as a node of a tree: each node has what its parents have, and something more.

    within: whether an `open ... in` was seen, whose syntax is in force for the command behind it alone, and
    in no node.
    """

    def __init__(self) -> None:
        self.within = False
        self.parents = [0]
        self.node = 0
        self._outer: list[int] = []

    def step(self, source: Text, index: int) -> None:
        """Take what the code token at `index` opens or closes."""
        token = source.code[index]
        if token.kind is not TokenKind.IDENT:
            return
        if token.text in _OPENING:
            self._outer += [self.node] * scopes_of(source.code, index)
            if token.text == "namespace":
                self._more()
        elif token.text == "end":
            for _ in range(min(scopes_of(source.code, index), len(self._outer))):
                self.node = self._outer.pop()
        elif token.text == "open":
            if source.word(_behind_open(source, index)) == _IN:
                self.within = True
            else:
                self._more()

    def _more(self) -> None:
        self.parents.append(self.node)
        self.node = len(self.parents) - 1


def _behind_open(source: Text, index: int) -> int:
    at = index + 1
    while at < len(source.code) and source.word(at) != _IN and names_things(source.code[at]):
        at += 1
    return at


def names_things(token: Token) -> bool:
    """Whether a token may stand between `open` and the end of what it names."""
    return token.text != "open" and (
        token.kind is TokenKind.IDENT or token.text in ("(", ")", "→", "->", ",")
    )


def own_names(before: Text, source: Text, suspects: Sequence[int]) -> Iterator[int]:
    """Those of the code tokens at `suspects` that are names, by where the same word stands elsewhere.

    before: the benchmark's own text, which `source` follows on.
    """
    words = {source.word(index) for index in suspects}
    known: dict[str, set[int]] = {word: set() for word in words}
    scopes, nodes = _Scopes(), dict[int, int]()
    for part in (before, source):
        for index, token in enumerate(part.code):
            scopes.step(part, index)
            if token.text in words:
                if part is source:
                    nodes[index] = scopes.node
                follows = part is source and index == 0 and before.code
                if part.names(index) or (follows and before.code[-1].text in _rules.ASKS_FOR_MORE):
                    _add(known[token.text], scopes, scopes.node)
    for index in suspects:
        if nodes[index] in known[source.word(index)] and not (
            scopes.within and _may_follow_in(source, index)
        ):
            yield index


def _add(known: set[int], scopes: _Scopes, node: int) -> None:
    while node not in known:
        known.add(node)
        node = scopes.parents[node]


def _may_follow_in(source: Text, index: int) -> bool:
    """Whether a word can be the first of what stands behind an `in`, modifiers and attributes aside."""
    at = index - 1
    while source.word(at) in _MODIFIERS or source.word(at) == "]":
        if source.word(at) == "]":
            brackets = (each for each in range(at, at - _FARTHEST, -1) if source.word(each) in ("[", "@["))
            at = next(brackets, at)
            if source.word(at) != "@[":
                return False
        at -= 1
    return source.word(at) == _IN
