"""Fork servers that die, that are used for long, that are many: nothing is lost and nothing is left."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from _processes import anonymous, below, descriptors, mounts, parents

from harness.checker.engines import Elaboration, Engine
from harness.checker.engines.choose import EngineName, EngineWanted, choose_engine
from harness.checker.engines.fork.client import ForkServer, ForkSetup
from harness.checker.engines.fork.engine import LIMITS as KEPT
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.pool import PoolLimits
from harness.errors import DamageWarning, EngineUnsupportedError
from harness.lean.source.header import leading_header
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, seccomp
from harness.sandbox.bubblewrap import Bubblewrap

pytestmark = pytest.mark.skipif(not seccomp.supported(), reason="engine fork is for x86-64 Linux")

HEADER = "prelude\nimport Embedded.Arith\n"
GOOD = "theorem t (p q : Prop) (hp : p) (hq : q) : And p q := And.intro hp hq\n"
WRONG = "theorem t (p q : Prop) (hp : p) : And p q := And.intro hp hp\n"
SLOW = """set_option maxHeartbeats 0
set_option maxRecDepth 100000000
theorem t (a b c : Nat) : a + b = c + 1 := by
  repeat rw [Nat.add_comm]
"""
LIMITS = Limits(cpu_s=20, wall_s=60)
MANY = 1000


def inner(started: int) -> int:
    """The server itself: the only child of the process that we started, and the first of its namespace."""
    (pid,) = [pid for pid, parent in parents().items() if parent == started]
    return pid


def running(engine: ForkEngine) -> list[int]:
    """The processes that we started for servers, the one used last at the end."""
    return [server.pid for server in engine.stats().servers if server.pid is not None]


async def _both_running(engine: ForkEngine) -> int:
    """The process of the server, once it has two children."""
    async with asyncio.timeout(60):
        while True:
            if (pids := running(engine)) and len(below(pids[-1])) == 3:
                return pids[-1]
            await asyncio.sleep(0.05)


async def _killed(toolchain: Toolchain, times: int) -> tuple[list[Elaboration], Elaboration]:
    """Slow texts and a quick one, with the server killed `times` times meanwhile; then one text more."""
    engine = ForkEngine(toolchain)
    limits = Limits(cpu_s=3, wall_s=60)
    try:
        await engine.elaborate(HEADER + GOOD, LIMITS)
        slow = [asyncio.create_task(engine.elaborate(HEADER + SLOW, limits)) for _ in range(2)]
        for _ in range(times):
            server = await _both_running(engine)
            os.kill(inner(server), signal.SIGKILL)
            async with asyncio.timeout(60):
                while server in running(engine):  # noqa: ASYNC110  a process tells nobody that it ended
                    await asyncio.sleep(0.05)
        return list(await asyncio.gather(*slow)), await engine.elaborate(HEADER + GOOD, LIMITS)
    finally:
        await engine.close()


def test_server_killed_under_texts_is_replaced_and_they_are_repeated(toolchain: Toolchain) -> None:
    before = set(below())
    running, after = asyncio.run(_killed(toolchain, 1))
    assert [(done.failure, str(done.stopped)) for done in running] == [(None, "cpu")] * 2
    assert (after.code, after.failure) == (0, None)
    assert set(below()) == before


def test_server_killed_twice_under_a_text_is_our_failure(toolchain: Toolchain) -> None:
    running, after = asyncio.run(_killed(toolchain, 2))
    assert all("died twice" in str(done.failure) for done in running)
    assert (after.code, after.failure) == (0, None)


def test_idle_server_that_was_killed_costs_no_text(toolchain: Toolchain) -> None:
    async def run() -> list[int | None]:
        engine = ForkEngine(toolchain)
        try:
            codes = []
            for _ in range(3):
                codes.append((await engine.elaborate(HEADER + GOOD, LIMITS)).code)
                os.kill(inner(running(engine)[-1]), signal.SIGKILL)
            return codes
        finally:
            await engine.close()

    assert asyncio.run(run()) == [0, 0, 0]


def test_a_thousand_checks_leave_nothing(toolchain: Toolchain) -> None:
    """No growth of the server, no process, no descriptor, no mount."""

    async def run() -> tuple[int, int, int, int]:
        engine = ForkEngine(toolchain)
        try:
            for text in (GOOD, WRONG) * 5:
                await engine.elaborate(HEADER + text, LIMITS)
            server = inner(running(engine)[-1])
            # The server closes the last child's descriptors after it has answered.
            await asyncio.sleep(0.2)
            handles, memory, mounted = descriptors(server), anonymous(server), mounts(server)
            own = descriptors(os.getpid())
            for turn in range(MANY // 2):
                done = await asyncio.gather(
                    engine.elaborate(HEADER + GOOD, LIMITS), engine.elaborate(HEADER + WRONG, LIMITS)
                )
                assert [each.code for each in done] == [0, 1], (turn, done)
            assert len(below(server)) == 0
            await asyncio.sleep(0.2)
            return (
                anonymous(server) - memory,
                descriptors(server) - handles,
                mounts(server) - mounted,
                descriptors(os.getpid()) - own,
            )
        finally:
            await engine.close()

    before, own_mounts = set(below()), mounts(os.getpid())
    growth, handles, new_mounts, own = asyncio.run(run())
    assert growth < 1 << 20
    assert (handles, new_mounts) == (0, 0)
    # The one is the copy of Lean's code, which goes with the engine.
    assert own <= 1
    assert set(below()) == before
    assert mounts(os.getpid()) == own_mounts


def test_servers_are_kept_by_use(toolchain: Toolchain) -> None:
    async def run() -> list[list[str]]:
        engine = ForkEngine(toolchain, limits=PoolLimits(servers=2))
        kept = []
        try:
            for module in ("Logic", "Nat", "Logic", "Arith"):
                done = await engine.elaborate(f"prelude\nimport Embedded.{module}\n{GOOD}", LIMITS)
                assert done.code == 0
                kept.append([str(each.key).rsplit(".", 1)[1] for each in engine.stats().servers])
            assert len(set(below()) - before) == 4
            return kept
        finally:
            await engine.close()

    before = set(below())
    assert asyncio.run(run()) == [["Logic"], ["Logic", "Nat"], ["Nat", "Logic"], ["Logic", "Arith"]]
    assert set(below()) == before


def _servers_of(toolchain: Toolchain, limits: PoolLimits, modules: Sequence[str]) -> list[int]:
    """The process of the server that took each text, one text for each module, one after the other."""

    async def run() -> list[int]:
        engine = ForkEngine(toolchain, limits=limits)
        found = []
        try:
            for module in modules:
                header = f"prelude\nimport Embedded.{module}"
                assert (await engine.elaborate(f"{header}\n{GOOD}", LIMITS)).code == 0
                found.append(running(engine)[-1])
            return found
        finally:
            await engine.close()

    before = set(below())
    found = asyncio.run(run())
    assert set(below()) == before
    return found


def test_server_is_replaced_after_its_uses(toolchain: Toolchain) -> None:
    pids = _servers_of(toolchain, PoolLimits(uses=2), ["Logic"] * 5)
    assert [pids.index(pid) for pid in pids] == [0, 0, 2, 2, 4]


def test_server_that_grew_is_replaced(toolchain: Toolchain) -> None:
    assert len(set(_servers_of(toolchain, PoolLimits(growth=-1), ["Logic"] * 3))) == 3
    assert len(set(_servers_of(toolchain, KEPT, ["Logic"] * 3))) == 1


def test_memory_of_all_servers_is_limited(toolchain: Toolchain) -> None:
    turns = ["Logic", "Nat", "Logic"]
    assert len(set(_servers_of(toolchain, PoolLimits(memory=1), turns))) == 3
    assert len(set(_servers_of(toolchain, KEPT, turns))) == 2


def test_replaced_server_ends_with_its_last_text(toolchain: Toolchain) -> None:
    async def run() -> tuple[Elaboration, Elaboration]:
        engine = ForkEngine(toolchain, limits=PoolLimits(uses=1))
        try:
            slow = asyncio.create_task(engine.elaborate(HEADER + SLOW, Limits(cpu_s=2, wall_s=60)))
            async with asyncio.timeout(60):
                while True:
                    if len(set(below()) - before) >= 3:
                        break
                    await asyncio.sleep(0.05)
            return await engine.elaborate(HEADER + GOOD, LIMITS), await slow
        finally:
            await engine.close()

    before = set(below())
    quick, slow = asyncio.run(run())
    assert (quick.code, quick.failure) == (0, None)
    assert (str(slow.stopped), slow.failure) == ("cpu", None)
    assert set(below()) == before


def test_library_that_is_no_lean_is_unsupported(toolchain: Toolchain, tmp_path: Path) -> None:
    broken = tmp_path / "libleanshared.so"
    broken.write_bytes(b"\x7fELF nothing else")
    said: list[str] = []

    async def choose() -> str:
        engine = await choose_engine(
            replace(toolchain, library=broken), Bubblewrap(), EngineWanted(), said.append
        )
        await engine.close()
        return str(engine.description()["engine"])

    assert asyncio.run(choose()) == "process"
    assert "can't be loaded" in said[0]


def test_room_that_cannot_be_made_is_unsupported(toolchain: Toolchain, tmp_path: Path) -> None:
    assert toolchain.library is not None
    setup = ForkSetup(toolchain.library, (tmp_path / "missing",), HEADER)
    with pytest.raises(EngineUnsupportedError, match="no fork server can be made here"):
        asyncio.run(ForkServer.start(setup))


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("prelude\nimport A.B\ntheorem t : p := h", "prelude\nimport A.B"),
        ("import A import B\n\nopen A", "import A import B"),
        ("/- import X -/ import A -- import B\nopen A", "/- import X -/ import A"),
        ("-- nothing\ntheorem t : p := h", ""),
        ("module\n\nprelude\npublic import A\nmeta import all B.«c d».e'\nx", None),
        ("importA\n", ""),
        ("prelude'\n", ""),
        ("import A\n/- open", "import A"),
        ("", ""),
    ],
)
def test_leading_header(text: str, header: str | None) -> None:
    assert leading_header(text) == (text[:-2] if header is None else header)


def test_a_passed_self_test_is_remembered(toolchain: Toolchain, tmp_path: Path) -> None:
    async def choose() -> Engine:
        engine = await choose_engine(toolchain, Bubblewrap(), EngineWanted(cache=tmp_path), said.append)
        assert (await engine.elaborate(HEADER + GOOD, LIMITS)).code == 0
        await engine.close()
        return engine

    said: list[str] = []
    asyncio.run(choose())
    (passed,) = (tmp_path / "engines").iterdir()
    before = passed.stat().st_mtime_ns
    assert asyncio.run(choose()).description()["engine"] == "fork"
    assert passed.stat().st_mtime_ns == before
    assert said == []
    whole = passed.read_bytes()
    for damage in (b"", whole[:-1], whole.replace(b"0", b"1")):
        passed.write_bytes(damage)
        with pytest.warns(DamageWarning, match="was damaged: it is made again"):
            assert asyncio.run(choose()).description()["engine"] == "fork"
        assert passed.read_bytes() == whole


def test_each_engine_by_its_name(toolchain: Toolchain, tmp_path: Path) -> None:
    async def choose(name: EngineName) -> tuple[str, int | None]:
        engine = await choose_engine(toolchain, Bubblewrap(), EngineWanted(name, cache=tmp_path), said.append)
        try:
            return str(engine.description()["engine"]), (await engine.elaborate(HEADER + GOOD, LIMITS)).code
        finally:
            await engine.close()

    said: list[str] = []
    found = {name: asyncio.run(choose(name)) for name in get_args(EngineName) if name != "repl"}
    assert found == {"auto": ("fork", 0), "fork": ("fork", 0), "process": ("process", 0)}
    assert said == []


def test_engine_fork_by_name_fails_where_it_does_not_work(toolchain: Toolchain, tmp_path: Path) -> None:
    broken = tmp_path / "libleanshared.so"
    broken.write_bytes(b"\x7fELF nothing else")
    with pytest.raises(EngineUnsupportedError, match="can't be loaded"):
        asyncio.run(
            choose_engine(replace(toolchain, library=broken), Bubblewrap(), EngineWanted("fork"), print)
        )
