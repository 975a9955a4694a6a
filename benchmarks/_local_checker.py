"""A checker on this machine with the embedded Lean, and many checks at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines.choose import best_engine
from harness.checker.replay.find import find_replayer
from harness.checker.verdict import Verdict
from harness.lean.embedded import EmbeddedLean
from harness.machine import usable_cores
from harness.problem import Problem
from harness.resources import cache_folder
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap

LIMITS = Limits(cpu_s=10, heartbeats=20_000)


@asynccontextmanager
async def local_checker() -> AsyncIterator[Checker]:
    """A checker whose candidates end at their first error."""
    toolchain = EmbeddedLean(say=lambda line: None).prepare()
    engine = await best_engine(
        toolchain, "bubblewrap", print, first_error=True, jobs=usable_cores(), cache=cache_folder()
    )
    replayer = find_replayer(toolchain, Bubblewrap(), "auto")
    settings = CheckSettings(limits=LIMITS, first_error=True)
    checker = Checker(toolchain, engine, settings, cache_folder(), replayer)
    try:
        yield checker
    finally:
        await checker.close()


async def check_all(checker: Checker, pairs: Sequence[tuple[Problem, str]]) -> list[Verdict]:
    """The verdicts, in order, with one more check under way than there are cores."""
    found: dict[int, Verdict] = {}
    ahead = iter(range(len(pairs)))

    async def work() -> None:
        for at in ahead:
            found[at] = await checker.check(*pairs[at])

    await asyncio.gather(*(work() for _ in range(usable_cores() + 1)))
    return [found[at] for at in range(len(pairs))]
