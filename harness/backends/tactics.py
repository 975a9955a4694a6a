"""Backend `tactics`: a baseline that needs no weights."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from harness.backends._closers import truth_table
from harness.backends._compose import compose
from harness.backends._formula import tokenize
from harness.backends._goal import StatementGoal, read_goal
from harness.backends._lemmas import POWER, RING
from harness.backends._script import proof_body
from harness.backends.arguments import take_known
from harness.backends.base import Generation, Request, Sample
from harness.backends.draw import Draw
from harness.problem import Problem

#: Raised whenever the same (problem, seed, index) would give another script.
REVISION = "1"


class TacticsBackend:
    """Tactic scripts: first a fixed ladder, then seeded random compositions.

    Sample i below the length of the ladder is its i-th script; a later sample is drawn with its own seed and
    follows the goal's variables, hypotheses and connectives. The same (problem, seed, index) gives the same
    script on every machine and version of Python. Takes no arguments.

    The rungs of the ladder are not draws from one distribution: for this backend pass@k with k < n is the
    mean over subsets of the scripts that were tried, no forecast for a longer run.
    """

    def __init__(self, args: Mapping[str, str]) -> None:
        take_known("tactics", args)

    @property
    def description(self) -> Mapping[str, Any]:
        """Name and revision of the generator."""
        return {"name": "tactics", "revision": REVISION}

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One script for each sample, in the order of the request; no tokens are counted."""
        goal = read_goal(request.problem.formal_statement)
        for sample in request.samples:
            script = _script(request.problem, goal, sample)
            yield Generation(sample.index, sample.seed, text=script, proof=script)

    async def close(self) -> None:
        """Nothing is held."""


def ladder(goal: StatementGoal) -> tuple[str, ...]:
    """The fixed scripts, of which those with an induction name a variable of the goal."""
    numbers = goal.of_type("Nat") or goal.others()
    by_first, by_last = (
        f"induction {numbers[i]} <;> simp_all" if numbers else "intros; rfl" for i in (0, -1)
    )
    return (
        "simp_all",
        "intros; omega",
        truth_table(goal) or f"simp [{', '.join(RING)}]",
        by_last,
        "decide",
        "constructor <;> intros <;> simp_all",
        "rfl",
        f"simp [{', '.join((*POWER, *RING))}]",
        by_first,
        "trivial",
    )


def _script(problem: Problem, goal: StatementGoal, sample: Sample) -> str:
    rungs = ladder(goal)
    if sample.index < len(rungs):
        script = rungs[sample.index]
    else:
        script = compose(Draw(sample.seed), goal, mathlib="Mathlib" in tokenize(problem.header))
    return proof_body(problem, script)
