"""The server's life: killed and replaced, many requests, cancelled ones, and nothing left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from _processes import anonymous, below, command, descriptors
from replaying import ENDLESS, Compile, examined_alone

from harness.checker.pool import PoolLimits
from harness.checker.replay.base import ReplayOutcome, refusal_of
from harness.checker.replay.find import ReplayMode, find_replayer, why_none
from harness.checker.replay.leanchecker import LeanChecker
from harness.checker.replay.native import NativeReplay
from harness.checker.unreplayed import NO_PROGRAM, NO_SANDBOX
from harness.checker.verdict import Reason, Status
from harness.errors import LeanUnavailableError
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Stop
from harness.sandbox.bubblewrap import Bubblewrap
from harness.sandbox.none import NoSandbox

GOOD = "theorem t (a b : Nat) (h : a < b) : a + 1 ≤ b := by omega\n"
SETTLE_S = 60.0


def servers() -> list[int]:
    """The Python processes that run programs/server below this one: a server, then its replaying children."""
    words = {pid: " ".join(command(pid)) for pid in below()}
    return [pid for pid, line in words.items() if "replay.programs.server" in line and "bwrap" not in line]


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a change in another process."""
    end = time.monotonic() + SETTLE_S
    while not condition():
        assert time.monotonic() < end, "it never came about"
        await asyncio.sleep(0.02)


@pytest.fixture(params=["bubblewrap", "none"])
def sandbox(request: pytest.FixtureRequest) -> Bubblewrap | None:
    return Bubblewrap() if request.param == "bubblewrap" else None


def run(
    toolchain: Toolchain,
    sandbox: Bubblewrap | None,
    body: Callable[[NativeReplay], Awaitable[None]],
    *,
    jobs: int | None = None,
    most: int = 4,
    uses: int = 1000,
) -> None:
    """Run `body` with a replayer of its own; afterwards no process and no descriptor is left."""

    async def whole() -> None:
        replayer = NativeReplay(toolchain, sandbox, jobs=jobs, limits=PoolLimits(most, uses=uses))
        try:
            await body(replayer)
        finally:
            await replayer.close()
            await replayer.close()

    before = set(below())
    handles = descriptors(os.getpid())
    asyncio.run(whole())
    asyncio.run(until(lambda: not set(below()) - before))
    assert descriptors(os.getpid()) == handles


def own_servers(known: set[int]) -> list[int]:
    return [pid for pid in servers() if pid not in known]


def test_a_server_that_is_killed_is_replaced(
    toolchain: Toolchain, sandbox: Bubblewrap | None, compile_text: Compile
) -> None:
    """The running request is repeated once; here it then meets its CPU limit on the new server."""
    good, endless = compile_text(GOOD), compile_text(ENDLESS)
    known = set(servers())

    async def body(replayer: NativeReplay) -> None:
        assert (await examined_alone(replayer, good)).ok
        [first] = own_servers(known)
        task = asyncio.create_task(examined_alone(replayer, endless, Limits(cpu_s=2)))
        await until(lambda: len(own_servers(known)) > 1)
        os.kill(first, signal.SIGKILL)
        outcome = await task
        assert (outcome.stopped, outcome.failure) == (Stop.CPU, None)
        [second] = own_servers(known)
        assert second != first
        assert (await examined_alone(replayer, good)).ok

    run(toolchain, sandbox, body)


def test_a_request_whose_servers_die_twice_is_a_failure(toolchain: Toolchain, compile_text: Compile) -> None:
    endless = compile_text(ENDLESS)
    known = set(servers())

    async def body(replayer: NativeReplay) -> None:
        task = asyncio.create_task(examined_alone(replayer, endless, Limits(cpu_s=60)))
        for _ in range(2):
            await until(lambda: len(own_servers(known)) > 1)
            os.kill(own_servers(known)[0], signal.SIGKILL)
            await until(lambda: len(own_servers(known)) < 2)
        outcome = await task
        assert not outcome.ok
        assert outcome.failure is not None
        assert "twice" in outcome.failure
        found = refusal_of(outcome, Limits())
        assert found is not None
        assert found[:2] == (Status.INFRASTRUCTURE, Reason.WORKER)

    run(toolchain, Bubblewrap(), body)


def test_a_killed_child_is_a_failure_and_not_a_refusal(toolchain: Toolchain, compile_text: Compile) -> None:
    endless = compile_text(ENDLESS)
    known = set(servers())

    async def body(replayer: NativeReplay) -> None:
        task = asyncio.create_task(examined_alone(replayer, endless, Limits(cpu_s=60)))
        await until(lambda: len(own_servers(known)) > 1)
        os.kill(own_servers(known)[1], signal.SIGKILL)
        outcome = await task
        assert outcome.failure == "a replay was killed from outside"

    run(toolchain, Bubblewrap(), body)


def test_a_cancelled_request_ends_its_child(
    toolchain: Toolchain, sandbox: Bubblewrap | None, compile_text: Compile
) -> None:
    good, endless = compile_text(GOOD), compile_text(ENDLESS)
    known = set(servers())

    async def body(replayer: NativeReplay) -> None:
        task = asyncio.create_task(examined_alone(replayer, endless, Limits(cpu_s=60)))
        await until(lambda: len(own_servers(known)) > 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: len(own_servers(known)) == 1)
        assert (await examined_alone(replayer, good)).ok

    run(toolchain, sandbox, body)


