"""Many candidates in one text: the verdicts are those of the whole checker, one by one."""

from __future__ import annotations

import asyncio
from itertools import islice

import pytest
from _local_checker import LIMITS, check_all, check_surviving, local_checker, local_engine

from harness.backends.counts import ProofPair, train_counts
from harness.pipeline.generator.generate import Generator
from harness.pipeline.generator.statements import HEADER, Truth
from harness.pipeline.prefilter import prefilter
from harness.problem import Problem
from harness.sandbox import Limits

GOAL = Problem("t", "test", "theorem t (a b : Nat) (h : a ≤ b) : a + a ≤ b + b := by\n", HEADER)
#: Candidates, and whether each may be rejected without a whole check: whatever reaches beyond itself may not.
CANDIDATES = {
    "omega": False,
    "exact h": True,
    "apply Nat.add_le_add\nexact h\nexact h": False,
    "apply Nat.add_le_add\nexact h": True,
    "sorry": True,
    "exact (h": True,
    "omega /- open": False,
    "  omega\ntheorem more : 1 = 2 := by": False,
    "omega\nend": False,
    "by omega": True,
    "nonsense": True,
    'exact "open': False,
    "": False,
    "exact Nat.add_le_add h h": False,
    "set_option maxRecDepth 9 in\nomega": False,
}


def survivors(candidates: list[str], limits: Limits = LIMITS) -> tuple[bool, ...]:
    async def run() -> tuple[bool, ...]:
        async with local_engine(first_error=False) as engine:
            return (await prefilter(engine, GOAL, candidates, limits)).survivors

    return asyncio.run(run())


@pytest.mark.parametrize("turned", [False, True])
def test_only_a_plain_error_of_its_own_rejects_a_candidate(turned: bool) -> None:
    candidates = sorted(CANDIDATES, reverse=turned)
    found = dict(zip(candidates, survivors(candidates), strict=True))
    assert {text for text in CANDIDATES if not found[text]} <= {
        text for text, bad in CANDIDATES.items() if bad
    }
    assert not any(found[text] for text in ("exact h", "sorry", "nonsense"))


def test_a_text_that_reaches_a_limit_rejects_nothing() -> None:
    limits = Limits(cpu_s=1, heartbeats=0)
    assert survivors(["exact h", "repeat rw [Nat.add_comm]"], limits) == (True, True)
    assert survivors(["exact h", "omega"], limits) == (False, True)


def test_the_verdicts_are_those_of_one_by_one() -> None:
    statements = list(islice(Generator(41, mix={Truth.TRUE: 1}, sizes=(1, 2)).distinct(), 60))
    counts = train_counts(ProofPair(each.problem(), each.proof) for each in statements[:45])
    pairs = [
        (each.problem(), counts.sample(each.problem(), seed)) for each in statements[45:] for seed in range(6)
    ]

    async def run() -> tuple[list[bool], list[bool]]:
        async with local_checker() as checker, local_engine(first_error=False) as engine:
            alone = await check_all(checker, pairs)
            together = await check_surviving(checker, engine, pairs)
            return [v.proved for v in alone], [v.proved for v in together]

    alone, together = asyncio.run(run())
    assert alone == together
    assert 10 < sum(alone) < len(alone) - 10
