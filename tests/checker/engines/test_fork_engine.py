"""Engine `fork` on real Lean: the answers of engine `process`, limits, headers, cancelling."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from _processes import below
from engine_texts import GOOD, HEADER, LIMIT_CASES, LIMITS, LOOP, MIXED

from harness.checker.engines import Elaboration, ProcessEngine
from harness.checker.engines.choose import EngineWanted, choose_engine
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.engines.selftest import difference, self_test
from harness.checker.judge import judge
from harness.checker.verdict import Reason, Status
from harness.errors import EngineUnsupportedError
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Stop
from harness.sandbox.bubblewrap import Bubblewrap
from harness.sandbox.none import NoSandbox

T = TypeVar("T")


def with_engine(
    toolchain: Toolchain, work: Callable[[ForkEngine], Awaitable[T]], *, first_error: bool = False
) -> T:
    """What `work` makes of an engine that is closed afterwards."""

    async def run() -> T:
        engine = ForkEngine(toolchain, first_error=first_error)
        try:
            return await work(engine)
        finally:
            await engine.close()

    return asyncio.run(run())


def elaborate(toolchain: Toolchain, text: str, limits: Limits = LIMITS) -> Elaboration:
    return with_engine(toolchain, lambda engine: engine.elaborate(text, limits))


def test_it_answers_as_engine_process_does(toolchain: Toolchain, process_engine: ProcessEngine) -> None:
    async def compare(engine: ForkEngine) -> dict[str, str]:
        found = {}
        for name, text in MIXED.items():
            ours, theirs = await asyncio.gather(
                engine.elaborate(HEADER + text, LIMITS), process_engine.elaborate(HEADER + text, LIMITS)
            )
            if differing := difference(ours, theirs):
                found[name] = differing
        return found

    assert with_engine(toolchain, compare) == {}


HEADERS = {
    "another module": "prelude\nimport Embedded.Logic\n",
    "comments": "/- a /- nested -/ comment -/\nprelude -- here\n\n-- there\nimport Embedded.Arith\n\n",
    "two imports": "prelude\nimport Embedded.Logic import Embedded.Nat\n",
    "quoted": "prelude\nimport «Embedded».Arith\n",
    "no import": "prelude\n",
    "missing module": "prelude\nimport Embedded.Nowhere\n",
    "broken": "prelude\nimport\n",
}


@pytest.mark.parametrize("name", HEADERS)
def test_other_headers(toolchain: Toolchain, process_engine: ProcessEngine, name: str) -> None:
    text = HEADERS[name] + "theorem t (p : Prop) (h : p) : p := h\n"
    theirs = asyncio.run(process_engine.elaborate(text, LIMITS))
    ours = elaborate(toolchain, text)
    assert theirs.code == (1 if name in ("missing module", "broken") else 0)
    if name == "missing module":
        # Lean's text lists its search path, which the engines show differently.
        assert [m.line for m in ours.messages] == [m.line for m in theirs.messages]
        assert (ours.code, ours.module, ours.failure) == (1, None, None)
    else:
        assert difference(ours, theirs) is None


def test_a_header_that_lean_reads_otherwise_goes_to_the_other_engine(
    toolchain: Toolchain, process_engine: ProcessEngine
) -> None:
    text = "prelude\nimport /- here -/ Embedded.Arith\n" + GOOD

    async def both() -> tuple[Elaboration, Elaboration]:
        alone, backed = ForkEngine(toolchain), ForkEngine(toolchain, elsewhere=process_engine)
        try:
            return await alone.elaborate(text, LIMITS), await backed.elaborate(text, LIMITS)
        finally:
            await alone.close()
            await backed.close()

    alone, backed = asyncio.run(both())
    assert alone.failure is not None
    assert (backed.code, backed.failure) == (0, None)


@pytest.mark.parametrize("name", LIMIT_CASES)
def test_limit(toolchain: Toolchain, name: str) -> None:
    text, limits, *expected = LIMIT_CASES[name]
    finding = judge(elaborate(toolchain, HEADER + text, limits), limits)
    assert finding is not None
    assert list(finding[:2]) == expected, finding


def test_time_is_the_childs_alone(toolchain: Toolchain) -> None:
    """CPU time of a text is not that of the texts before it in the same server."""

    async def both(engine: ForkEngine) -> tuple[Elaboration, Elaboration]:
        return (
            await engine.elaborate(HEADER + LOOP, Limits(cpu_s=2)),
            await engine.elaborate(HEADER + GOOD, LIMITS),
        )

    slow, quick = with_engine(toolchain, both)
    assert slow.stopped is Stop.CPU
    assert slow.cpu_s >= 2
    assert 0 < quick.cpu_s < 1


def test_stops_at_the_first_error(toolchain: Toolchain) -> None:
    text = HEADER + "theorem t (a : Nat) : a = 0 := by omega\n" + LOOP
    done = with_engine(toolchain, lambda engine: engine.elaborate(text, LIMITS), first_error=True)
    assert (done.code, done.stopped, done.failure, done.module) == (1, None, None, None)
    assert [m.severity for m in done.messages] == ["error"]
    assert done.cpu_s < 5
    finding = judge(done, LIMITS)
    assert finding is not None
    assert finding[:2] == (Status.REJECTED, Reason.LEAN_ERROR)


def test_without_it_goes_on_to_the_end(toolchain: Toolchain) -> None:
    text = HEADER + "theorem t (a : Nat) : a = 0 := by omega\n" + LOOP
    assert elaborate(toolchain, text, Limits(cpu_s=2)).stopped is Stop.CPU


def test_a_good_text_is_not_stopped(toolchain: Toolchain) -> None:
    text = HEADER + "#check Nat\ntheorem u (a : Nat) : a = 0 := sorry\n" + GOOD
    done = with_engine(toolchain, lambda engine: engine.elaborate(text, LIMITS), first_error=True)
    assert done.code == 0
    assert done.module is not None


def test_many_at_once_do_not_mix(toolchain: Toolchain) -> None:
    async def all_of_them(engine: ForkEngine) -> list[Elaboration]:
        texts = [f"{HEADER}theorem t{i} : {i} + 1 = {i + 1 + i % 2} := by rfl\n" for i in range(40)]
        return list(await asyncio.gather(*(engine.elaborate(t, LIMITS) for t in texts)))

    assert [done.code for done in with_engine(toolchain, all_of_them)] == [0, 1] * 20


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_more_at_once_than_jobs(toolchain: Toolchain, jobs: int) -> None:
    async def most(engine: ForkEngine) -> int:
        await engine.elaborate(HEADER + GOOD, LIMITS)
        idle = len(below())
        tasks = [asyncio.create_task(engine.elaborate(HEADER + LOOP, Limits(cpu_s=1))) for _ in range(4)]
        seen = 0
        while not all(task.done() for task in tasks):
            seen = max(seen, len(below()) - idle)
            await asyncio.sleep(0.05)
        assert all(task.result().stopped is Stop.CPU for task in tasks)
        return seen

    async def run() -> int:
        engine = ForkEngine(toolchain, jobs=jobs)
        try:
            return await most(engine)
        finally:
            await engine.close()

    assert asyncio.run(run()) == jobs


def test_cancelling_ends_the_child_at_once(toolchain: Toolchain) -> None:
    async def cancelled(engine: ForkEngine) -> float:
        await engine.elaborate(HEADER + GOOD, LIMITS)
        idle = below()
        task = asyncio.create_task(engine.elaborate(HEADER + LOOP, Limits(cpu_s=60)))
        await asyncio.sleep(0.5)
        assert len(below()) == len(idle) + 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        started = time.monotonic()
        while len(below()) > len(idle) and time.monotonic() < started + 10:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        took = time.monotonic() - started
        assert (await engine.elaborate(HEADER + GOOD, LIMITS)).code == 0
        return took

    before = below()
    assert with_engine(toolchain, cancelled) < 5
    assert below() == before


def test_one_engine_serves_several_event_loops(toolchain: Toolchain) -> None:
    engine = ForkEngine(toolchain)
    before = below()
    try:
        codes = [asyncio.run(engine.elaborate(HEADER + GOOD, LIMITS)).code for _ in range(2)]
    finally:
        asyncio.run(engine.close())
    assert codes == [0, 0]
    assert below() == before


def test_self_test_passes_here(toolchain: Toolchain, process_engine: ProcessEngine) -> None:
    with_engine(toolchain, lambda engine: self_test(engine, process_engine, toolchain))


class _Wrong(ProcessEngine):
    """Engine `process` with one thing changed: it writes no module."""

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        done = await super().elaborate(text, limits)
        return Elaboration(done.stopped, done.code, done.messages)


def test_self_test_finds_a_difference(toolchain: Toolchain, process_engine: ProcessEngine) -> None:
    wrong = _Wrong(toolchain, process_engine._sandbox)
    with pytest.raises(EngineUnsupportedError, match="a true theorem: another module"):
        with_engine(toolchain, lambda engine: self_test(engine, wrong, toolchain))


def test_the_best_engine_is_fork_and_says_nothing(toolchain: Toolchain) -> None:
    said: list[str] = []

    async def choose() -> str:
        engine = await choose_engine(toolchain, Bubblewrap(), EngineWanted(), said.append)
        try:
            return str(engine.description()["engine"])
        finally:
            await engine.close()

    assert asyncio.run(choose()) == "fork"
    assert said == []


def test_without_a_sandbox_it_is_process(toolchain: Toolchain) -> None:
    engine = asyncio.run(choose_engine(toolchain, NoSandbox(), EngineWanted(), print))
    assert engine.description() == {
        "engine": "process",
        "sandbox": "none",
        "seccomp": False,
        "memory": "watched",
    }
