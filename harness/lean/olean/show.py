"""Kernel terms as text for people, much as Lean prints them, out of a file alone.

A file doesn't tell which arguments its header's constants take implicitly, so instances are left out, the
commonest notations are written as such, and everything else is a function before its arguments. Two terms
that differ can look alike. A hostile file's term may share parts so often that it would never end: only so
many of its nodes are shown, and so deep; what is left out is `…`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from harness.lean.olean import terms as t
from harness.lean.olean.compare import level_text
from harness.lean.olean.names import Name, shown_name

if TYPE_CHECKING:
    from harness.lean.olean.module import Module

MOST_NODES: Final = 2000
MOST_DEEP: Final = 150
LEFT_OUT: Final = "…"
_MOST_ARGUMENTS = 32
_MOST_BINDERS = 200
_STRING_SHOWN = 40
_HUGE = 10**40
_ATOM, _APPLIED, _LOOSE = 1024, 1023, 0


@dataclass(frozen=True, slots=True)
class _Infix:
    """sign between the last two of `arguments`; priorities of the whole, of the left and of the right."""

    sign: str
    arguments: int
    whole: int
    left: int
    right: int


def _left(sign: str, arguments: int, whole: int) -> _Infix:
    return _Infix(sign, arguments, whole, whole, whole + 1)


def _right(sign: str, arguments: int, whole: int) -> _Infix:
    return _Infix(sign, arguments, whole, whole + 1, whole)


def _none(sign: str, arguments: int, whole: int = 50) -> _Infix:
    return _Infix(sign, arguments, whole, whole + 1, whole + 1)


_INFIX: Final[dict[Name, _Infix]] = {
    ("HAdd", "hAdd"): _left("+", 6, 65),
    ("HSub", "hSub"): _left("-", 6, 65),
    ("HMul", "hMul"): _left("*", 6, 70),
    ("HDiv", "hDiv"): _left("/", 6, 70),
    ("HMod", "hMod"): _left("%", 6, 70),
    ("HPow", "hPow"): _right("^", 6, 75),
    ("HSMul", "hSMul"): _right("•", 6, 73),
    ("HAppend", "hAppend"): _left("++", 6, 65),
    ("Eq",): _none("=", 3),
    ("Ne",): _none("≠", 3),
    ("HEq",): _Infix("≍", 4, 50, 51, 51),
    ("LE", "le"): _none("≤", 4),
    ("LT", "lt"): _none("<", 4),
    ("GE", "ge"): _none("≥", 4),
    ("GT", "gt"): _none(">", 4),
    ("Dvd", "dvd"): _none("∣", 4),
    ("And",): _right("∧", 2, 35),
    ("Or",): _right("∨", 2, 30),
    ("Iff",): _none("↔", 2, 20),
    ("List", "cons"): _right("::", 3, 67),
    ("Prod",): _right("×", 2, 35),
}
_PREFIX: Final[dict[Name, tuple[str, int, int]]] = {("Not",): ("¬", 1, 40), ("Neg", "neg"): ("-", 3, 75)}
_CASTS: Final[frozenset[Name]] = frozenset({("Nat", "cast"), ("Int", "cast"), ("Rat", "cast")})
_NUMERAL: Final = ("OfNat", "ofNat")


class _Bound:
    """One bound variable: its name as shown, and whether something shown used it."""

    def __init__(self, name: str) -> None:
        self.name, self.used = name, False


@dataclass(frozen=True, slots=True)
class _Binder:
    """What one ∀ or fun binds, shown. kind: as in Terms.binder."""

    name: str
    kind: int
    type: str


def show(module: Module, term: int, names: Sequence[str] = ()) -> str:
    """The term at a handle, in one line.

    names: for the outermost bound variables, in place of their own. Raises OleanError for a damaged file.
    """
    return _Printer(module, names).show(term, [], _LOOSE, 0)


class _Printer:
    """Prints one term; `_left` nodes may still be shown."""

    def __init__(self, module: Module, names: Sequence[str]) -> None:
        self._module, self._names = module, names
        self._left = MOST_NODES

    def show(self, term: int, scope: list[_Bound], above: int, depth: int) -> str:
        """One term; above: the priority that it needs to stand without brackets."""
        self._left -= 1
        if self._left < 0 or depth > MOST_DEEP:
            return LEFT_OUT
        node = self._module.node(term)
        kind = node[0]
        if kind == t.PI or kind == t.LAM:
            names = self._names if depth == 0 else ()
            return self._bracketed(self._binders(term, scope, depth, names), _LOOSE + 1, above)
        if kind == t.LET:
            return self._bracketed(self._let(term, node, scope, depth), _LOOSE + 1, above)
        if kind == t.APP:
            text, priority = self._application(term, scope, depth)
            return self._bracketed(text, priority, above)
        return self._atom(node, scope, above, depth)

    def _bracketed(self, text: str, priority: int, above: int) -> str:
        return f"({text})" if priority < above else text

    def _atom(self, node: t.Node, scope: list[_Bound], above: int, depth: int) -> str:
        kind = node[0]
        if kind == t.BVAR:
            if node[1] >= len(scope):
                return f"#{node[1]}"
            bound: _Bound = scope[-1 - node[1]]
            bound.used = True
            return bound.name
        if kind == t.CONST:
            return shown_name(node[1])
        if kind == t.SORT:
            text = _sort(level_text(self._module, node[1]))
            return self._bracketed(text, _APPLIED if " " in text else _ATOM, above)
        if kind == t.NAT:
            value = self._module.natural(node[1])
            return str(value) if value < _HUGE else "⟨a huge number⟩"
        if kind == t.STR:
            return ascii(str(node[1])[:_STRING_SHOWN])
        return f"{self.show(node[3], scope, _ATOM, depth + 1)}.{node[2] + 1}"

    def _application(self, term: int, scope: list[_Bound], depth: int) -> tuple[str, int]:
        """(an application, its priority)."""
        head, arguments = self._spine(term)
        if head is None:
            return (
                f"{LEFT_OUT} {' '.join(self.show(a, scope, _ATOM, depth + 1) for a in arguments)}",
                _APPLIED,
            )
        node = self._module.node(head)
        if node[0] == t.CONST:
            found = self._notation(node[1], arguments, scope, depth)
            if found is not None:
                return found
        words = [self.show(head, scope, _ATOM, depth + 1)]
        shown = [a for a in arguments if not self._is_instance(a)]
        words += [self.show(a, scope, _ATOM, depth + 1) for a in shown]
        return " ".join(words), _APPLIED if shown else _ATOM

    def _spine(self, term: int) -> tuple[int | None, list[int]]:
        """(the function, its arguments); no function where there are very many."""
        arguments: list[int] = []
        node = self._module.node(term)
        while node[0] == t.APP:
            if len(arguments) == _MOST_ARGUMENTS:
                return None, arguments[::-1]
            arguments.append(node[2])
            term = node[1]
            node = self._module.node(term)
        return term, arguments[::-1]

    def _is_instance(self, term: int) -> bool:
        """Whether an argument is an instance by the name of what it is made of."""
        head, _ = self._spine(term)
        node = None if head is None else self._module.node(head)
        name: Name = node[1] if node is not None and node[0] == t.CONST else ()
        return bool(name) and str(name[-1]).startswith("inst")

    def _notation(
        self, name: Name, arguments: list[int], scope: list[_Bound], depth: int
    ) -> tuple[str, int] | None:
        """An application as it is usually written; None where there is nothing but the usual way."""
        count = len(arguments)
        infix = _INFIX.get(name)
        if infix is not None and count == infix.arguments:
            left = self.show(arguments[-2], scope, infix.left, depth + 1)
            right = self.show(arguments[-1], scope, infix.right, depth + 1)
            return f"{left} {infix.sign} {right}", infix.whole
        sign, wanted, priority = _PREFIX.get(name, ("", 0, 0))
        if sign and count == wanted:
            return sign + self.show(arguments[-1], scope, priority, depth + 1), priority
        if name in _CASTS and count == 3:
            return "↑" + self.show(arguments[-1], scope, _ATOM, depth + 1), _ATOM
        if name == _NUMERAL and count == 3:
            return self.show(arguments[1], scope, _ATOM, depth + 1), _ATOM
        if name == ("Exists",) and count == 2 and self._module.node(arguments[1])[0] == t.LAM:
            return self._exists(arguments[1], scope, depth), _LOOSE + 1
        if name == ("ite",) and count == 5:
            parts = [self.show(arguments[at], scope, _LOOSE, depth + 1) for at in (1, 3, 4)]
            return f"if {parts[0]} then {parts[1]} else {parts[2]}", _LOOSE + 1
        return None

    def _exists(self, function: int, scope: list[_Bound], depth: int) -> str:
        node = self._module.node(function)
        kind = self.show(node[1], scope, _LOOSE, depth + 1)
        bound = _Bound(self._fresh(function, scope))
        body = self.show(node[2], [*scope, bound], _LOOSE, depth + 1)
        return f"∃ {bound.name} : {kind}, {body}"

    def _let(self, term: int, node: t.Node, scope: list[_Bound], depth: int) -> str:
        kind, value = (self.show(part, scope, _LOOSE, depth + 1) for part in node[1:3])
        bound = _Bound(self._fresh(term, scope))
        return (
            f"let {bound.name} : {kind} := {value}; {self.show(node[3], [*scope, bound], _LOOSE, depth + 1)}"
        )

    def _binders(self, term: int, scope: list[_Bound], depth: int, names: Sequence[str]) -> str:
        """A ∀ or fun with all that follow on it of its kind; a ∀ that binds nothing is an arrow."""
        lambda_ = self._module.node(term)[0] == t.LAM
        found: list[tuple[_Bound, int, str]] = []
        scope = list(scope)
        while len(found) < _MOST_BINDERS and self._left > 0:
            node = self._module.node(term)
            if node[0] != (t.LAM if lambda_ else t.PI):
                break
            self._left -= 1
            kind = self.show(node[1], scope, _LOOSE, depth + 1)
            bound = _Bound(self._fresh(term, scope, names[len(found)] if len(found) < len(names) else None))
            found.append((bound, self._module.terms.binder(term)[1], kind))
            scope.append(bound)
            term = node[2]
        body = self.show(term, scope, _LOOSE, depth + 1)
        if lambda_:
            groups = _grouped([_Binder(bound.name, kind, type_) for bound, kind, type_ in found])
            return f"fun {' '.join(groups)} => {body}"
        last = found[-1] if found else None
        if last is not None and _is_arrow(*last) and self._is_iff(term):
            # The one sign that binds less than an arrow.
            body = f"({body})"
        return _quantified(found, body)

    def _is_iff(self, term: int) -> bool:
        head, arguments = self._spine(term)
        node = None if head is None else self._module.node(head)
        return node is not None and node[:2] == (t.CONST, ("Iff",)) and len(arguments) == 2

    def _fresh(self, term: int, scope: list[_Bound], name: str | None = None) -> str:
        """A name that no variable in scope has. name: in place of the binder's own."""
        if name is None:
            own = self._module.terms.binder(term)[0]
            name = shown_name(own) if own else "x"
        # What macros bind has the macro's scope behind it.
        name = name.split("._@", 1)[0]
        taken = {bound.name for bound in scope}
        return next(each for each in _variants(name) if each not in taken)


