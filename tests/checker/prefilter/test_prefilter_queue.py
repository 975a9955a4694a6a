"""Who is taken together, who waits, and what is left when somebody gives up."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checker import CheckerSpec, LeanNeeds, Status, open_checker
from harness.checker.prefilter import TOGETHER, PrefilterChecker
from harness.checker.prefilter._pilot import Pilot, joint_cpu_s
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.sandbox import Limits

HEADER = "prelude\nimport Embedded.Arith\n\n"
PROBLEM = Problem("t", "test", "theorem t (a b : Nat) (h : a ≤ b) : a + a ≤ b + b := by\n", HEADER)
OTHER = Problem("u", "test", "theorem u (a b : Nat) (h : a = b) : b = a := by\n", HEADER)
SPEC = CheckerSpec(limits=Limits(cpu_s=10), prefilter="on")
NEEDS = LeanNeeds("candidates", "embedded")
LIMIT_S = 120.0


def test_two_hundred_wrong_ones_of_two_statements_are_judged_together(toolchain: Toolchain) -> None:
    async def run() -> None:
        async with open_checker(SPEC, NEEDS, toolchain=toolchain, jobs=2) as opened:
            assert opened.under_way == 4 * TOGETHER and opened.together == TOGETHER
            found = await asyncio.gather(
                *(opened.checker.check((PROBLEM, OTHER)[i % 2], f"exact nowhere_{i}") for i in range(200))
            )
            assert all(f"nowhere_{i}`" in found[i].detail for i in range(200))
            assert all(verdict.status is Status.REJECTED for verdict in found)
            assert sum(verdict.record.prefiltered is True for verdict in found) == 200

    asyncio.run(asyncio.wait_for(run(), LIMIT_S))


def test_whoever_comes_when_all_have_just_left_is_served(toolchain: Toolchain) -> None:
    async def run() -> None:
        async with open_checker(SPEC, NEEDS, toolchain=toolchain, jobs=1) as opened:

            async def one_after_another(name: str) -> int:
                texts = [f"exact {name}_{i}" for i in range(12)]
                ended = [await opened.checker.check(PROBLEM, text) for text in texts]
                return sum(verdict.status is Status.REJECTED for verdict in ended)

            assert await asyncio.gather(*map(one_after_another, "abcdef")) == [12] * 6

    asyncio.run(asyncio.wait_for(run(), LIMIT_S))


def test_who_gives_up_leaves_the_others_theirs_and_nothing_running(toolchain: Toolchain) -> None:
    async def run() -> None:
        before = asyncio.all_tasks()
        spec = replace(SPEC, limits=Limits(cpu_s=100, heartbeats=0))
        async with open_checker(spec, NEEDS, toolchain=toolchain, jobs=1) as opened:
            checker = opened.checker
            await checker.check(PROBLEM, "exact first")
            endless = [f"repeat rw [Nat.add_comm] -- {i}" for i in range(4)]
            tasks = [asyncio.create_task(checker.check(PROBLEM, text)) for text in endless]
            await asyncio.sleep(1.0)
            behind = asyncio.create_task(checker.check(OTHER, "exact nowhere"))
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            assert (await behind).status is Status.REJECTED
            assert isinstance(checker, PrefilterChecker) and not checker._groups
        assert asyncio.all_tasks() == before

    asyncio.run(asyncio.wait_for(run(), 60))


def test_known_verdicts_are_those_of_a_whole_check(toolchain: Toolchain, tmp_path: Path) -> None:
    texts = ["exact nowhere", "exact nothing", "omega"]

    async def run(spec: CheckerSpec) -> list[tuple[object, ...]]:
        async with open_checker(spec, NEEDS, toolchain=toolchain, cache=tmp_path, jobs=1) as opened:
            found = await asyncio.gather(*(opened.cached.check(PROBLEM, text) for text in texts))
            hits.append(opened.cached.hits)
            return [(each.status, each.reason, each.detail, each.messages) for each in found]

    hits: list[int] = []
    together = asyncio.run(run(SPEC))
    assert asyncio.run(run(replace(SPEC, prefilter="off"))) == together
    assert asyncio.run(run(replace(SPEC, prefilter="off", recheck=True))) == together
    assert hits == [0, 3, 0]


def test_the_verdicts_of_failing_and_who_is_left(toolchain: Toolchain) -> None:
    async def run() -> None:
        async with open_checker(SPEC, NEEDS, toolchain=toolchain, jobs=1) as opened:
            assert opened.prefilter is not None
            found = await opened.prefilter.failing(PROBLEM, ["exact nowhere", "omega", "", "exact nothing"])
            assert [each is not None for each in found] == [True, False, False, True]
            proof = await opened.checker.check(PROBLEM, "omega")
            assert proof.proved and proof.elaborations == 2

    asyncio.run(asyncio.wait_for(run(), LIMIT_S))


def test_auto_stops_what_costs_more_than_it_spares_and_tries_again() -> None:
    pilot = Pilot(always=False)
    pilot.saw_alone(1.0)
    pilot.saw_together(1.0, 10, 9, ended=True)
    assert [pilot.together() for _ in range(16)].count(True) == 15
    for _ in range(200):
        pilot.saw_together(20.0, 10, 1, ended=True)
    assert [pilot.together() for _ in range(16)].count(True) == 1
    assert all(Pilot(always=True).together() for _ in range(40))


def test_fewer_are_put_together_for_a_while_once_one_was_endless() -> None:
    pilot = Pilot(always=True)
    sizes = []
    for ended in (False, False, True, True, True):
        pilot.saw_together(1.0, 10, 0, ended=ended)
        sizes.append(pilot.size)
    assert sizes == [TOGETHER // 2, TOGETHER // 4, TOGETHER // 2, TOGETHER, TOGETHER]


@pytest.mark.parametrize(("cpu_s", "joint"), [(1.0, 1.0), (10.0, 5.0), (60.0, 15.0)])
def test_no_text_of_many_has_more_time_than_one_candidate(cpu_s: float, joint: float) -> None:
    assert joint_cpu_s(Limits(cpu_s=cpu_s)) == joint
