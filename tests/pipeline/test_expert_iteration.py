"""Expert iteration on real Lean, as small as it still gains: sets, arms, and what they are measured by."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from _local_checker import check_together, local_checker, opened_here

from harness.checker import Reason, Status, Verdict
from harness.errors import InfrastructureError, UsageError
from harness.pipeline.expert_iteration import Evaluation, Experiment, LoopArm
from harness.pipeline.kernel_types import kernel_types
from harness.pipeline.sets import NOTHING, WITHHELD, Sets, draw_sets
from harness.problem import Problem
from harness.stats import pass_at_k

FAMILIES = {"dvd": 1, "logic": 2}


def mean(evaluation: Evaluation) -> float:
    successes = evaluation.successes
    return float(pass_at_k([evaluation.samples] * len(successes), successes, 8).mean())


def drawn(seed: int, start: int, pool: int, held_out: int) -> tuple[Sets, list[str]]:
    async def both() -> tuple[Sets, list[str]]:
        async with local_checker() as checker:
            sets = await draw_sets(
                checker.engine, seed, start=start, pool=pool, held_out=held_out, families=FAMILIES
            )
            problems = [each.problem() for each in (*sets.start, *sets.pool, *sets.held_out)]
            return sets, await kernel_types(checker.engine, problems)

    return asyncio.run(both())


def test_sets_share_no_kernel_type_and_the_start_set_withholds_what_the_others_need() -> None:
    sets, types = drawn(5, 30, 60, 40)
    assert [len(each) for each in (sets.start, sets.pool, sets.held_out)] == [30, 60, 40]
    assert len(set(types)) == len(types) == 130
    assert not any(WITHHELD.in_proof(each) for each in sets.start)
    assert max(each.size for each in sets.start) <= 2 < max(each.size for each in sets.pool)
    for needing in (sets.pool, sets.held_out):
        assert sum(WITHHELD.in_proof(each) for each in needing) > len(needing) / 2
        assert not any(NOTHING.in_proof(each) for each in needing)


def test_what_is_proved_teaches_and_the_control_learns_nothing() -> None:
    async def arms() -> tuple[int, int, Evaluation, list[Evaluation], list[Evaluation], int]:
        async with opened_here("on") as opened:

            async def judge(pairs: Sequence[tuple[Problem, str]]) -> Sequence[Verdict]:
                return await check_together(opened, pairs)

            sets = await draw_sets(opened.local.engine, 4, start=30, pool=60, held_out=30, families=FAMILIES)
            experiment = Experiment(sets, judge, seed=4, samples=8)
            begun = await experiment.prepare()
            provable = await experiment.provable()
            before = await experiment.round_zero()
            loop = await experiment.run(LoopArm.LOOP, 2)
            frozen = await experiment.run(LoopArm.FROZEN, 2, each_round=False)
            checks = experiment.checks
            # The same again asks for nothing that isn't known.
            assert await experiment.round_zero() == before
            assert await experiment.run(LoopArm.LOOP, 2) == loop
            assert experiment.checks == checks
            return begun, provable, before, loop, frozen, checks

    begun, provable, before, loop, frozen, checks = asyncio.run(arms())
    assert (begun, provable) == (30, 30)
    assert mean(loop[-1]) > mean(before) + 0.2
    assert mean(loop[-1]) > mean(frozen[0]) + 0.2
    assert loop[0].attempts == 480 and frozen[0].attempts >= loop[-1].attempts
    assert frozen[0].learnt == 0 < loop[0].learnt < loop[1].learnt
    assert loop[1].solved > frozen[0].solved
    assert checks < 60 + 2 * frozen[0].attempts + 4 * 8 * 30


def test_a_text_without_a_verdict_ends_the_experiment() -> None:
    sets, _ = drawn(5, 5, 5, 5)

    async def nothing(pairs: Sequence[tuple[Problem, str]]) -> Sequence[Verdict]:
        return [Verdict(Status.INFRASTRUCTURE, Reason.SANDBOX, "no sandbox") for _ in pairs]

    with pytest.raises(InfrastructureError, match="no verdict"):
        asyncio.run(Experiment(sets, nothing, seed=1).prepare())
    with pytest.raises(UsageError):
        Experiment(sets, nothing, seed=1, k=0)
    with pytest.raises(UsageError, match="loop first"):
        asyncio.run(Experiment(sets, nothing, seed=1).run(LoopArm.UNCHECKED, 1))


def test_sets_that_cannot_be_are_refused() -> None:
    """There are 72 linear recursions, under six names each."""

    async def draw(start: int) -> Sets:
        async with local_checker() as checker:
            return await draw_sets(checker.engine, 1, start=start, pool=1, held_out=1, families={"ind": 1})

    with pytest.raises(UsageError, match="different statements where 80"):
        asyncio.run(draw(80))
    assert len(asyncio.run(draw(40)).start) == 40
