"""What is tried again, and how often: counted in elaborations by a real Lean whose server is killed."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from _mixed import ACKERMANN
from _processes import below, parents

from harness.checker.cache import CachedChecker, VerdictStore
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.retry import ELABORATIONS, RETRIES, decided
from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import InfrastructureError, LeanUnavailableError, SandboxUnavailableError
from harness.integrations import lm_eval
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.run._judge import Judge
from harness.sandbox import Limits, seccomp
from harness.serve import Service, ServiceSettings
from harness.serve._metrics import Metrics

HEADER = "prelude\nimport Embedded.Arith\n\n"
PROBLEM = Problem("t", "test", f"theorem t : {ACKERMANN} = 1 := by\n", HEADER)
SLOW, QUICK = "  decide +kernel", "  exact Nat.zero"
LIMITS = Limits(cpu_s=200, wall_s=400)
Ask = Callable[[Checker], Awaitable[Verdict]]


class Executioner:
    """Kills an engine's server as soon as a text is in it, each time; counts the texts."""

    def __init__(self, engine: ForkEngine) -> None:
        self._engine = engine
        self.killed = 0

    async def work(self) -> None:
        while True:
            for server in self._engine.stats().servers:
                if server.pid is not None and server.users and len(below(server.pid)) > 1:
                    (inner,) = [pid for pid, parent in parents().items() if parent == server.pid]
                    os.kill(inner, signal.SIGKILL)
                    self.killed += 1
                    while server.pid in [each.pid for each in self._engine.stats().servers]:  # noqa: ASYNC110
                        await asyncio.sleep(0.01)
            await asyncio.sleep(0.01)


@asynccontextmanager
async def executed(toolchain: Toolchain, cache: Path) -> AsyncIterator[tuple[Checker, Executioner]]:
    """A checker that has the statement, and whose texts don't live."""
    engine = ForkEngine(toolchain)
    checker = Checker(toolchain, engine, CheckSettings(LIMITS), cache)
    executioner = Executioner(engine)
    try:
        assert (await checker.check(PROBLEM, QUICK)).status is Status.REJECTED
        task = asyncio.create_task(executioner.work())
        try:
            yield checker, executioner
        finally:
            task.cancel()
        assert (await checker.check(PROBLEM, QUICK)).status is Status.REJECTED
    finally:
        await checker.close()


async def by_run(checker: Checker) -> Verdict:
    return await Judge(checker, lambda problem, generation: None, 0.01).verdict(PROBLEM, SLOW)


async def by_serve(checker: Checker) -> Verdict:
    cached = CachedChecker(checker, VerdictStore.in_memory())
    return await Service(checker, cached, ServiceSettings(), Metrics()).problem("a", PROBLEM, SLOW)


async def by_lm_eval(checker: Checker) -> Verdict:
    with pytest.raises(InfrastructureError, match="could not be checked") as caught:
        await lm_eval._verdict(checker, PROBLEM, SLOW)
    return Verdict(Status.INFRASTRUCTURE, Reason.SANDBOX, str(caught.value), elaborations=ELABORATIONS)


@pytest.mark.skipif(not seccomp.supported(), reason="engine fork is for x86-64 Linux")
@pytest.mark.parametrize("ask", [by_run, by_serve, by_lm_eval])
def test_a_text_that_kills_its_server_is_elaborated_so_often(
    toolchain: Toolchain, tmp_path: Path, ask: Ask
) -> None:
    async def run() -> tuple[Verdict, int]:
        async with executed(toolchain, tmp_path) as (checker, executioner):
            return await ask(checker), executioner.killed

    verdict, killed = asyncio.run(run())
    assert verdict.status is Status.INFRASTRUCTURE
    assert "died twice under this text" in verdict.detail
    assert killed == verdict.elaborations == ELABORATIONS


def undecided(elaborations: int) -> Verdict:
    return Verdict(Status.INFRASTRUCTURE, Reason.WORKER, "gone", elaborations=elaborations)


PROVED = Verdict(Status.PROVED, elaborations=1)


@pytest.mark.parametrize(
    ("verdicts", "checks", "elaborations"),
    [
        ([PROVED], 1, 1),
        ([undecided(0), PROVED], 2, 1),
        ([undecided(0)] * 5, 1 + RETRIES, 0),
        ([undecided(1)] * 5, 1 + RETRIES, 1 + RETRIES),
        ([undecided(2), PROVED], 2, 3),
        ([undecided(2)] * 5, 2, 4),
        ([undecided(3), PROVED], 1, 3),
        ([undecided(ELABORATIONS), PROVED], 1, ELABORATIONS),
    ],
)
def test_as_many_checks_as_elaborations_allow(
    verdicts: list[Verdict], checks: int, elaborations: int
) -> None:
    left = list(verdicts)

    async def check() -> Verdict:
        return left.pop(0)

    found = asyncio.run(decided(check))
    assert len(verdicts) - len(left) == checks
    assert found.elaborations == elaborations
    assert found.elaborations <= ELABORATIONS
    assert found.decided is verdicts[checks - 1].decided


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (LeanUnavailableError("none"), Reason.LEAN),
        (SandboxUnavailableError("none"), Reason.SANDBOX),
        (ZeroDivisionError("a bug"), Reason.WORKER),
        (asyncio.CancelledError(), Reason.WORKER),
    ],
)
def test_what_a_checker_raises_is_no_verdict(error: BaseException, reason: Reason) -> None:
    paused: list[int] = []

    async def check() -> Verdict:
        if len(paused) < RETRIES:
            raise error
        return PROVED

    async def pause(retry: int, verdict: Verdict) -> None:
        assert (verdict.decided, verdict.reason) == (False, reason)
        assert type(error).__name__ in verdict.detail
        paused.append(retry)

    assert asyncio.run(decided(check, pause)).proved
    assert paused == [1, 2]


def test_a_task_that_is_cancelled_ends() -> None:
    async def run() -> None:
        async def check() -> Verdict:
            await asyncio.sleep(60)
            return PROVED

        task = asyncio.create_task(decided(check))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
