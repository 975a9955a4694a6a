"""Engine `process` on real Lean: good texts, wrong texts, and texts that misbehave."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from _processes import below, command
from engine_texts import GROWS, HEADER, LIMIT_CASES, LOOP, MIB

from harness.checker.engines import Elaboration, ProcessEngine
from harness.checker.judge import judge
from harness.checker.verdict import Reason, Status
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Stop
from harness.sandbox.none import NoSandbox


def elaborate(engine: ProcessEngine, text: str, limits: Limits | None = None) -> Elaboration:
    return asyncio.run(engine.elaborate(HEADER + text, limits or Limits(cpu_s=20)))


def test_true_theorem_compiles(process_engine: ProcessEngine) -> None:
    done = elaborate(process_engine, "theorem t (a b : Nat) (h : a < b) : a + 1 ≤ b := by omega\n")
    assert (done.code, done.stopped, done.failure) == (0, None, None)
    assert done.module is not None
    assert done.module.startswith(b"olean\x02")
    assert judge(done, Limits()) is None
    assert 0 < done.cpu_s < 20


def test_false_theorem_has_an_error_and_no_module(process_engine: ProcessEngine) -> None:
    done = elaborate(process_engine, "theorem t (a b : Nat) (h : a < b) : a + 2 ≤ b := by omega\n")
    assert done.code == 1
    assert done.module is None
    assert [m.severity for m in done.messages] == ["error"]
    assert done.messages[0].line == 3
    finding = judge(done, Limits())
    assert finding is not None
    assert finding[:2] == (Status.REJECTED, Reason.LEAN_ERROR)


@pytest.mark.parametrize("name", LIMIT_CASES)
def test_limit(process_engine: ProcessEngine, name: str) -> None:
    text, limits, *expected = LIMIT_CASES[name]
    finding = judge(elaborate(process_engine, text, limits), limits)
    assert finding is not None
    assert list(finding[:2]) == expected, finding


def test_watching_holds_memory_where_there_is_no_control_group(toolchain: Toolchain) -> None:
    """The sandbox `none` has no control group, so only the watcher can have stopped it."""
    limits = Limits(cpu_s=60, memory=300 * MIB)
    done = elaborate(ProcessEngine(toolchain, NoSandbox()), GROWS, limits)
    assert done.stopped is Stop.MEMORY
    assert done.cpu_s > 0.1


def test_cancelling_ends_lean_at_once_and_leaves_nothing(process_engine: ProcessEngine) -> None:
    text = HEADER + LOOP

    async def cancelled() -> None:
        task = asyncio.create_task(process_engine.elaborate(text, Limits(cpu_s=60)))
        await asyncio.sleep(0.7)
        assert _guests()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    before = _guests()
    asyncio.run(cancelled())
    deadline = time.monotonic() + 10
    while _guests() - before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _guests() - before


def _guests() -> set[int]:
    """Processes below this one that run the guest."""
    return {pid for pid in below() if any("programs.guest" in word for word in command(pid))}


def test_many_at_once_do_not_mix(process_engine: ProcessEngine) -> None:
    async def all_of_them() -> list[Elaboration]:
        texts = [f"{HEADER}theorem t{i} : {i} + 1 = {i + 1 + i % 2} := by rfl\n" for i in range(8)]
        return list(await asyncio.gather(*(process_engine.elaborate(t, Limits(cpu_s=20)) for t in texts)))

    assert [done.code for done in asyncio.run(all_of_them())] == [0, 1] * 4


def test_broken_lean_is_our_failure_not_the_candidates(toolchain: Toolchain, tmp_path: Path) -> None:
    from dataclasses import replace

    from harness.sandbox.bubblewrap import Bubblewrap

    broken = tmp_path / "libleanshared.so"
    broken.write_bytes(b"\x7fELF nothing else")
    engine = ProcessEngine(replace(toolchain, library=broken, readable=(tmp_path,)), Bubblewrap())
    done = elaborate(engine, "theorem t : True := trivial\n")
    finding = judge(done, Limits())
    assert finding is not None
    assert finding[:2] == (Status.INFRASTRUCTURE, Reason.SANDBOX)


def test_missing_bwrap_is_our_failure(toolchain: Toolchain, tmp_path: Path) -> None:
    from harness.sandbox.bubblewrap import Bubblewrap

    sandbox = Bubblewrap()
    sandbox._bwrap = tmp_path / "bwrap"
    done = elaborate(ProcessEngine(toolchain, sandbox), "theorem t : True := trivial\n")
    assert done.failure is not None
    assert judge(done, Limits())[:2] == (Status.INFRASTRUCTURE, Reason.SANDBOX)  # type: ignore[index]


@pytest.mark.parametrize(
    ("goal", "true"),
    [
        ("2^2010 % 10 = 4", True),
        ("2^2010 % 10 = 6", False),
        ("(29^13 - 5^13) % 7 = 3", True),
        ("(29^13 - 5^13) % 7 = 4", False),
    ],
)
@pytest.mark.parametrize("module", ["Base", "Arith"])
def test_closed_arithmetic_is_decided(
    process_engine: ProcessEngine, module: str, goal: str, true: bool
) -> None:
    text = f"prelude\nimport Embedded.{module}\n\ntheorem t : {goal} := by decide\n"
    done = asyncio.run(process_engine.elaborate(text, Limits(cpu_s=5)))
    assert (done.code == 0) is true
    assert bool(done.messages) is not true


def test_a_candidate_may_declare_types(process_engine: ProcessEngine) -> None:
    done = elaborate(
        process_engine,
        "inductive Colour where | red | green\ninductive Three where | a | b | c\n"
        "structure Point where\n  x : Nat\n  y : Nat\n"
        "inductive Tree (α : Type) where | leaf | node (l : Tree α) (v : α) (r : Tree α)\n"
        "def Tree.size {α : Type} : Tree α → Nat\n  | .leaf => 0\n  | .node l _ r => l.size + 1 + r.size\n"
        "theorem t : Colour.red ≠ Colour.green ∧ (Point.mk 1 2).y = 2 ∧ (Tree.leaf (α := Nat)).size = 0 :=\n"
        "  ⟨nofun, rfl, rfl⟩\n",
    )
    assert (done.code, done.messages) == (0, ())
