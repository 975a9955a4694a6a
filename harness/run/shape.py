"""Shapes of outcomes that tell how a recording was made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.run.summary import ProblemOutcome


def ends_at_proofs(problems: Iterable[ProblemOutcome]) -> bool:
    """Whether each problem's attempts end with its first proof, and solved ones have fewer than others.

    Such attempts were drawn with early stop, or a recording of them was cut there. A problem's number of
    attempts then depends on their outcomes, and the estimate of Chen et al. is too high: it takes the proof
    at attempt 9 of a problem for 1 proof in 9 attempts. The first-success estimate is right for it, and for
    any other run, so that an honest run of this shape loses nothing but precision.
    """
    solved, longest, shortest = 0, 0, 0
    for problem in problems:
        outcomes = problem.outcomes
        longest = max(longest, len(outcomes))
        if True in outcomes:
            if outcomes.index(True) != len(outcomes) - 1 or None in outcomes:
                return False
            shortest = min(shortest, len(outcomes)) if solved else len(outcomes)
            solved += 1
    return solved > 0 and shortest < longest
