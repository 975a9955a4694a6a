"""Terms of a goal as trees, as far as the counts look at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from harness.backends._formula import Tokens

_STRENGTH: Final = {"∧": 35, "+": 65, "-": 65, "*": 70, "/": 70, "%": 70, "^": 75}
_RIGHT: Final = frozenset("∧^")
_DEEP = 200


@dataclass(frozen=True, slots=True)
class Tree:
    """head: an operator; "variable" or "numeral", with its text as `name`; "call", whose function is `name`;
    "?" for what isn't read."""

    head: str
    parts: tuple[Tree, ...] = ()
    name: str = ""

    @property
    def binary(self) -> bool:
        """Whether it is an operator with two sides."""
        return len(self.parts) == 2 and self.head in _STRENGTH

    def degree(self) -> int:
        """The degree of the term as a polynomial; 9 for a power with a variable in its exponent."""
        if self.head == "variable":
            return 1
        if self.head == "*":
            return self.parts[0].degree() + self.parts[1].degree()
        if self.head == "^":
            exponent = self.parts[1]
            return int(exponent.name[:1]) * self.parts[0].degree() if exponent.head == "numeral" else 9
        return max((part.degree() for part in self.parts), default=0)


def read_tree(tokens: Tokens) -> Tree:
    """The tree of a term or a conjunction; Tree("?") where the tokens are something else."""
    reader = _Reader(tokens)
    found = reader.expression(0)
    return found if found is not None and reader.at == len(tokens) else Tree("?")


class _Reader:
    def __init__(self, tokens: Tokens) -> None:
        self._tokens, self.at, self._depth = tokens, 0, 0

    def expression(self, weakest: int) -> Tree | None:
        self._depth += 1
        left = self._application() if self._depth < _DEEP else None
        while left is not None and (strength := _STRENGTH.get(self._next(), -1)) >= weakest:
            op = self._next()
            self.at += 1
            right = self.expression(strength if op in _RIGHT else strength + 1)
            left = None if right is None else Tree(op, (left, right))
        self._depth -= 1
        return left

    def _next(self) -> str:
        return self._tokens[self.at] if self.at < len(self._tokens) else ""

    def _application(self) -> Tree | None:
        head = self._atom()
        if head is None or head.head != "variable":
            return head
        arguments: list[Tree] = []
        while _starts_atom(self._next()):
            argument = self._atom()
            if argument is None:
                return None
            arguments.append(argument)
        return Tree("call", tuple(arguments), head.name) if arguments else head

    def _atom(self) -> Tree | None:
        token = self._next()
        self.at += 1
        if token == "(":
            inner = self.expression(0)
            closed = self._next() == ")"
            self.at += 1
            return inner if closed else None
        if not _starts_atom(token):
            return None
        return Tree("numeral" if token.isdecimal() else "variable", (), token)


def _starts_atom(token: str) -> bool:
    return token == "(" or token.isdecimal() or token[:1].isalpha()
