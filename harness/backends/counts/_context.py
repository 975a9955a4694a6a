"""What the counts see of a statement: its hypotheses as trees, and the goals that steps leave behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from harness.backends._formula import FormulaKind, FormulaShape, Tokens, shape
from harness.backends._goal import read_goal
from harness.backends.counts._terms import Tree, read_tree
from harness.problem import Problem

Features = tuple[str, ...]

#: Steps that leave no goal when they succeed, beside those that begin with `exact`.
CLOSERS: Final = ("omega", "decide", "rfl", "simp", "assumption")
_CLOSING_LEMMAS: Final = frozenset(
    f"apply Nat.{name}"
    for name in (
        "le_refl", "zero_le", "dvd_refl", "dvd_mul_right", "dvd_mul_left", "dvd_zero", "le_add_left",
        "le_add_right",
    )
)  # fmt: skip
# What a lemma leaves of `l R r`: for each goal, which part of l and which part of r; 0 and 1 are the sides
# of an operator, None is the whole.
_BOTH: Final = ((0, 0), (1, 1))
_LEFT, _RIGHT = ((0, 0),), ((1, 1),)
_LEAVES: Final[Mapping[str, tuple[tuple[int | None, int | None], ...]]] = {
    "Nat.add_le_add": _BOTH,
    "Nat.mul_le_mul": _BOTH,
    "Nat.mul_le_mul_left": _RIGHT,
    "Nat.add_le_add_left": _RIGHT,
    "Nat.mul_le_mul_right": _LEFT,
    "Nat.add_le_add_right": _LEFT,
    "Nat.pow_le_pow_left": _LEFT,
    "Nat.mul_self_le_mul_self": _LEFT,
    "Nat.le_add_right_of_le": ((None, 0),),
    "Nat.dvd_add": ((None, 0), (None, 1)),
    "Nat.dvd_sub": ((None, 0), (None, 1)),
    "Nat.dvd_mul_right_of_dvd": ((None, 0),),
    "Nat.dvd_mul_left_of_dvd": ((None, 1),),
}


@dataclass(frozen=True, slots=True)
class OpenGoal:
    """A goal as far as it is known.

    kind: a relation's sign with its sides as `trees`; "and" for a predicate or a conjunction, one tree; "∃"
    with one tree and the names that it binds, `count` of them; another connective, or "?", without trees.
    text: what else tells goals of that kind apart. last: the step before, where that is all that is known.
    """

    kind: str
    trees: tuple[Tree, ...] = ()
    count: int = 0
    text: str = ""
    last: str = ""


UNKNOWN: Final = OpenGoal("?")


@dataclass(frozen=True, slots=True)
class Context:
    """A statement: its hypotheses by name, what states a predicate once the existence is taken apart, and the
    first goal.

    pattern: what takes the first hypothesis of the form ∃ apart, empty where there is none. bound: the name
    that the target's or that hypothesis's first quantifier binds.
    """

    hypotheses: Mapping[str, FormulaShape]
    relations: Mapping[str, tuple[str, Tree, Tree]]
    predicates: Mapping[str, str]
    pattern: str
    bound: str
    goal: OpenGoal
    variables: tuple[str, ...] = field(default=())

    def matching(self, goal: OpenGoal) -> list[str]:
        """The hypotheses that speak of just this goal's sides, or state its predicate."""
        if len(goal.trees) == 2:
            return [name for name, (_, *sides) in self.relations.items() if tuple(sides) == goal.trees]
        if goal.kind == "and" and goal.trees[0].head == "call":
            stated = self.predicates.get(goal.trees[0].name)
            return [] if stated is None else [stated]
        return []

    def stated(self) -> list[str]:
        """Names of what is known: relations, else predicates, else any hypothesis."""
        return list(self.relations) or list(self.predicates.values()) or list(self.hypotheses)


def read_context(problem: Problem) -> Context:
    """The context of the problem's statement; one that isn't read has no hypotheses and an unknown goal."""
    goal = read_goal(problem.formal_statement)
    shapes = {name: shape(formula) for name, formula in goal.hypotheses}
    relations = {
        name: (found.symbol, read_tree(found.parts[0]), read_tree(found.parts[1]))
        for name, found in shapes.items()
        if found.kind is FormulaKind.RELATION
    }
    existence = next((found for found in shapes.values() if found.kind is FormulaKind.EXISTS), None)
    predicates: dict[str, str] = {}
    pattern = ""
    if existence is not None and len(existence.names) == 1:
        inner = _pattern(read_tree(existence.parts[0]), predicates)
        pattern = f"⟨{existence.names[0][0]}, {inner}⟩"
    target = shape(goal.target)
    bound = next((each.names[0][0] for each in (target, existence) if each and each.names), "n")
    return Context(
        shapes,
        relations,
        predicates,
        pattern,
        bound,
        _first(target, has_pattern=bool(pattern)),
        tuple(name for name, _ in goal.variables),
    )


