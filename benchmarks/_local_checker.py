"""A checker on this machine with the embedded Lean, and many checks at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import TypeVar

from harness.checker import AnyChecker, CheckerSpec, LeanNeeds, OpenChecker, Verdict, open_checker
from harness.checker.checker import Checker
from harness.checker.many import as_they_end
from harness.checker.prefilter import PrefilterMode
from harness.machine import usable_cores
from harness.problem import Problem
from harness.sandbox import Limits

LIMITS = Limits(cpu_s=10, heartbeats=20_000)
T = TypeVar("T")
R = TypeVar("R")


@asynccontextmanager
async def local_checker() -> AsyncIterator[Checker]:
    """A checker whose candidates end at their first error."""
    async with opened_here() as opened:
        yield opened.local


@asynccontextmanager
async def opened_here(prefilter: PrefilterMode = "off") -> AsyncIterator[OpenChecker]:
    """The same, open, with such a `--prefilter`."""
    spec = CheckerSpec(limits=LIMITS, first_error=True, prefilter=prefilter)
    async with open_checker(spec, LeanNeeds("the statements of a loop", "embedded"), say=print) as opened:
        yield opened


async def check_all(checker: AnyChecker, pairs: Sequence[tuple[Problem, str]]) -> list[Verdict]:
    """The verdicts, in order, with one more check under way than there are cores."""
    return await each(pairs, lambda pair: checker.check(*pair))


async def check_together(opened: OpenChecker, pairs: Sequence[tuple[Problem, str]]) -> list[Verdict]:
    """The verdicts, in order, with as many checks under way as that checker should have."""

    async def one(pair: tuple[Problem, str]) -> Verdict:
        return await opened.checker.check(*pair)

    async with aclosing(as_they_end(pairs, one, under_way=opened.under_way)) as ended:
        found = {number: verdict async for number, verdict in ended}
    return [found[number] for number in range(len(pairs))]


async def each(items: Sequence[T], do: Callable[[T], Awaitable[R]]) -> list[R]:
    """What `do` gives for each, with one more under way than there are cores."""
    found: dict[int, R] = {}
    ahead = iter(range(len(items)))

    async def work() -> None:
        for at in ahead:
            found[at] = await do(items[at])

    await asyncio.gather(*(work() for _ in range(usable_cores() + 1)))
    return [found[at] for at in range(len(items))]
