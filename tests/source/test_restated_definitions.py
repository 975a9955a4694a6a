"""A candidate that restates the definitions of the problem's header is checked with the header's own."""

from __future__ import annotations

import pytest

from harness.lean.source import assemble
from harness.problem import Problem

HEADER = "prelude\nimport Embedded.Base\n\nopen Nat\n\nabbrev p_solution : Nat := 5\n\n"
PROBLEM = Problem("p", "test", "theorem p : 2 + 3 = p_solution := by\n", HEADER)


@pytest.mark.parametrize(
    "restated",
    [
        "abbrev p_solution : Nat := 5\n\n",
        "open Nat\n\n/-- The answer. -/\n@[reducible] def p_solution : Nat :=\n  2 +\n    3\n\n",
    ],
)
def test_restated_definitions_give_way_to_the_headers_own(restated: str) -> None:
    candidate = f"{restated}theorem p : 2 + 3 = p_solution := by\n  rfl\n"
    found = assemble(PROBLEM, candidate)
    assert found.text.count("p_solution : Nat") == 1
    assert found.text.startswith(HEADER)
    assert found.candidate.count("\n") == candidate.count("\n")
    assert "theorem p : 2 + 3 = p_solution := by\n  rfl" in found.candidate


def test_other_definitions_stay() -> None:
    candidate = "def q_solution : Nat := 5\n\ntheorem p : 2 + 3 = p_solution := by\n  rfl\n"
    assert "def q_solution : Nat := 5" in assemble(PROBLEM, candidate).text