def _pattern(tree: Tree, predicates: dict[str, str]) -> str:
    if tree.head == "∧":
        return f"⟨{_pattern(tree.parts[0], predicates)}, {_pattern(tree.parts[1], predicates)}⟩"
    name = f"h{len(predicates) + 1}"
    predicates.setdefault(tree.name or f"?{name}", name)
    return name


def _first(target: FormulaShape, *, has_pattern: bool) -> OpenGoal:
    if target.kind is FormulaKind.RELATION:
        return OpenGoal(target.symbol, (read_tree(target.parts[0]), read_tree(target.parts[1])))
    if target.kind is FormulaKind.EXISTS:
        return OpenGoal(
            "∃", (read_tree(target.parts[0]),), len(target.names), "shut" if has_pattern else "none"
        )
    if target.kind is FormulaKind.FORALL:
        return OpenGoal("∀", text=str(_degree(target.parts[0])))
    return replace(UNKNOWN, text=target.kind.value)


def _degree(tokens: Tokens) -> int:
    """The degree of the right side of an equation, which tells one kind of closed form from another."""
    found = shape(tokens)
    return read_tree(found.parts[1]).degree() if found.kind is FormulaKind.RELATION else 0


def features(context: Context, goal: OpenGoal) -> list[Features]:
    """What a step is counted under, from coarse to fine; each goes with how fine it is."""
    if len(goal.trees) == 2:
        return _of_relation(context, goal)
    if goal.kind == "and":
        return [(goal.kind,), (goal.kind, goal.trees[0].head)]
    if goal.kind == "∃":
        return [(goal.kind, goal.text), (goal.kind, goal.text, str(goal.count))]
    return [(goal.kind,), (goal.kind, goal.text, goal.last)]


def _of_relation(context: Context, goal: OpenGoal) -> list[Features]:
    left, right = goal.trees
    stated = context.matching(goal)
    heads = (goal.kind, left.head, right.head, context.relations[stated[0]][0] if stated else "")
    equal: list[str] = []
    if left.binary and right.binary:
        equal = [name for name, at in (("first", 0), ("second", 1)) if left.parts[at] == right.parts[at]]
        if all(side.parts[0] == side.parts[1] for side in (left, right)):
            equal.append("squares")
    known: list[str] = []
    if goal.kind == "∣":
        multiples = {sides[2] for sides in context.relations.values() if sides[0] == "∣"}
        known = [str(part in multiples) for part in right.parts]
    return [(goal.kind,), heads, (*heads, *equal, *known)]


def advance(goal: OpenGoal, template: str) -> list[OpenGoal]:
    """The goals that a step leaves of `goal`, the next one first, when it succeeds."""
    if template in CLOSERS or template in _CLOSING_LEMMAS or template.startswith("exact "):
        return []
    after = replace(goal, last=template) if goal.kind in ("?", "∀") else replace(UNKNOWN, last=template)
    if len(goal.trees) == 2:
        return _of_lemma(goal, template.removeprefix("apply "), after)
    if goal.kind == "and" and template in ("apply And.intro", "constructor"):
        whole = goal.trees[0]
        return [OpenGoal("and", (part,)) for part in whole.parts] if whole.head == "∧" else [after, after]
    if goal.kind == "∃" and template.startswith("obtain "):
        return [replace(goal, text="open")]
    if goal.kind == "∃" and template.startswith("refine ⟨"):
        if goal.count > 1:
            return [replace(goal, count=goal.count - 1)]
        return (
            [OpenGoal("and", goal.trees)] if goal.text == "open" else [OpenGoal("∃", goal.trees, 0, "none")]
        )
    return [after]


def _of_lemma(goal: OpenGoal, lemma: str, after: OpenGoal) -> list[OpenGoal]:
    if lemma == "Nat.le_of_lt":
        return [replace(goal, kind="<")]
    leaves = _LEAVES.get(lemma)
    if leaves is None:
        return [after]
    found = [_taken(goal, places) for places in leaves]
    return [after if each is None else each for each in found]


def _taken(goal: OpenGoal, places: Sequence[int | None]) -> OpenGoal | None:
    sides: list[Tree] = []
    for side, place in zip(goal.trees, places, strict=True):
        if place is not None and not side.binary:
            return None
        sides.append(side if place is None else side.parts[place])
    return OpenGoal(goal.kind, tuple(sides))
