"""In which order a run asks and checks, and what overlaps."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from run_parts import (
    ToyBackend,
    ToyChecker,
    carry_out,
    expected_outcome,
    make_plan,
    repaired,
    run_once,
    verdict_of,
)

from harness.checker import Verdict
from harness.run.store import RunStore

LIMIT_S = 30.0


def test_problems_are_interleaved(tmp_path: Path) -> None:
    backend = ToyBackend()
    run_once(tmp_path / "run", make_plan(5, 3), backend, max_connections=1)
    assert backend.asked == [(f"p{i}", index) for index in range(3) for i in range(5)]


def test_problems_that_cost_most_go_first_from_the_second_sample_on(tmp_path: Path) -> None:
    costs = {"p0": 0.1, "p1": 0.3, "p2": 9.0, "p3": 0.2, "p4": 1.0}

    def judge(candidate: str) -> Verdict:
        return replace(verdict_of(candidate), cpu_s=costs[candidate.split()[0]])

    backend = ToyBackend()
    # One checker with a window of one, so that each check is known when the next sample is asked for.
    run_once(
        tmp_path / "run",
        make_plan(5, 3),
        backend,
        ToyChecker(judge=judge),
        max_connections=1,
        max_checkers=1,
        window=1,
    )
    first, *later = [[name for name, index in backend.asked if index == sample] for sample in range(3)]
    assert first == ["p0", "p1", "p2", "p3", "p4"]
    assert all(order[0] == "p2" for order in later)
    assert later[1] == sorted(costs, key=lambda name: -costs[name])


def test_a_request_asks_for_some_samples_of_one_problem(tmp_path: Path) -> None:
    backend = ToyBackend()
    _, rows = run_once(tmp_path / "run", make_plan(2, 5), backend, max_connections=1, samples_per_request=2)
    blocks = [(0, 1), (2, 3), (4,)]
    assert backend.requests == [(f"p{i}", block) for block in blocks for i in range(2)]
    assert rows == run_once(tmp_path / "one by one", make_plan(2, 5))[1]


def test_checking_starts_while_the_model_still_writes(tmp_path: Path) -> None:
    checked = asyncio.Event()

    async def wait_for_a_check(problem: str, index: int) -> None:
        if (problem, index) == ("p4", 3):
            async with asyncio.timeout(LIMIT_S):
                await checked.wait()

    async def tell(problem: str, candidate: str) -> None:
        checked.set()

    summary, _ = run_once(
        tmp_path / "run", make_plan(), ToyBackend(before=wait_for_a_check), ToyChecker(tell)
    )
    assert summary.complete


@pytest.mark.parametrize("window", [1, 10, 40])
def test_the_model_is_not_asked_for_more_than_a_window_ahead(tmp_path: Path, window: int) -> None:
    plan, backend = make_plan(20, 10), ToyBackend()
    go = asyncio.Event()
    tasks: list[int] = []

    async def stand_still(problem: str, candidate: str) -> None:
        await go.wait()
        tasks.append(len(asyncio.all_tasks()))

    async def scenario(store: RunStore) -> int:
        checker = ToyChecker(stand_still)
        running = asyncio.create_task(
            carry_out(plan, backend, checker, store, max_checkers=3, max_connections=2, window=window)
        )
        # Nothing sleeps here, so that after these rounds everything that can happen has happened.
        for _ in range(500):
            await asyncio.sleep(0)
        asked = len(backend.asked)
        go.set()
        assert (await running).complete
        assert checker.most == 3
        return asked

    with RunStore.create_or_open(tmp_path / "run", plan) as store:
        asked = asyncio.run(scenario(store))
    # 3 with the checkers, `window` in the queue, and one in the hand of each connection.
    assert asked == 3 + window + 2
    # This test, run, its work, its stop watch, checkers, connections, leftovers: no task per attempt.
    assert max(tasks) <= 5 + 3 + 2


def test_one_slow_candidate_holds_back_nothing(tmp_path: Path) -> None:
    plan, others = make_plan(10, 10), asyncio.Event()
    checker = ToyChecker()

    async def slow(problem: str, candidate: str) -> None:
        if candidate.startswith("p0 0 "):
            async with asyncio.timeout(LIMIT_S):
                await others.wait()
        elif len(checker.checked) == 100:
            others.set()

    checker.before = slow
    summary, _ = run_once(tmp_path / "run", plan, checker=checker, max_checkers=2)
    assert summary.complete and summary.verdicts["infrastructure"] == 0


@pytest.mark.parametrize("rounds", [0, 1])
def test_under_early_stop_a_slow_candidate_holds_back_its_own_problem_alone(
    tmp_path: Path, rounds: int
) -> None:
    plan, others = make_plan(10, 6, early_stop=True, rounds=rounds), asyncio.Event()
    checker = ToyChecker()
    done: set[str] = set()

    async def slow(problem: str, candidate: str) -> None:
        if candidate.startswith("p0 0 "):
            async with asyncio.timeout(LIMIT_S):
                await others.wait()
        elif verdict_of(candidate).proved:
            done.add(problem)
            if len(done) == solvable:
                others.set()

    whole, _ = run_once(tmp_path / "quick", plan, repair=repaired)
    solvable = whole.solved - whole.problems[0].solved
    checker.before = slow
    summary, _ = run_once(
        tmp_path / "run", plan, checker=checker, max_checkers=2, max_connections=2, repair=repaired
    )
    assert summary.problems == whole.problems and whole.solved > 5


def test_under_early_stop_first_samples_of_all_problems_go_first(tmp_path: Path) -> None:
    backend = ToyBackend()
    run_once(tmp_path / "run", make_plan(8, 6, early_stop=True), backend, max_connections=1, max_checkers=1)
    assert backend.asked[:8] == [(f"p{i}", 0) for i in range(8)]


def jitter(seed: int) -> Any:
    dice = random.Random(seed)

    async def pause(problem: str, other: object) -> None:
        await asyncio.sleep(dice.random() * 0.002)

    return pause


def test_early_stop_goes_in_order_and_ends_with_the_first_proof(tmp_path: Path) -> None:
    plan = make_plan(12, 10, early_stop=True)
    events: list[tuple[str, str, int]] = []
    wait = jitter(1)

    async def asked(problem: str, index: int) -> None:
        events.append(("asked", problem, index))
        await wait(problem, index)

    async def checked(problem: str, candidate: str) -> None:
        await wait(problem, candidate)
        events.append(("judged", problem, int(candidate.split()[1])))

    summary, rows = run_once(
        tmp_path / "run",
        plan,
        ToyBackend(before=asked),
        ToyChecker(checked),
        max_checkers=5,
        max_connections=5,
    )
    assert summary.complete
    assert summary.problems == tuple(expected_outcome(p, 10, early_stop=True) for p in plan.problems)
    assert {len(p.outcomes) for p in summary.problems} > {1, 2}
    for outcome in summary.problems:
        steps = [(what, index) for what, name, index in events if name == outcome.name]
        made = len(outcome.outcomes)
        assert steps == [(what, index) for index in range(made) for what in ("asked", "judged")]
    assert len(rows) == sum(len(p.outcomes) for p in summary.problems)
    _, again = run_once(
        tmp_path / "again", plan, ToyBackend(before=jitter(2)), ToyChecker(jitter(3)), max_connections=9
    )
    assert again == rows


def test_without_early_stop_all_attempts_are_made(tmp_path: Path) -> None:
    _, rows = run_once(tmp_path / "run", make_plan(12, 10))
    assert len(rows) == 120


@pytest.mark.parametrize("step", [1, 2])
def test_samples_of_a_problem_follow_each_other_for_a_checker_that_takes_them_together(
    tmp_path: Path, step: int
) -> None:
    backend = ToyBackend()
    _, rows = run_once(
        tmp_path / "run",
        make_plan(3, 5),
        backend,
        max_connections=1,
        together=4,
        samples_per_request=step,
    )
    first = [(f"p{i}", index) for i in range(3) for index in range(4)]
    assert backend.asked == first + [(f"p{i}", 4) for i in range(3)]
    assert {len(indices) for _, indices in backend.requests} <= {1, step}
    _, others = run_once(tmp_path / "other", make_plan(3, 5))
    assert rows == others
