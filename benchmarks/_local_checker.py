"""A checker on this machine with the embedded Lean, and many checks at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from harness.checker import CheckerSpec, LeanNeeds, open_checker
from harness.checker.checker import Checker
from harness.checker.engines import Engine
from harness.checker.verdict import Reason, Status, Verdict
from harness.machine import usable_cores
from harness.pipeline.prefilter import prefilter
from harness.problem import Problem
from harness.sandbox import Limits

LIMITS = Limits(cpu_s=10, heartbeats=20_000)
T = TypeVar("T")
R = TypeVar("R")


@asynccontextmanager
async def local_engine(*, first_error: bool) -> AsyncIterator[Engine]:
    """An engine with the embedded Lean, which ends a text at its first error or goes on."""
    async with _opened(first_error) as checker:
        yield checker.engine


@asynccontextmanager
async def local_checker() -> AsyncIterator[Checker]:
    """A checker whose candidates end at their first error."""
    async with _opened(True) as checker:
        yield checker


@asynccontextmanager
async def _opened(first_error: bool) -> AsyncIterator[Checker]:
    spec = CheckerSpec(limits=LIMITS, first_error=first_error)
    async with open_checker(spec, LeanNeeds("the statements of a loop", "embedded"), say=print) as opened:
        yield opened.local


async def check_all(checker: Checker, pairs: Sequence[tuple[Problem, str]]) -> list[Verdict]:
    """The verdicts, in order, with one more check under way than there are cores."""
    return await each(pairs, lambda pair: checker.check(*pair))


async def check_surviving(
    checker: Checker, engine: Engine, pairs: Sequence[tuple[Problem, str]]
) -> list[Verdict]:
    """The verdicts, in order; what fails among all candidates of its statement isn't checked by itself.

    engine: one that goes on behind an error.
    """
    groups: dict[str, list[int]] = {}
    for at, (problem, _) in enumerate(pairs):
        groups.setdefault(problem.header + problem.formal_statement, []).append(at)
    found: dict[int, Verdict] = {}

    async def look(places: list[int]) -> None:
        done = await prefilter(engine, pairs[places[0]][0], [pairs[at][1] for at in places], LIMITS)
        cost = done.cpu_s / len(places)
        for at, survives in zip(places, done.survivors, strict=True):
            if not survives:
                found[at] = Verdict(Status.REJECTED, Reason.LEAN_ERROR, "fails beside others", cpu_s=cost)

    await each(list(groups.values()), look)
    left = [at for at in range(len(pairs)) if at not in found]
    checked = await check_all(checker, [pairs[at] for at in left])
    found.update(zip(left, checked, strict=True))
    return [found[at] for at in range(len(pairs))]


async def each(items: Sequence[T], do: Callable[[T], Awaitable[R]]) -> list[R]:
    """What `do` gives for each, with one more under way than there are cores."""
    found: dict[int, R] = {}
    ahead = iter(range(len(items)))

    async def work() -> None:
        for at in ahead:
            found[at] = await do(items[at])

    await asyncio.gather(*(work() for _ in range(usable_cores() + 1)))
    return [found[at] for at in range(len(items))]
