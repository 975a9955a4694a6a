"""Families `mono` and `dvd`: trees of steps that keep an order, or divisibility, over hypotheses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.backends.draw import Draw
from harness.pipeline.generator._numeric import LETTERS, Numeric
from harness.pipeline.generator.statements import GeneratedStatement, Truth
from harness.pipeline.generator.terms import Atom, Bin, Num, Term, Var


@dataclass(frozen=True, slots=True)
class _Tree:
    """What a tree of steps proves, and the tactics that do it, each step before those of its branches."""

    fact: Atom
    steps: tuple[str, ...]

    @property
    def script(self) -> str:
        return "\n".join(self.steps)


class _Trees:
    """Draws trees over some hypotheses, named h1, h2 ..., and variables."""

    def __init__(self, draw: Draw, facts: Sequence[Atom], names: Sequence[str]) -> None:
        self._draw, self._facts, self._names = draw, facts, names

    def _sizes(self, total: int) -> tuple[int, int]:
        first = self._draw.below(total + 1)
        return first, total - first

    def order(self, size: int) -> _Tree:
        """l ≤ r, by `size` steps that are monotone."""
        if size == 0:
            at = self._draw.below(len(self._facts))
            fact = self._facts[at]
            lemma = "" if fact.relation == "≤" else "Nat.le_of_lt "
            return _Tree(Atom("≤", fact.left, fact.right), (f"exact {lemma}h{at + 1}",))
        kind = self._draw.weighted(
            ((2, "add"), (2, "mul"), (1, "power"), (1, "left"), (1, "right"), (1, "widen"), (1, "square"))
        )
        if kind in ("add", "mul"):
            op = "+" if kind == "add" else "*"
            first, second = (self.order(part) for part in self._sizes(size - 1))
            sides = (
                Bin(op, first.fact.left, second.fact.left),
                Bin(op, first.fact.right, second.fact.right),
            )
            steps = (f"apply Nat.{kind}_le_{kind}", *first.steps, *second.steps)
            return _Tree(Atom("≤", *sides), steps)
        inner = self.order(size - 1)
        left, right, lemma = self._one_branch(kind, inner.fact.left, inner.fact.right)
        return _Tree(Atom("≤", left, right), (f"apply Nat.{lemma}", *inner.steps))

    def _one_branch(self, kind: str, left: Term, right: Term) -> tuple[Term, Term, str]:
        """Both sides behind a step with one branch, and the step's lemma."""
        variable = Var(self._draw.pick(self._names))
        if kind == "power":
            exponent = Num(self._draw.pick((2, 3)))
            return Bin("^", left, exponent), Bin("^", right, exponent), "pow_le_pow_left"
        if kind == "square":
            return Bin("*", left, left), Bin("*", right, right), "mul_self_le_mul_self"
        if kind == "left":
            return Bin("*", variable, left), Bin("*", variable, right), "mul_le_mul_left"
        if kind == "right":
            return Bin("*", left, variable), Bin("*", right, variable), "mul_le_mul_right"
        return left, Bin("+", right, variable), "le_add_right_of_le"

    def divisor(self, size: int) -> _Tree:
        """d ∣ e, by `size` steps."""
        if size == 0:
            at = self._draw.below(len(self._facts))
            return _Tree(self._facts[at], (f"exact h{at + 1}",))
        kind = self._draw.pick(("add", "add", "sub", "right", "left"))
        if kind in ("add", "sub"):
            first, second = (self.divisor(part) for part in self._sizes(size - 1))
            whole = Bin("+" if kind == "add" else "-", first.fact.right, second.fact.right)
            steps = (f"apply Nat.dvd_{kind}", *first.steps, *second.steps)
            return _Tree(Atom("∣", first.fact.left, whole), steps)
        inner = self.divisor(size - 1)
        variable = Var(self._draw.pick(self._names))
        factors = (inner.fact.right, variable) if kind == "right" else (variable, inner.fact.right)
        steps = (f"apply Nat.dvd_mul_{kind}_of_dvd", *inner.steps)
        return _Tree(Atom("∣", inner.fact.left, Bin("*", *factors)), steps)


