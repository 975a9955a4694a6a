"""Descriptors that run out during a check: our failure, and then the right verdict; never "no module"."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from _processes import below, descriptors, parents
from few_descriptors import descriptors_left

from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import Elaboration, ProcessEngine
from harness.checker.engines.fork.client import PROGRAM, Finished, ForkServer, ForkSetup, ServerLost
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.judge import judge
from harness.checker.verdict import Status
from harness.errors import EngineUnsupportedError
from harness.lean.source.header import leading_header
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.run._judge import Judge
from harness.sandbox import Limits, seccomp

pytestmark = pytest.mark.skipif(not seccomp.supported(), reason="engine fork is for x86-64 Linux")

HEADER = "prelude\nimport Embedded.Arith\n"
GOOD = "theorem t (p q : Prop) (hp : p) (hq : q) : And p q := And.intro hp hq\n"
LIMITS = Limits(cpu_s=20, wall_s=60)
MANY = 30
"""Descriptors that are enough for a server with one child."""
Elaborate = Callable[[str], Awaitable[Elaboration]]


@asynccontextmanager
async def fork_server(toolchain: Toolchain) -> AsyncIterator[tuple[Elaborate, int]]:
    """(elaborate, the process that was started for the server), once it has elaborated a text."""
    engine = ForkEngine(toolchain)
    try:
        assert (await engine.elaborate(HEADER + GOOD, LIMITS)).code == 0
        yield lambda text: engine.elaborate(text, LIMITS), _started(engine)
    finally:
        await engine.close()


def _started(engine: ForkEngine) -> int:
    (server,) = engine.stats().servers
    assert server.pid is not None
    return server.pid


async def _begun(server: int) -> None:
    """Until the server has a child."""
    async with asyncio.timeout(60):
        while len(below(server)) < 2:  # noqa: ASYNC110  a process tells nobody that it began
            await asyncio.sleep(0)


def test_a_module_whose_descriptor_is_lost_is_our_failure(toolchain: Toolchain) -> None:
    async def run() -> tuple[Elaboration, Elaboration]:
        async with fork_server(toolchain) as (elaborate, server):
            task = asyncio.ensure_future(elaborate(HEADER + GOOD))
            await _begun(server)
            with descriptors_left(os.getpid(), 0):
                starved = await task
            return starved, await elaborate(HEADER + GOOD)

    starved, after = asyncio.run(run())
    found = judge(starved, LIMITS)
    assert found is not None and found.status is Status.INFRASTRUCTURE and not found.sure
    assert "descriptor was lost" in found.detail
    assert judge(after, LIMITS) is None


@pytest.mark.parametrize("most", range(12, 32, 2))
def test_a_server_with_few_descriptors_says_so(toolchain: Toolchain, most: int) -> None:
    """Wherever they run out: no child is left, no descriptor, and no module that wasn't written."""
    assert toolchain.library is not None
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({most}, {most})); {PROGRAM}"
    setup = ForkSetup(toolchain.library, toolchain.search_path, leading_header(HEADER), program=limited)

    async def run() -> list[Finished] | None:
        try:
            server = await ForkServer.start(setup)
        except (EngineUnsupportedError, ServerLost):
            return None
        try:
            (inner,) = [pid for pid, parent in parents().items() if parent == server.pid]
            before = descriptors(inner)
            done = [await server.run((HEADER + GOOD).encode(), LIMITS) for _ in range(3)]
            await asyncio.sleep(0.2)
            assert server.alive and below(server.pid) == [inner]
            assert descriptors(inner) == before
            return done
        finally:
            await server.close()

    found = asyncio.run(run())
    for done in found or ():
        assert done.trouble or done.module is not None, done
    # There is one that has just enough.
    if most >= MANY:
        assert found is not None and not any(done.trouble for done in found)


@pytest.mark.parametrize("left", [0, 3, 6, 7, 9, 10, 20])
def test_engine_process_without_descriptors(
    toolchain: Toolchain, process_engine: ProcessEngine, left: int
) -> None:
    async def run() -> tuple[Elaboration, Elaboration, int]:
        loop_ready = await process_engine.elaborate(HEADER + GOOD, LIMITS)
        assert loop_ready.code == 0
        before = descriptors(os.getpid())
        with descriptors_left(os.getpid(), left):
            starved = await process_engine.elaborate(HEADER + GOOD, LIMITS)
        grown = descriptors(os.getpid()) - before
        return starved, await process_engine.elaborate(HEADER + GOOD, LIMITS), grown

    starved, after, grown = asyncio.run(run())
    assert judge(after, LIMITS) is None and grown == 0
    found = judge(starved, LIMITS)
    assert found is None or found.status is Status.INFRASTRUCTURE


def test_a_check_whose_descriptors_ran_out_ends_right(toolchain: Toolchain, tmp_path: Path) -> None:
    """As a run does it: what is our failure is tried again, when there are some again."""
    problem = Problem("t", "test", "theorem t (n : Nat) : n + 0 = n := by\n", HEADER)

    async def run() -> list[Status]:
        engine = ForkEngine(toolchain)
        checker = Checker(toolchain, engine, CheckSettings(LIMITS), tmp_path)
        try:
            assert (await checker.check(problem, "  rfl")).proved
            judging = Judge(checker, lambda problem, generation: None, retry_delay_s=0.5)
            server = _started(engine)
            found = []
            for text in ("  rfl", "  exact Nat.zero_le n"):
                task = asyncio.create_task(judging.verdict(problem, text))
                await _begun(server)
                with descriptors_left(os.getpid(), 0):
                    await asyncio.sleep(0.2)
                found.append((await task).status)
            return found
        finally:
            await checker.close()

    assert asyncio.run(run()) == [Status.PROVED, Status.REJECTED]
