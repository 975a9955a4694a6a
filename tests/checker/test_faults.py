"""When our own side breaks, there is no verdict, or a repaired cache; never a wrong verdict."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
from _processes import below

from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import Elaboration, ProcessEngine
from harness.checker.judge import judge
from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import DamageWarning
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.sandbox import Limits

HEADER = "prelude\nimport Embedded.Base\n\n"
PROBLEM = Problem("t", "test", "theorem t (n : Nat) : n + 0 = n := by\n", HEADER)
LIMITS = Limits(cpu_s=20)
SLOW = (
    HEADER + "set_option maxHeartbeats 0\nset_option maxRecDepth 100000000\n"
    "theorem t (a b c : Nat) : a + b = c + 1 := by\n  repeat rw [Nat.add_comm]\n"
)


def check(checker: Checker, text: str) -> Verdict:
    return asyncio.run(checker.check(PROBLEM, text))


@pytest.mark.parametrize("victim", ["lean", "guest", "bwrap"])
def test_a_worker_that_is_killed_gives_no_verdict(process_engine: ProcessEngine, victim: str) -> None:
    others = set(below())

    def ours() -> list[int]:
        return [pid for pid in below() if pid not in others]

    async def killed() -> Elaboration:
        task = asyncio.create_task(process_engine.elaborate(SLOW, LIMITS))
        async with asyncio.timeout(60):
            # bwrap and its own child, the guest, and what becomes Lean.
            while len(ours()) < 4:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        running = ours()
        os.kill({"lean": running[-1], "guest": running[-2], "bwrap": running[0]}[victim], signal.SIGKILL)
        return await task

    found = judge(asyncio.run(killed()), LIMITS)
    assert found is not None
    assert found[0] is Status.INFRASTRUCTURE, found
    assert not ours()


def test_lean_aborting_is_no_rejection(process_engine: ProcessEngine) -> None:
    """A full stack ends Lean by a signal: a matter of resources, told apart from a wrong proof."""
    deep = "theorem t : True := " + "(" * 60_000 + "trivial" + ")" * 60_000 + "\n"
    done = asyncio.run(process_engine.elaborate(HEADER + "set_option maxRecDepth 100000000\n" + deep, LIMITS))
    found = judge(done, LIMITS)
    assert found is None or found[0] in (Status.RESOURCE, Status.TIMEOUT), found


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        (134, Status.RESOURCE, Reason.STACK),
        (-6, Status.RESOURCE, Reason.STACK),
        (-11, Status.RESOURCE, Reason.STACK),
        (-9, Status.INFRASTRUCTURE, Reason.WORKER),
        (-15, Status.RESOURCE, Reason.STACK),
        (-31, Status.RESOURCE, Reason.STACK),
        (1, Status.REJECTED, Reason.LEAN_ERROR),
        (0, Status.REJECTED, Reason.INCOMPLETE),
    ],
)
def test_how_an_end_without_messages_is_read(code: int, status: Status, reason: Reason) -> None:
    found = judge(Elaboration(stopped=None, code=code), LIMITS)
    assert found is not None
    assert found[:2] == (status, reason)
    assert not found.sure, "each of these is tried again alone"


def test_a_damaged_cache_is_made_anew(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    def fresh() -> Checker:
        return Checker(toolchain, process_engine, CheckSettings(LIMITS), tmp_path)

    first = fresh()
    assert check(first, "  rfl").proved
    first.references.close()
    files = [path for path in (tmp_path / "references").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".olean", ".names", ".facts"}
    whole = {path: path.read_bytes() for path in files}
    for damage in (lambda data: data[:-1], lambda data: data[:100] + b"\xff" + data[101:], lambda _: b""):
        for path, data in whole.items():
            path.write_bytes(damage(data))
        with pytest.warns(DamageWarning, match="was damaged: it is made again"):
            assert check(fresh(), "  rfl").proved
        assert not check(fresh(), "  exact Nat.zero_le n").proved
        assert {path: path.read_bytes() for path in files if path.suffix == ".names"} == {
            path: data for path, data in whole.items() if path.suffix == ".names"
        }


def test_a_cache_that_cannot_be_written_only_costs_time(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    (tmp_path / "references").write_text("in the way")
    assert check(Checker(toolchain, process_engine, CheckSettings(LIMITS), tmp_path), "  rfl").proved


def test_a_library_module_that_is_gone_is_ours(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    problem = Problem("t", "test", "theorem t : True := by\n", "prelude\nimport Embedded.Gone\n\n")
    checker = Checker(toolchain, process_engine, CheckSettings(LIMITS), tmp_path)
    verdict = asyncio.run(checker.check(problem, "  trivial"))
    assert (verdict.status, verdict.reason) == (Status.INFRASTRUCTURE, Reason.LEAN)
    assert "Embedded.Gone" in verdict.detail
