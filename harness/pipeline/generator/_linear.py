"""Family `lin`: sums of variables, and conclusions that are sums of hypotheses, each some times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from harness.backends.draw import Draw
from harness.pipeline.generator._numeric import LETTERS, Numeric
from harness.pipeline.generator.statements import GeneratedStatement, Truth
from harness.pipeline.generator.terms import Atom, Bin, Num, Term, Var

# The constant of a sum, beside its variables.
_ONE = ""
_Sum = Mapping[str, int]


def lin(draw: Draw, size: int, truth: Truth) -> GeneratedStatement | None:
    """Linear arithmetic: what `omega` decides."""
    names = LETTERS[: draw.pick((2, 3, 3, 4))]
    facts = [_fact(draw, names) for _ in range(1 + draw.below(min(3, 1 + size)))]
    if truth is Truth.TRUE:
        return Numeric("lin", size, facts, _combined(draw, facts, size), proof="omega").statement()
    if truth is Truth.CONTRADICTORY:
        at = draw.below(len(facts))
        denied = facts[at]
        relation = {"≤": "<", "<": "≤", "=": "≠"}[denied.relation]
        bad = Atom(relation, denied.right, denied.left)
        facts.append(bad)
        return Numeric("lin", size, facts, _free(draw, names), absurd="omega").statement()
    if draw.chance(25):
        combined = _combined(draw, facts, size)
        relation = {"≤": "<", "<": "≤", "=": "≠", "≠": "="}[combined.relation]
        conclusion = Atom(relation, combined.right, combined.left)
        return Numeric("lin", size, facts, conclusion, denial="omega").statement()
    return Numeric("lin", size, facts, _free(draw, names)).statement()


def _fact(draw: Draw, names: str) -> Atom:
    left: Term = Var(draw.pick(names))
    if draw.chance(50):
        left = Bin("+", left, Num(draw.pick((1, 2, 3))))
    right: Term = Var(draw.pick(names))
    if draw.chance(50):
        right = Bin("+", right, Var(draw.pick(names)))
    return Atom(draw.pick(("≤", "<", "=")), left, right)


def _combined(draw: Draw, facts: list[Atom], size: int) -> Atom:
    """A conclusion that follows: hypotheses added up, each some times, what both sides share taken away."""
    times = [0] * len(facts)
    for _ in range(1 + draw.below(size)):
        times[draw.below(len(facts))] += 1
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for count, fact in zip(times, facts, strict=True):
        for side, term in ((left, fact.left), (right, fact.right)):
            for part, amount in _sum(term).items():
                side[part] += count * amount
    used = {fact.relation for count, fact in zip(times, facts, strict=True) if count}
    relation = "=" if used == {"="} else "<" if "<" in used else "≤"
    shared = left & right
    left, right = left - shared, right - shared
    if relation != "=" and draw.chance(40):
        right[draw.pick((_ONE, *LETTERS[:2]))] += 1
    if relation == "<" and draw.chance(30):
        relation = "≠"
    return Atom(relation, _term(draw, left), _term(draw, right))


def _free(draw: Draw, names: str) -> Atom:
    """A conclusion that nothing is known of."""

    def side() -> Term:
        term: Term = Var(draw.pick(names))
        for _ in range(draw.below(3)):
            more = Var(draw.pick(names)) if draw.chance(50) else Num(draw.pick((1, 2, 3)))
            term = Bin("+", term, more)
        return Bin("*", Num(draw.pick((2, 3))), term) if draw.chance(30) else term

    return Atom(draw.pick(("≤", "<", "=", "≠")), side(), side())


def _sum(term: Term) -> Counter[str]:
    """How often each variable, and the number 1, is added in a sum of variables and numerals."""
    match term:
        case Var(name):
            return Counter({name: 1})
        case Num(value):
            return Counter({_ONE: value})
        case Bin("+", left, right):
            return _sum(left) + _sum(right)
    raise ValueError(f"{term} is no sum of variables and numerals")


def _term(draw: Draw, parts: _Sum) -> Term:
    """A sum as a term, its summands in an order that is drawn."""
    left = [(1, part) for part in sorted(parts) if parts[part]]
    if not left:
        return Num(0)
    summands = [_summand(part, parts[part]) for part in draw.several(left, len(left))]
    term = summands[0]
    for summand in summands[1:]:
        term = Bin("+", term, summand)
    return term


def _summand(part: str, amount: int) -> Term:
    if part == _ONE:
        return Num(amount)
    return Var(part) if amount == 1 else Bin("*", Num(amount), Var(part))
