"""Terms and formulas in the language of generated statements: as data, as Lean text, and evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from harness.errors import UsageError


@dataclass(frozen=True, slots=True)
class Var:
    """A variable of type Nat."""

    name: str


@dataclass(frozen=True, slots=True)
class Num:
    """A numeral."""

    value: int


@dataclass(frozen=True, slots=True)
class Bin:
    """`left op right`; op: one of + - * ^."""

    op: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one number, applied."""

    function: str
    argument: Term


Term: TypeAlias = Var | Num | Bin | Call


@dataclass(frozen=True, slots=True)
class Atom:
    """`left relation right`; relation: one of ≤ < = ≠ ∣."""

    relation: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Holds:
    """A predicate on numbers, applied to a variable."""

    predicate: str
    variable: str


@dataclass(frozen=True, slots=True)
class Not:
    """`¬ body`."""

    body: Formula


@dataclass(frozen=True, slots=True)
class And:
    """`left ∧ right`."""

    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Exists:
    """`∃ names, body`, all of type Nat."""

    names: tuple[str, ...]
    body: Formula


@dataclass(frozen=True, slots=True)
class ForAll:
    """`∀ names, body`, all of type Nat."""

    names: tuple[str, ...]
    body: Formula


Formula: TypeAlias = Atom | Holds | Not | And | Exists | ForAll

_STRENGTH: Final = {"+": 65, "-": 65, "*": 70, "^": 75}
# A relation's sides bind stronger than the relation, and an argument stronger than everything.
_SIDE, _ARGUMENT = 51, 1024


def term_text(term: Term, strength: int = 0) -> str:
    """The term as Lean text, in parentheses where it binds weaker than `strength`."""
    match term:
        case Var(name):
            return name
        case Num(value):
            return str(value)
        case Call(function, argument):
            text = f"{function} {term_text(argument, _ARGUMENT)}"
            return f"({text})" if strength >= _ARGUMENT else text
        case Bin(op, left, right):
            own = _STRENGTH[op]
            # `^` takes its left side in parentheses and associates to the right, the others to the left.
            sides = (own + 1, own) if op == "^" else (own, own + 1)
            text = f"{term_text(left, sides[0])} {op} {term_text(right, sides[1])}"
            return f"({text})" if own < strength else text


def formula_text(formula: Formula, *, inside: bool = False) -> str:
    """The formula as Lean text; `inside`: in parentheses unless it is an atom."""
    match formula:
        case Atom(relation, left, right):
            return f"{term_text(left, _SIDE)} {relation} {term_text(right, _SIDE)}"
        case Holds(predicate, variable):
            return f"{predicate} {variable}"
        case And(left, right):
            first = formula_text(left, inside=not isinstance(left, Atom | Holds))
            text = f"{first} ∧ {formula_text(right, inside=isinstance(right, Exists | ForAll))}"
        case Not(body):
            text = f"¬ {formula_text(body, inside=not isinstance(body, Holds))}"
        case Exists(names, body):
            text = f"∃ {' '.join(names)}, {formula_text(body)}"
        case ForAll(names, body):
            text = f"∀ {' '.join(names)}, {formula_text(body)}"
    return f"({text})" if inside else text


def value(term: Term, values: Mapping[str, int]) -> int:
    """The number that the term is, subtraction cut off at 0; raises UsageError for a function."""
    match term:
        case Var(name):
            return values[name]
        case Num(number):
            return number
        case Call(function, _):
            raise UsageError(f"{function} has no value: only terms of numbers and variables have one")
        case Bin(op, left, right):
            one, two = value(left, values), value(right, values)
            if op == "+":
                return one + two
            if op == "-":
                return max(0, one - two)
            return one * two if op == "*" else one**two


def holds(fact: Atom, values: Mapping[str, int]) -> bool:
    """Whether the fact is true of these numbers."""
    left, right = value(fact.left, values), value(fact.right, values)
    match fact.relation:
        case "≤":
            return left <= right
        case "<":
            return left < right
        case "=":
            return left == right
        case "≠":
            return left != right
        case "∣":
            return right == 0 if left == 0 else right % left == 0
    raise UsageError(f"unknown relation {fact.relation!r}: one of ≤ < = ≠ ∣")


def variables(formula: Formula | Term) -> Iterator[str]:
    """The variables from left to right, each as often as it occurs; bound ones and functions left out."""
    match formula:
        case Var(name):
            yield name
        case Call(_, argument):
            yield from variables(argument)
        case Bin(_, left, right) | Atom(_, left, right) | And(left, right):
            yield from variables(left)
            yield from variables(right)
        case Holds(_, variable):
            yield variable
        case Not(body):
            yield from variables(body)
        case Exists(names, body) | ForAll(names, body):
            yield from (name for name in variables(body) if name not in names)


def renamed(fact: Atom, names: Mapping[str, str]) -> Atom:
    """The fact with other names for its variables."""
    return Atom(fact.relation, _renamed(fact.left, names), _renamed(fact.right, names))


def _renamed(term: Term, names: Mapping[str, str]) -> Term:
    match term:
        case Var(name):
            return Var(names[name])
        case Bin(op, left, right):
            return Bin(op, _renamed(left, names), _renamed(right, names))
        case Call(function, argument):
            return Call(function, _renamed(argument, names))
        case Num():
            return term