def test_closing_ends_requests_under_way(
    toolchain: Toolchain, sandbox: Bubblewrap | None, compile_text: Compile
) -> None:
    endless = compile_text(ENDLESS)
    known = set(servers())

    async def body(replayer: NativeReplay) -> None:
        task = asyncio.create_task(examined_alone(replayer, endless, Limits(cpu_s=60)))
        await until(lambda: len(own_servers(known)) > 1)
        await replayer.close()
        assert (await task).failure is not None
        assert own_servers(known) == []

    run(toolchain, sandbox, body)


def test_requests_at_once_share_a_server_and_answer_each_its_own(
    toolchain: Toolchain, compile_text: Compile
) -> None:
    good, endless = compile_text(GOOD), compile_text(ENDLESS)
    bad = compile_text("axiom c : False\ntheorem t : False := c\n")
    known = set(servers())

    async def body(replayer: NativeReplay) -> None:
        limits = Limits(cpu_s=1)
        wanted = [good, bad, endless] * 4
        tasks = [examined_alone(replayer, module, limits) for module in wanted]
        outcomes = await asyncio.gather(*tasks)
        for module, outcome in zip(wanted, outcomes, strict=True):
            assert outcome.failure is None
            assert outcome.ok is (module is good)
            assert (outcome.stopped is Stop.CPU) is (module is endless)
        assert len(own_servers(known)) == 1

    run(toolchain, Bubblewrap(), body, jobs=4)


def test_500_replays_leave_the_server_as_it_was(toolchain: Toolchain, compile_text: Compile) -> None:
    good = compile_text(GOOD)
    bad = compile_text("axiom c : False\ntheorem t : False := c\n")
    known = set(servers())

    async def body(replayer: NativeReplay) -> None:
        async def several(count: int) -> None:
            for index in range(count):
                outcome = await examined_alone(replayer, bad if index % 5 == 0 else good)
                assert outcome.ok is (index % 5 != 0)

        await several(20)
        [server] = own_servers(known)
        before = anonymous(server)
        handles = descriptors(server)
        await several(500)
        assert own_servers(known) == [server]
        assert anonymous(server) - before < 1 << 20
        assert descriptors(server) == handles

    run(toolchain, Bubblewrap(), body)


def test_servers_are_held_up_to_a_limit(toolchain: Toolchain, compile_text: Compile) -> None:
    good = compile_text(GOOD)
    known = set(servers())

    async def body(replayer: NativeReplay) -> None:
        assert (await examined_alone(replayer, good)).ok
        for module in ("Logic", "Nat", "Core"):
            outcome = await examined_alone(replayer, good, imports=(("Embedded", module),))
            assert "imports something else" in outcome.detail
        assert len(own_servers(known)) == 2

    run(toolchain, Bubblewrap(), body, most=2)


def test_a_server_is_replaced_after_its_uses(toolchain: Toolchain, compile_text: Compile) -> None:
    good = compile_text(GOOD)
    known = set(servers())

    async def body(replayer: NativeReplay) -> None:
        used = []
        for _ in range(5):
            assert (await examined_alone(replayer, good)).ok
            [server] = own_servers(known)
            used.append(server)
        assert [used.index(each) for each in used] == [0, 0, 2, 2, 4]
        at_once = await asyncio.gather(*(examined_alone(replayer, good) for _ in range(6)))
        assert all(outcome.ok for outcome in at_once)
        await until(lambda: len(own_servers(known)) == 1)

    run(toolchain, Bubblewrap(), body, uses=2)


def test_a_header_that_is_not_there_is_a_failure(
    toolchain: Toolchain, sandbox: Bubblewrap | None, compile_text: Compile
) -> None:
    good = compile_text(GOOD)

    async def body(replayer: NativeReplay) -> None:
        outcome = await examined_alone(replayer, good, imports=(("No", "Such"),))
        assert outcome.failure is not None
        assert "No.Such can't be imported" in outcome.failure
        assert (await examined_alone(replayer, good)).ok

    run(toolchain, sandbox, body)


def test_a_replayer_is_found_where_there_is_one(toolchain: Toolchain, tmp_path: Path) -> None:
    assert isinstance(find_replayer(toolchain, Bubblewrap(), "auto"), NativeReplay)
    assert find_replayer(toolchain, Bubblewrap(), "never") is None
    lake = Toolchain("lake", "4.9.0", "r", None, tmp_path / "bin" / "lean", (), (tmp_path,))
    modes: tuple[ReplayMode, ...] = ("auto", "always")
    for mode in modes:
        with pytest.raises(LeanUnavailableError, match=r"no leanchecker[^$]*--replay never"):
            find_replayer(lake, Bubblewrap(), mode)
    assert find_replayer(lake, Bubblewrap(), "never") is None
    assert why_none(lake, Bubblewrap()) == NO_PROGRAM
    assert why_none(toolchain, Bubblewrap()) is None
    with pytest.raises(LeanUnavailableError, match="embedded Lean"):
        NativeReplay(lake, Bubblewrap())
    program = tmp_path / "bin" / "leanchecker"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert isinstance(find_replayer(lake, Bubblewrap(), "always"), LeanChecker)
    assert why_none(lake, Bubblewrap()) is None
    with pytest.raises(LeanUnavailableError, match="sandbox"):
        find_replayer(lake, NoSandbox(), "auto")
    assert why_none(lake, NoSandbox()) == NO_SANDBOX


def test_outcomes_of_every_kind_have_a_finding() -> None:
    limits = Limits()
    assert refusal_of(ReplayOutcome(True), limits) is None
    crashed = refusal_of(ReplayOutcome(False, "code -11", crashed=True), limits)
    assert crashed is not None
    assert crashed[:2] == (Status.RESOURCE, Reason.STACK)