def mono(draw: Draw, size: int, truth: Truth) -> GeneratedStatement | None:
    """l ≤ r for two terms of one shape."""
    count = draw.pick((1, 2, 2, 3))
    names = LETTERS[: 2 * count + 1]
    facts = [
        Atom(draw.pick(("≤", "≤", "<")), Var(names[2 * at]), Var(names[2 * at + 1])) for at in range(count)
    ]
    tree = _Trees(draw, facts, names).order(size)
    left, right = tree.fact.left, tree.fact.right
    if truth is Truth.TRUE:
        return Numeric("mono", size, facts, tree.fact, proof=tree.script).statement()
    if truth is Truth.CONTRADICTORY:
        return _mono_contradictory(draw, size, facts, tree)
    kind = draw.pick(("swapped", "strict", "greater", "everywhere"))
    if kind == "everywhere":
        denial = f"apply Nat.not_lt.mpr\n{tree.script}"
        return Numeric("mono", size, facts, Atom("<", right, left), denial=denial).statement()
    conclusion = {
        "swapped": Atom("≤", right, left),
        "strict": Atom("<", left, right),
        "greater": Atom("≤", Bin("+", left, Num(1)), right),
    }[kind]
    return Numeric("mono", size, facts, conclusion).statement()


def _mono_contradictory(draw: Draw, size: int, facts: list[Atom], tree: _Tree) -> GeneratedStatement | None:
    """With a hypothesis that denies what the tree proves, or another hypothesis."""
    left, right = tree.fact.left, tree.fact.right
    last = f"h{len(facts) + 1}"
    if draw.chance(67):
        bad, absurd = Atom("<", right, left), f"refine absurd ?_ (Nat.not_le.mpr {last})\n{tree.script}"
    else:
        at = draw.below(len(facts))
        denied = facts[at]
        bad = Atom("≤" if denied.relation == "<" else "<", denied.right, denied.left)
        lemma = "not_le" if bad.relation == "<" else "not_lt"
        absurd = f"exact absurd h{at + 1} (Nat.{lemma}.mpr {last})"
    conclusion = _unfounded(draw, tree.fact)
    return Numeric("mono", size, [*facts, bad], conclusion, absurd=absurd).statement()


def dvd(draw: Draw, size: int, truth: Truth) -> GeneratedStatement | None:
    """d ∣ e for a term over multiples of d."""
    count = draw.pick((1, 2, 3))
    names = LETTERS[: count + 3]
    divisor = Var(names[0])
    facts = [Atom("∣", divisor, Var(name)) for name in names[1 : count + 1]]
    tree = _Trees(draw, facts, names).divisor(size)
    whole = tree.fact.right
    if truth is Truth.TRUE:
        return Numeric("dvd", size, facts, tree.fact, proof=tree.script).statement()
    if truth is Truth.CONTRADICTORY:
        at = draw.below(count)
        facts += [Atom("=", facts[at].right, Num(1)), Atom("<", Num(1), divisor)]
        one, above = f"h{count + 1}", f"h{count + 2}"
        absurd = f"exact absurd (Nat.dvd_one.mp ({one} ▸ h{at + 1})) (Nat.ne_of_gt {above})"
        return Numeric("dvd", size, facts, _unfounded(draw, tree.fact), absurd=absurd).statement()
    conclusion = draw.pick(
        (
            Atom("∣", divisor, Bin("+", whole, Var(draw.pick(names)))),
            Atom("∣", whole, divisor),
            Atom("∣", divisor, Bin("+", whole, Num(1))),
        )
    )
    return Numeric("dvd", size, facts, conclusion).statement()


def _unfounded(draw: Draw, derived: Atom) -> Atom:
    """A conclusion for contradictory hypotheses: what was derived, or what nobody derived."""
    one, two = Var(draw.pick(LETTERS[:2])), Var(draw.pick(LETTERS[:2]))
    return draw.pick(
        (
            derived,
            Atom("≤", Bin("*", one, two), two),
            Atom("=", one, Bin("+", two, Num(draw.pick((1, 2))))),
            Atom("<", derived.right, derived.left),
        )
    )
