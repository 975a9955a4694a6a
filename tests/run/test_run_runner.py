"""The runner: overlap, back-pressure, order, early stop, faults of ours, and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from run_parts import (
    ToyBackend,
    ToyChecker,
    expected_outcome,
    make_plan,
    run_once,
    verdict_of,
)

from harness.backends import Generation, Request
from harness.checker import Reason, Status, Verdict
from harness.errors import LeanUnavailableError, UsageError
from harness.problem import Problem
from harness.run.store import RunStore

LIMIT_S = 30.0


def test_each_attempt_is_generated_once_and_checked_once(tmp_path: Path) -> None:
    plan, backend, checker = make_plan(5, 4), ToyBackend(), ToyChecker()
    summary, rows = run_once(tmp_path / "run", plan, backend, checker)
    assert summary.complete and summary.stopped is None
    assert summary.problems == tuple(expected_outcome(problem, 4) for problem in plan.problems)
    assert 0 < summary.solved < 5 * 4
    assert sorted(backend.asked) == [(f"p{i}", index) for i in range(5) for index in range(4)]
    assert sorted(checker.checked) == sorted((row[0], row[3]) for row in rows)
    assert summary.verdicts["proved"] == sum(sum(o is True for o in p.outcomes) for p in summary.problems)
    assert sum(summary.verdicts.values()) == 20
    assert sum(summary.reasons.values()) == 20 - summary.verdicts["proved"]
    for row in rows:
        want = verdict_of(row[4])
        assert row[6:13] == (
            want.status, want.reason, want.detail, want.axioms, want.messages, want.record, want.cpu_s
        )  # fmt: skip
    assert summary.lean_cpu_s == pytest.approx(0.25 * 20)


def test_a_finished_run_is_not_repeated(tmp_path: Path) -> None:
    plan = make_plan(5, 4)
    first = run_once(tmp_path / "run", plan)
    backend, checker = ToyBackend(), ToyChecker()
    assert run_once(tmp_path / "run", plan, backend, checker) == first
    assert backend.asked == []
    assert checker.checked == []


class Failing:
    """Verdicts of our own fault for one candidate, so many times."""

    def __init__(self, times: int, error: BaseException | None = None) -> None:
        self.left, self.error = times, error

    def __call__(self, candidate: str) -> Verdict:
        if candidate.startswith("p1 2 ") and self.left > 0:
            self.left -= 1
            if self.error is not None:
                raise self.error
            return Verdict(Status.INFRASTRUCTURE, Reason.SANDBOX, "no sandbox")
        return verdict_of(candidate)


def test_an_infrastructure_verdict_is_tried_again_at_once(tmp_path: Path) -> None:
    checker = ToyChecker(judge=Failing(2))
    summary, rows = run_once(tmp_path / "run", make_plan(), checker=checker)
    assert summary.complete and len(checker.checked) == 22
    assert rows == run_once(tmp_path / "whole", make_plan())[1]


@pytest.mark.parametrize("early_stop", [False, True])
def test_one_that_stays_leaves_the_run_incomplete_and_is_tried_again_later(
    tmp_path: Path, early_stop: bool
) -> None:
    plan = make_plan(seed=11, early_stop=early_stop)
    checker = ToyChecker(judge=Failing(3))
    summary, rows = run_once(tmp_path / "run", plan, checker=checker)
    whole, whole_rows = run_once(tmp_path / "whole", plan)
    assert ("p1", 2) in [(row[0], row[1]) for row in whole_rows]
    assert not summary.complete and summary.stopped is None
    assert summary.verdicts["infrastructure"] == 1
    assert summary.reasons["infrastructure/sandbox"] == 1
    assert summary.problems[1].outcomes[2] is None
    assert sum(problem.outcomes.count(None) for problem in summary.problems) == (2 if early_stop else 1)
    backend = ToyBackend()
    summary, rows = run_once(tmp_path / "run", plan, backend)
    assert ("p1", 2) not in backend.asked
    assert rows == whole_rows
    assert (summary.complete, summary.problems) == (True, whole.problems)


@pytest.mark.parametrize(
    ("error", "reason", "text"),
    [
        (ZeroDivisionError("by zero"), "worker", "ZeroDivisionError: by zero"),
        (LeanUnavailableError("no Lean"), "lean", "LeanUnavailableError: no Lean"),
        (asyncio.CancelledError("a task of its own"), "worker", "CancelledError"),
    ],
)
def test_an_exception_of_the_checker_costs_one_attempt(
    tmp_path: Path, error: BaseException, reason: str, text: str
) -> None:
    summary, rows = run_once(tmp_path / "run", make_plan(), checker=ToyChecker(judge=Failing(99, error)))
    assert not summary.complete
    assert summary.reasons[f"infrastructure/{reason}"] == 1
    (row,) = [row for row in rows if row[6] is Status.INFRASTRUCTURE]
    assert row[:2] == ("p1", 2) and text in row[8]
    assert sum(summary.verdicts.values()) == 20


def test_a_sample_that_the_backend_fails_to_give_costs_one_attempt(tmp_path: Path) -> None:
    def broken(problem: str, index: int) -> dict[str, Any]:
        return {"error": "context too long"} if (problem, index) == ("p1", 2) else {}

    backend = ToyBackend(special=broken)
    summary, rows = run_once(tmp_path / "run", make_plan(), backend, samples_per_request=4)
    assert backend.asked.count(("p1", 2)) == 3 and len(backend.asked) == 22
    assert not summary.complete and summary.verdicts["infrastructure"] == 1
    (row,) = [row for row in rows if row[6] is Status.INFRASTRUCTURE]
    assert row[:2] == ("p1", 2) and row[3] is None
    assert row[7:9] == (Reason.BACKEND, "context too long")
    backend = ToyBackend()
    summary, rows = run_once(tmp_path / "run", make_plan(), backend)
    assert backend.asked == [("p1", 2)]
    assert summary.complete and rows == run_once(tmp_path / "whole", make_plan())[1]


class Plugin(ToyBackend):
    """Misbehaves for p1 in the way `fault`."""

    fault = ""

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        if request.problem.name == "p1" and self.fault == "raise":
            raise ValueError("a bug of the plugin")
        async for generation in super().generate(request):
            if request.problem.name != "p1" or self.fault != "silent":
                yield generation
            if request.problem.name == "p1" and self.fault == "twice":
                yield generation


@pytest.mark.parametrize(("fault", "text"), [("raise", "a bug of the plugin"), ("silent", "no answer")])
def test_a_backend_that_raises_or_is_silent_costs_its_own_attempts(
    tmp_path: Path, fault: str, text: str
) -> None:
    backend = Plugin()
    backend.fault = fault
    summary, rows = run_once(tmp_path / "run", make_plan(), backend)
    assert summary.reasons["infrastructure/backend"] == 4 and not summary.complete
    assert all(text in row[8] for row in rows if row[0] == "p1")
    assert sum(summary.verdicts.values()) == 20


def test_an_answer_that_was_not_asked_for_stops_the_run(tmp_path: Path) -> None:
    backend = Plugin()
    backend.fault = "twice"
    summary, _ = run_once(tmp_path / "run", make_plan(), backend)
    assert not summary.complete and "sample 0 of p1" in (summary.stopped or "")


@pytest.mark.parametrize("early_stop", [False, True])
def test_exhausted_samples_need_no_verdict(tmp_path: Path, early_stop: bool) -> None:
    plan = make_plan(early_stop=early_stop)
    backend = ToyBackend(special=lambda problem, index: {"exhausted": True} if index >= 2 else {})
    summary, rows = run_once(tmp_path / "run", plan, backend)
    assert summary.complete
    assert summary.problems == tuple(expected_outcome(p, 2, early_stop=early_stop) for p in plan.problems)
    assert {row[6] for row in rows if row[5]} == {None}
    assert sum(summary.verdicts.values()) == len([row for row in rows if not row[5]])
    backend = ToyBackend()
    assert run_once(tmp_path / "run", plan, backend)[1] == rows
    assert backend.asked == []


def test_a_text_without_code_is_rejected_unchecked(tmp_path: Path) -> None:
    checker = ToyChecker()

    def extract(problem: Problem, generation: Generation) -> str | None:
        return None if problem.name == "p1" else generation.text

    summary, _ = run_once(tmp_path / "run", make_plan(), checker=checker, extract=extract)
    assert summary.complete and summary.reasons["rejected/no_code"] == 4
    assert len(checker.checked) == 16
    assert "p1" not in {problem for problem, _ in checker.checked}


def test_a_candidate_that_the_backend_names_is_not_extracted(tmp_path: Path) -> None:
    checker = ToyChecker()
    backend = ToyBackend(special=lambda problem, index: {"proof": f"exact {index}"})
    run_once(tmp_path / "run", make_plan(1, 3), backend, checker, extract=lambda problem, generation: None)
    assert sorted(checker.checked) == [("p0", f"exact {index}") for index in range(3)]


def test_an_extraction_that_fails_costs_one_attempt_and_is_done_again(tmp_path: Path) -> None:
    def extract(problem: Problem, generation: Generation) -> str | None:
        if (problem.name, generation.index) == ("p1", 2):
            raise RecursionError("too deep")
        return generation.text

    summary, _ = run_once(tmp_path / "run", make_plan(), extract=extract)
    assert not summary.complete and summary.reasons["infrastructure/worker"] == 1
    backend = ToyBackend()
    summary, rows = run_once(tmp_path / "run", make_plan(), backend)
    assert summary.complete and backend.asked == []
    assert rows == run_once(tmp_path / "whole", make_plan())[1]


def test_prompts_are_given_to_the_backend_and_stored_once(tmp_path: Path) -> None:
    plan, seen = make_plan(2, 3), set()

    class Reader(ToyBackend):
        async def generate(self, request: Request) -> AsyncIterator[Generation]:
            seen.add((request.problem.name, request.prompt))
            async for generation in super().generate(request):
                yield generation

    run_once(tmp_path / "run", plan, Reader(), prompt=lambda problem: f"Prove {problem.name}")
    assert seen == {("p0", "Prove p0"), ("p1", "Prove p1")}
    with RunStore.open_readonly(tmp_path / "run") as store:
        assert {(row.prompt(), row.prompt_hash()) for row in store.attempts("p0")} == {
            ("Prove p0", "385c36848a257f32c2e4b245ea91a75bf4bae55978842cc886d8beb2844b83d0")
        }


@pytest.mark.parametrize("option", ["max_checkers", "max_connections", "samples_per_request", "window"])
def test_numbers_below_one_are_refused(tmp_path: Path, option: str) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        run_once(tmp_path / "run", make_plan(), None, None, **{option: 0})
