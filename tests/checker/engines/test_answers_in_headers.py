"""Problems that ask for an answer: the benchmark's own counts, whatever a candidate defines."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from harness.checker import CheckerSpec, LeanNeeds, Status, open_checker
from harness.problem import Problem

HEADER = "prelude\nimport Embedded.Base\n\nabbrev p_solution : Nat := 5\n\n"
PROBLEM = Problem("p", "test", "theorem p : 2 + 3 = p_solution := by\n", HEADER)
STATED = "theorem p : 2 + 3 = p_solution := by\n  rfl\n"


@pytest.mark.parametrize(
    ("candidate", "proved"),
    [
        ("rfl", True),
        (f"abbrev p_solution : Nat := 5\n\n{STATED}", True),
        (f"namespace A\nabbrev p_solution : Nat := 5\n{STATED}end A\n", False),
        (f"def r_solution : Nat := 6\n\n{STATED.replace('p_sol', 'r_sol').replace('2 +', '3 +')}", False),
        (f'local notation "p_solution" => 2 + 3\n{STATED}', False),
    ],
)
def test_answers(tmp_path: Path, candidate: str, proved: bool) -> None:
    verdict = asyncio.run(_judge(PROBLEM, candidate, tmp_path))
    assert verdict is (Status.PROVED if proved else Status.REJECTED)


def test_an_answer_made_to_measure_proves_nothing(tmp_path: Path) -> None:
    header = "prelude\nimport Embedded.Base\n\nabbrev q_solution : Nat → Nat := fun n => n ^ 3\n\n"
    problem = Problem("q", "test", "theorem q : ∀ n : Nat, n ^ 3 = q_solution n := by\n", header)
    honest = "intro n\nrfl"
    assert asyncio.run(_judge(problem, honest, tmp_path)) is Status.PROVED
    wrong = Problem("q", "test", "theorem q : ∀ n : Nat, n ^ 2 = q_solution n := by\n", header)
    own = "abbrev q_solution : Nat → Nat := fun n => n ^ 2\n\n"
    own += "theorem q : ∀ n : Nat, n ^ 2 = q_solution n := by\n"
    assert asyncio.run(_judge(wrong, own + "  intro n\n  rfl\n", tmp_path)) is Status.REJECTED


async def _judge(problem: Problem, candidate: str, cache: Path) -> Status:
    async with open_checker(CheckerSpec(), LeanNeeds.of_header(problem.header), cache=cache) as opened:
        return (await opened.checker.check(problem, candidate)).status
