"""Family `logic`: existence with a conjunction of predicates, taken apart and put together again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness.backends.draw import Draw
from harness.pipeline.generator.statements import Assumption, Claim, Extent, GeneratedStatement, Truth
from harness.pipeline.generator.terms import And, Exists, ForAll, Formula, Holds, Not

_PREDICATES = "pqrst"
_KIND = "Nat → Prop"


def logic(draw: Draw, size: int, truth: Truth) -> GeneratedStatement | None:
    """∃ x, ... from ∃ x, ... with the same predicates, or with one that nothing is known of."""
    count = min(len(_PREDICATES), 2 + size // 2)
    predicates = draw.several([(1, name) for name in _PREDICATES[:count]], count)
    variable = draw.pick("xyn")
    given = _conjunction(draw, predicates, variable)
    names: dict[str, str] = {}
    pattern = _pattern(given, names)
    opened = f"obtain ⟨{variable}, {pattern}⟩ := h"
    hypothesis = Assumption("h", Exists((variable,), given))
    if truth is Truth.CONTRADICTORY:
        return _contradictory(draw, size, hypothesis, opened, names)
    wanted = draw.several([(1, name) for name in predicates], 1 + draw.below(count))
    if truth is Truth.TRUE:
        goal = _conjunction(draw, wanted, variable)
        claim = Claim(_group(predicates), (hypothesis,), Exists((variable,), goal))
        steps = (opened, f"refine ⟨{variable}, ?_⟩", *_build(goal, names))
        return GeneratedStatement("logic", size, claim, Truth.TRUE, proof="\n".join(steps))
    other = next((name for name in _PREDICATES if name not in predicates), None)
    if other is None:
        return None
    wanted.insert(draw.below(len(wanted) + 1), other)
    claim = Claim(
        _group([*predicates, other]), (hypothesis,), Exists((variable,), _conjunction(draw, wanted, variable))
    )
    arguments = " ".join(
        f"(fun _ => {'False' if name == other else 'True'})" for name in sorted([*predicates, other])
    )
    evidence = _term(given, dict.fromkeys(predicates, "trivial"))
    refutation = f"intro h\nhave h := h {arguments} ⟨0, {evidence}⟩\nsimp at h"
    # With predicates that are all true the conclusion holds as well.
    return GeneratedStatement("logic", size, claim, Truth.FALSE, Extent.SOMEWHERE, refutation=refutation)


def _contradictory(
    draw: Draw, size: int, hypothesis: Assumption, opened: str, names: Mapping[str, str]
) -> GeneratedStatement:
    """With a hypothesis that one of the predicates holds for nothing."""
    predicates = list(names)
    variable = draw.pick("xyn")
    denied = draw.pick(predicates)
    nothing = Assumption("k", ForAll((variable,), Not(Holds(denied, variable))))
    conclusion = ForAll((variable,), Holds(draw.pick(predicates), variable))
    claim = Claim(_group(predicates), (hypothesis, nothing), conclusion)
    absurd = f"{opened}\nexact k _ {names[denied]}"
    return GeneratedStatement("logic", size, claim, Truth.CONTRADICTORY, absurd=absurd)


def _group(predicates: Sequence[str]) -> tuple[tuple[tuple[str, ...], str], ...]:
    return ((tuple(sorted(predicates)), _KIND),)


def _conjunction(draw: Draw, predicates: Sequence[str], variable: str) -> Formula:
    """The predicates in their order, with brackets that are drawn."""
    if len(predicates) == 1:
        return Holds(predicates[0], variable)
    cut = 1 + draw.below(len(predicates) - 1)
    left, right = predicates[:cut], predicates[cut:]
    return And(_conjunction(draw, left, variable), _conjunction(draw, right, variable))


def _pattern(formula: Formula, names: dict[str, str]) -> str:
    """The pattern that takes a conjunction apart into h1, h2 ...; adds the name of each predicate's proof."""
    match formula:
        case And(left, right):
            return f"⟨{_pattern(left, names)}, {_pattern(right, names)}⟩"
        case Holds(predicate, _):
            return names.setdefault(predicate, f"h{len(names) + 1}")
    raise ValueError(f"{formula} is no conjunction of predicates")


def _build(formula: Formula, names: Mapping[str, str]) -> tuple[str, ...]:
    match formula:
        case And(left, right):
            return ("apply And.intro", *_build(left, names), *_build(right, names))
        case Holds(predicate, _):
            return (f"exact {names[predicate]}",)
    raise ValueError(f"{formula} is no conjunction of predicates")


def _term(formula: Formula, terms: Mapping[str, str]) -> str:
    match formula:
        case And(left, right):
            return f"⟨{_term(left, terms)}, {_term(right, terms)}⟩"
        case Holds(predicate, _):
            return terms[predicate]
    raise ValueError(f"{formula} is no conjunction of predicates")
