"""Tactics that may end a goal, with weights that depend on what stands in the goal."""

from __future__ import annotations

from harness.backends._formula import FormulaKind, shape
from harness.backends._goal import StatementGoal
from harness.backends._lemmas import APPLIED, POWER, REWRITES, RING, SUM
from harness.backends.draw import Draw

MATHLIB = ("norm_num", "linarith", "nlinarith", "positivity", "ring", "norm_num [*]", "aesop", "tauto")


def whole(*tactics: str) -> str:
    """The tactics in a row, as one alternative that fails when a goal is left."""
    return f"({'; '.join(tactics)}; done)"


def closers(draw: Draw, goal: StatementGoal, *, mathlib: bool) -> list[tuple[int, str]]:
    """Alternatives for `first`, each with a weight."""
    names = [name for name, _ in goal.hypotheses]
    found = [(3, "rfl"), (5, "omega"), (3, "assumption"), (2, "contradiction"), (4, whole("simp_all")),
             (3, whole("simp")), (2, "decide"), (1, "trivial")]  # fmt: skip
    if mathlib:
        found += [(4, tactic) for tactic in MATHLIB]
    if names:
        found += [(3, whole("simp [*]")), (2, whole("subst_vars", "simp_all")), (1, "solve_by_elim")]
        found += _by_hypotheses(draw, names)
    found += _rewriting(draw, goal, names)
    found += _applying(draw, goal, names)
    found += _splitting(draw, goal)
    if table := truth_table(goal):
        found.append((12, f"({table})"))
    return found


def _by_hypotheses(draw: Draw, names: list[str]) -> list[tuple[int, str]]:
    one, two, three = (draw.pick(names) for _ in range(3))
    return [
        (1, f"exact {one}"),
        (1, f"exact {one}.symm"),
        (2, f"exact {one} {two}"),
        (1, f"exact {one} ({two} {three})"),
        (2, f"exact absurd {one} {two}"),
        (1, f"exact {one}.elim {two} {three}"),
        (2, f"(apply {one} <;> assumption)"),
        (2, whole(f"rw [{one}]")),
        (1, whole(f"rw [← {one}]")),
        (1, whole(f"rw [{one}] at {two}", "simp_all")),
        (1, f"(simp at {one} <;> omega)"),
        (2, f"exact congrArg Nat.succ {one}"),
    ]


def _rewriting(draw: Draw, goal: StatementGoal, names: list[str]) -> list[tuple[int, str]]:
    """Normal forms of sums, products and powers, and chains of single rewrites."""
    words = {token for formula in (goal.target, *(f for _, f in goal.hypotheses)) for token in formula}
    operators = [operator for operator in REWRITES if operator in words]
    if not operators:
        return []
    terms = RING if "*" in words or "^" in words else SUM
    if "^" in words:
        terms = (*POWER, *terms)
    listed = ", ".join(terms)
    found = [
        (5, whole(f"simp [{listed}]")),
        (4, f"(simp [{listed}] <;> omega)"),
        (3, whole(f"simp only [{listed}]")),
    ]
    pool = [name for operator in operators for name in REWRITES[operator]]
    few = ", ".join(draw.several([(1, name) for name in pool], 1 + draw.below(4)))
    found += [(3, whole(f"rw [{few}]")), (3, whole(f"simp [{few}]"))]
    if names:
        # The newest hypothesis is most often the induction hypothesis.
        last = names[-1]
        found += [
            (6, whole(f"simp [{listed}, {last}]")),
            (4, f"(simp [{listed}, {last}] <;> omega)"),
            (4, whole(f"simp_all [{listed}]")),
            (4, whole(f"simp [*, {listed}]")),
            (4, whole(f"rw [{few}, {last}]")),
            (3, whole(f"rw [{draw.pick(names)}, {few}, {last}]", f"simp [{listed}]")),
            (2, whole(f"rw [{last}, {few}]")),
            (2, whole(f"simp only [{listed}] at *", "simp_all")),
            (2, f"(simp only [{listed}] at *; omega)"),
        ]
    return found


def _applying(draw: Draw, goal: StatementGoal, names: list[str]) -> list[tuple[int, str]]:
    """Library lemmas whose conclusion looks like the target."""
    target = shape(goal.target)
    key = {FormulaKind.RELATION: target.symbol, FormulaKind.OR: "∨"}.get(target.kind, "False")
    key = {">": "<", "≥": "≤"}.get(key, key)
    lemmas = APPLIED.get(key, APPLIED["False"])
    found = [(3, f"(apply {draw.pick(lemmas)} <;> first | assumption | omega | simp_all)") for _ in range(3)]
    several = ", ".join(draw.several([(1, lemma) for lemma in lemmas], 2 + draw.below(4)))
    # With lemmas about equality the search fits everything and takes seconds.
    if key in ("≤", "<", "∣"):
        found.append((8, f"solve_by_elim [{several}]"))
    if names:
        arguments = " ".join(draw.pick([*names, "_"]) for _ in range(1 + draw.below(2)))
        found.append((3, f"exact {draw.pick(lemmas)} {arguments}"))
    else:
        found.append((2, f"exact {draw.pick(lemmas)} {' '.join('_' * (1 + draw.below(2)))}"))
    return found


def truth_table(goal: StatementGoal) -> str:
    """Every case of the goal's propositions, each by `simp_all`; empty where there are none, or too many."""
    propositions = goal.of_type("Prop")
    if not 1 <= len(propositions) <= 4:
        return ""
    return " <;> ".join([*(f"by_cases h_{name} : {name}" for name in propositions), "simp_all"])


def _splitting(draw: Draw, goal: StatementGoal) -> list[tuple[int, str]]:
    """Cases of numbers, all closed in the same way."""
    numbers = goal.of_type("Nat")
    if not numbers:
        return []
    one, two = draw.pick(numbers), draw.pick(numbers)
    both = f"cases {one} <;> cases {two}" if one != two else f"cases {one}"
    return [
        (2, f"(cases {one} <;> simp_all)"),
        (2, f"({both} <;> simp_all)"),
        (2, f"(rcases {one} with _ | _ | _ | {one} <;> simp_all)"),
        (2, f"(induction {one} <;> simp_all)"),
        (2, f"(induction {one} <;> simp_all [{', '.join(SUM)}])"),
        (2, f"(induction {one} <;> omega)"),
    ]