def _variants(name: str) -> Iterator[str]:
    yield name
    number = 1
    while True:
        yield f"{name}_{number}"
        number += 1


def _quantified(found: Sequence[tuple[_Bound, int, str]], body: str) -> str:
    """∀ and arrows before a body, from the left."""
    text = body
    groups = [(arrow, list(group)) for arrow, group in groupby(found, lambda one: _is_arrow(*one))]
    for arrow, group in reversed(groups):
        if arrow:
            for _, _, domain in reversed(group):
                text = f"{_in_arrow(domain)} → {text}"
        else:
            binders = [_Binder(bound.name, kind, type_) for bound, kind, type_ in group]
            text = f"∀ {' '.join(_grouped(binders))}, {text}"
    return text


def _is_arrow(bound: _Bound, kind: int, _: str) -> bool:
    return kind == 0 and not bound.used


def _in_arrow(kind: str) -> str:
    """A domain before an arrow; one that binds itself stands in brackets."""
    return f"({kind})" if kind.startswith(("∀", "∃", "fun ", "let ", "if ")) or " → " in kind else kind


_BRACKETS: Final = {0: "()", 1: "{}", 2: "⦃⦄", 3: "[]"}


def _grouped(binders: Sequence[_Binder]) -> list[str]:
    """`(a b : T)` for neighbours of one type; an instance without its name."""
    groups: list[str] = []
    for (kind, type_), group in groupby(binders, lambda one: (one.kind, one.type)):
        opening, closing = _BRACKETS[kind][0], _BRACKETS[kind][1]
        names = " ".join(one.name for one in group)
        groups.append(f"[{type_}]" if kind == 3 else f"{opening}{names} : {type_}{closing}")
    return groups


def _sort(level: str) -> str:
    if level == "0":
        return "Prop"
    if level == "(0 + 1)":
        return "Type"
    if level.startswith("(") and level.endswith(" + 1)"):
        return f"Type {level[1:-5]}"
    return f"Sort {level}"
