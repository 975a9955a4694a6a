"""The corpora, with candidates that fail beside each case: it ends as it says all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any, cast

import pytest
from corpus import LIMITS, NEEDS, Case, Level, cases, describe, judge, matches

from harness.checker import AnyChecker, CheckerSpec, Verdict, open_checker
from harness.lean.toolchain import Toolchain

#: What stands beside each case, and fails.
BESIDE = ("exact prover_eval_nowhere", "simp [prover_eval_nowhere]")


async def found(toolchain: Toolchain, level: Level, chosen: Sequence[Case]) -> list[Verdict | str]:
    """What became of each case, judged between two wrong candidates of its statement."""
    async with AsyncExitStack() as stack:
        checkers: dict[str, AnyChecker] = {}
        for mode in dict.fromkeys(case.mode for case in chosen):
            spec = CheckerSpec(
                limits=LIMITS, policy=level, engine="fork", mode=cast(Any, mode), prefilter="on"
            )
            opening = open_checker(spec, NEEDS, toolchain=toolchain, say=lambda line: None)
            checkers[mode] = (await stack.enter_async_context(opening)).checker

        async def one(case: Case) -> Verdict | str:
            checker = checkers[case.mode]
            _, verdict, _ = await asyncio.gather(
                checker.check(case.problem, BESIDE[0]),
                judge(checker, case),
                checker.check(case.problem, BESIDE[1]),
            )
            return verdict

        return [await one(case) for case in chosen]


@pytest.mark.parametrize("corpus", ["cheats", "proofs"])
@pytest.mark.parametrize("level", ["strict", "open"])
def test_the_corpora_end_as_they_must(toolchain: Toolchain, level: Level, corpus: str) -> None:
    chosen = list(cases(corpus, level))
    assert len(chosen) > 100
    ended = asyncio.run(found(toolchain, level, chosen))
    wrong = [
        f"{case.label}: expected {case.expect}, got {describe(verdict)}"
        for case, verdict in zip(chosen, ended, strict=True)
        if not matches(case, verdict)
    ]
    assert not wrong, "\n".join(wrong)
