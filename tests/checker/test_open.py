"""`open_checker`: nothing is made twice, nothing is left, and what contradicts itself is refused."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from _processes import below

from harness.checker import CheckerSpec, LeanNeeds, Verdict, open_checker
from harness.checker.audit import facts_of_file
from harness.checker.engines.choose import EngineName, choose_engine
from harness.checker.engines.selftest import self_test
from harness.checker.snippet import SnippetChecker, imports_of
from harness.errors import EngineUnsupportedError, LeanUnavailableError, UsageError
from harness.lean.embedded import EmbeddedLean
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.sandbox import Limits, seccomp

HEADER = "prelude\nimport Embedded.Arith\n\n"
NEEDS = LeanNeeds.of_header(HEADER)
TRUE = Problem("t", "test", "theorem t (n : Nat) : n + 0 = n := by\n", HEADER)
LIMITS = Limits(cpu_s=20, memory=1 << 30)
NATIVE = pytest.mark.skipif(not seccomp.supported(), reason="engine fork is for x86-64 Linux")


class Counted:
    """How often functions were called, in this thread and in those started meanwhile; and in which."""

    def __init__(self, *functions: Callable[..., Any]) -> None:
        self._codes = {function.__code__: function.__name__ for function in functions}
        self.calls: list[tuple[str, bool]] = []

    def _seen(self, frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and (name := self._codes.get(frame.f_code)):
            # A coroutine's frame is entered anew after each wait.
            if frame.f_lasti <= 0 or not frame.f_code.co_flags & 0x80 or id(frame) not in self._frames:
                self.calls.append((name, threading.current_thread() is threading.main_thread()))
            self._frames[id(frame)] = frame

    def __enter__(self) -> Counted:
        self._frames: dict[int, FrameType] = {}
        threading.setprofile(self._seen)
        sys.setprofile(self._seen)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)

    def number(self, function: Callable[..., Any]) -> int:
        return sum(name == function.__name__ for name, _ in self.calls)


async def judged(spec: CheckerSpec, text: str, **more: Any) -> tuple[Verdict, list[str]]:
    said: list[str] = []
    async with open_checker(spec, NEEDS, say=said.append, **more) as opened:
        return await opened.checker.check(TRUE, text), said


@NATIVE
def test_each_part_is_made_once(toolchain: Toolchain, tmp_path: Path) -> None:
    async def use() -> list[str]:
        said: list[str] = []
        async with open_checker(
            CheckerSpec(limits=LIMITS, replay="never"), NEEDS, jobs=64, say=said.append
        ) as opened:
            assert opened.references is opened.local.references
            assert opened.cached is opened.cached
            assert (await opened.cached.check(TRUE, "  rfl")).proved
            assert (await opened.references.get(TRUE)).fault is None
            assert 1 <= opened.jobs <= 64 and opened.under_way == opened.jobs + 1
            assert opened.toolchain is not None and opened.toolchain.name == "embedded"
        return said

    with Counted(EmbeddedLean.prepare, choose_engine, self_test) as counted:
        said = asyncio.run(use())
    assert counted.number(EmbeddedLean.prepare) == 1
    assert counted.number(choose_engine) == 1
    assert counted.number(self_test) <= 1
    assert len(said) == len(set(said))
    assert sum("No kernel replay" in line for line in said) == 1


@NATIVE
def test_nothing_is_left_whatever_happens_inside(toolchain: Toolchain, tmp_path: Path) -> None:
    before = set(below())

    async def broken(error: BaseException) -> None:
        async with open_checker(CheckerSpec(limits=LIMITS), NEEDS, toolchain=toolchain) as opened:
            assert (await opened.checker.check(TRUE, "  rfl")).proved
            assert set(below()) != before
            raise error

    async def cancelled() -> None:
        task = asyncio.create_task(broken_off())
        await started.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def broken_off() -> None:
        async with open_checker(CheckerSpec(limits=LIMITS), NEEDS, toolchain=toolchain) as opened:
            await opened.checker.check(TRUE, "  rfl")
            started.set()
            await opened.checker.check(TRUE, "  repeat rw [Nat.add_comm]")
            await asyncio.Event().wait()

    with pytest.raises(ZeroDivisionError):
        asyncio.run(broken(ZeroDivisionError()))
    assert set(below()) == before
    started = asyncio.Event()
    asyncio.run(cancelled())
    assert set(below()) == before


@pytest.mark.parametrize("engine", ["fork", "repl"])
def test_an_engine_and_a_sandbox_that_it_cannot_have_are_refused(
    toolchain: Toolchain, engine: EngineName
) -> None:
    spec = CheckerSpec(engine=engine, sandbox="none")
    with pytest.raises(UsageError, match=f"engine {engine} isolates .* --engine process"):
        asyncio.run(judged(spec, "  rfl", toolchain=toolchain))


@pytest.mark.parametrize("engine", ["auto", "process"])
def test_an_engine_that_can_have_the_sandbox_has_it(toolchain: Toolchain, engine: EngineName) -> None:
    found, said = asyncio.run(
        judged(CheckerSpec(engine=engine, sandbox="none", limits=LIMITS), "  rfl", toolchain=toolchain)
    )
    assert found.proved
    assert (found.record.engine, found.record.sandbox) == ("process", "none")
    assert any("--sandbox none" in line for line in said)


@NATIVE
@pytest.mark.parametrize("engine", ["auto", "fork"])
def test_bubblewrap_and_the_fastest_engine_go_together(toolchain: Toolchain, engine: EngineName) -> None:
    found, _ = asyncio.run(judged(CheckerSpec(engine=engine, limits=LIMITS), "  rfl", toolchain=toolchain))
    assert found.proved and found.record.engine == "fork"


def test_auto_says_why_it_is_slower_and_fork_by_name_fails(toolchain: Toolchain, tmp_path: Path) -> None:
    broken = tmp_path / "libleanshared.so"
    broken.write_bytes(b"\x7fELF nothing else")
    bad = replace(toolchain, library=broken)
    spec = CheckerSpec(replay="never", limits=LIMITS)
    with pytest.raises(EngineUnsupportedError, match="can't be loaded"):
        asyncio.run(judged(replace(spec, engine="fork"), "  rfl", toolchain=bad, cache=tmp_path))
    found, said = asyncio.run(judged(spec, "  rfl", toolchain=bad, cache=tmp_path))
    assert found.record.engine == "process"
    assert sum("engine process is used, which is slower" in line for line in said) == 1


def test_what_needs_mathlib_says_how_to_have_it() -> None:
    needs = LeanNeeds.of_header("import Mathlib\n", "this file")
    assert needs == LeanNeeds("this file", "lake", ("Mathlib",))
    with pytest.raises(LeanUnavailableError, match="this file needs Lean with Mathlib"):
        asyncio.run(opened_for(needs))


async def opened_for(needs: LeanNeeds, **more: Any) -> None:
    async with open_checker(CheckerSpec(**more), needs, say=lambda line: None):
        pass


@pytest.mark.parametrize(("replay", "wanted"), [("never", "none"), ("auto", "kernel")])
def test_a_replay_is_there_unless_it_is_left_out(toolchain: Toolchain, replay: Any, wanted: str) -> None:
    spec = CheckerSpec(replay=replay, limits=LIMITS)
    found, said = asyncio.run(judged(spec, "  rfl", toolchain=toolchain))
    assert found.proved and found.record.replay == wanted
    assert any("No kernel replay" in line for line in said) == (wanted == "none")


@pytest.mark.parametrize("text", ["  rfl", "  exact (sorry : n + 0 = n)"])
def test_a_module_is_never_read_in_the_event_loop(toolchain: Toolchain, text: str) -> None:
    """Without a replayer that reads it, the application does, which for a large module takes its time."""
    spec = CheckerSpec(replay="never", engine="process", limits=LIMITS)
    with Counted(facts_of_file) as counted:
        found, _ = asyncio.run(judged(spec, text, toolchain=toolchain))
    assert found.decided
    assert counted.calls == [("facts_of_file", False)]


@pytest.mark.parametrize("text", ["theorem t (n : Nat) : n + 0 = n := rfl\n", "def two : Nat := 2\n"])
def test_nor_is_the_module_of_a_whole_file(toolchain: Toolchain, text: str) -> None:
    async def run() -> Verdict:
        spec = CheckerSpec(replay="never", engine="process", limits=LIMITS)
        async with open_checker(spec, NEEDS, toolchain=toolchain, say=lambda line: None) as opened:
            return await SnippetChecker(opened.local).check(HEADER + text, LIMITS)

    with Counted(facts_of_file, imports_of) as counted:
        found = asyncio.run(run())
    assert found.decided
    assert counted.calls == [("imports_of", False), ("facts_of_file", False)]
