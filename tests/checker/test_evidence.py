"""What is believed at once, what is tried again alone, and what comes of it there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from engine_texts import OVERFLOW_TEXT

from harness.checker.admission import low_limits, shortage
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import Elaboration, Engine, ProcessEngine
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.evidence import CONTROL, Doubts, TurnsApart
from harness.checker.judge import STACK_FULL, error_in_header, judge
from harness.checker.replay._client import _outcome
from harness.checker.replay.base import refusal_of
from harness.checker.replay.protocol import CODE_MEMORY, CODE_STACK
from harness.checker.verdict import Message, Reason, Status, Verdict
from harness.lean.toolchain import Toolchain
from harness.machine import Headroom
from harness.problem import Problem
from harness.sandbox import Limits, Stop

HEADER = "prelude\nimport Embedded.Base\n\n"
PROBLEM = Problem("t", "test", "theorem t (n : Nat) : n + 0 = n := by\n", HEADER)
LIMITS = Limits(cpu_s=20)
CRASHED = Elaboration(None, -11, errors="terminating due to uncaught exception\n")


class Stumbling(Engine):
    """An engine whose first ends are `ends`, whatever the text is; then those of a real one.

    crashing: a text with this in it always ends as the first of `ends`.
    """

    def __init__(self, engine: Engine, *ends: Elaboration, crashing: str | None = None) -> None:
        self._engine, self._ends, self._crashing = engine, list(ends), crashing
        self.texts: list[str] = []

    def description(self) -> Mapping[str, Any]:
        return self._engine.description()

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        self.texts.append(text)
        if self._crashing is not None:
            return self._ends[0] if self._crashing in text else await self._engine.elaborate(text, limits)
        # The benchmark's own statement is compiled by the same engine.
        if self._ends and "sorry" not in text:
            return self._ends.pop(0)
        return await self._engine.elaborate(text, limits)

    async def close(self) -> None:
        await self._engine.close()


def check(toolchain: Toolchain, engine: Engine, cache: Path, text: str = "  rfl") -> Verdict:
    async def run() -> Verdict:
        checker = Checker(toolchain, engine, CheckSettings(LIMITS), cache)
        try:
            return await checker.check(PROBLEM, text)
        finally:
            await checker.close()

    return asyncio.run(run())


def error(line: int, column: int = 0) -> Elaboration:
    return Elaboration(None, 1, (Message("error", "failed to read file", line, column),))


DOUBTFUL = {
    "crash": CRASHED,
    "code without a message": Elaboration(None, 1),
    "no module": Elaboration(None, 0),
    "killed": Elaboration(None, -9),
    "failure": Elaboration(None, None, failure="descriptors were lost on the way"),
    "damaged module": Elaboration(None, 0, module=b"olean, but not whole"),
    "error of the imports": error(1),
    "CPU limit below ours": Elaboration(Stop.CPU, -24, cpu_s=3.0),
}


@pytest.mark.parametrize("kind", DOUBTFUL)
def test_an_end_without_evidence_is_tried_again(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path, kind: str
) -> None:
    right = Stumbling(process_engine, DOUBTFUL[kind])
    assert check(toolchain, right, tmp_path).proved
    wrong = Stumbling(process_engine, DOUBTFUL[kind])
    verdict = check(toolchain, wrong, tmp_path, "  exact Nat.zero_le n")
    assert (verdict.status, verdict.reason) == (Status.REJECTED, Reason.LEAN_ERROR)
    assert verdict.messages


SURE = {
    "an error of Lean": Elaboration(None, 1, (Message("error", "no", 5, 2),)),
    "CPU time measured": Elaboration(Stop.CPU, -24, cpu_s=20.5),
    "memory measured": Elaboration(Stop.MEMORY, -9),
    "an error before a crash": Elaboration(None, -11, (Message("error", "no", 5, 2),)),
    "a full stack": Elaboration(None, -6, errors=f"\n{STACK_FULL}\n"),
}


@pytest.mark.parametrize("kind", SURE)
def test_evidence_is_believed_at_once(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path, kind: str
) -> None:
    engine = Stumbling(process_engine, SURE[kind])
    verdict = check(toolchain, engine, tmp_path)
    assert verdict.decided and not verdict.proved
    assert len([text for text in engine.texts if "sorry" not in text]) == 1


def test_what_repeats_alone_is_the_texts_own(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    engine = Stumbling(process_engine, CRASHED, crashing="  rfl")
    verdict = check(toolchain, engine, tmp_path)
    assert (verdict.status, verdict.reason) == (Status.RESOURCE, Reason.STACK)
    assert engine.texts[-1].endswith(CONTROL), "a text of ours was tried behind it"
    assert len(engine.texts) == 2 + 2 * Doubts().tries()


def test_fewer_repeats_where_all_have_and_more_where_the_machine_slips() -> None:
    first = Doubts().tries()
    assert Doubts(repeated=10).tries() < first < Doubts(repeated=10, slips=1).tries()


def test_where_a_text_of_ours_fails_as_well_nothing_is_known(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    engine = Stumbling(process_engine, CRASHED, CRASHED, CRASHED)
    verdict = check(toolchain, engine, tmp_path)
    assert verdict.status is Status.INFRASTRUCTURE
    assert "a text of our own fails as well" in verdict.detail


def test_a_machine_that_is_short_is_no_evidence(
    toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path
) -> None:
    """More memory than any machine has: so it is measured to be too little."""

    async def run(memory: int) -> Verdict:
        limits = Limits(cpu_s=20, memory=memory)
        engine = Stumbling(process_engine, CRASHED, crashing="  rfl")
        return await Checker(toolchain, engine, CheckSettings(limits), tmp_path).check(PROBLEM, "  rfl")

    short = asyncio.run(run(1 << 50))
    assert short.status is Status.INFRASTRUCTURE
    assert "MiB of memory are left and a candidate may need 1073741824" in short.detail
    assert asyncio.run(run(1 << 29)).reason is Reason.STACK


def test_a_stack_that_overflows_needs_no_second_try(
    toolchain: Toolchain, process_engine: ProcessEngine
) -> None:
    """Lean says so itself, with either engine."""
    limits = Limits(cpu_s=60)

    async def ends() -> list[Elaboration]:
        fork = ForkEngine(toolchain)
        try:
            return [await engine.elaborate(OVERFLOW_TEXT, limits) for engine in (fork, process_engine)]
        finally:
            await fork.close()

    for done in asyncio.run(ends()):
        found = judge(done, limits)
        assert found is not None and found.sure
        assert found[:2] == (Status.RESOURCE, Reason.STACK)


def test_an_error_in_the_header_is_told_apart() -> None:
    assert error_in_header(error(2), "prelude\nimport A\n")
    assert error_in_header(error(1), "")
    assert not error_in_header(error(3), "prelude\nimport A")
    assert not error_in_header(error(1, 5), "")
    assert not error_in_header(Elaboration(None, 0), "import A")


def test_which_ends_of_a_replay_are_sure() -> None:
    def sure(code: int, cpu_s: float = 1.0, stopped: str | None = None, data: bytes = b"") -> bool:
        reply = {"code": code, "cpu_s": cpu_s, "stopped": stopped}
        found = refusal_of(_outcome(reply, data, LIMITS), LIMITS)
        assert found is not None
        return found.sure

    assert sure(0, data=b'\n{"ok": false, "detail": "no"}')
    assert sure(CODE_STACK) and sure(-24, cpu_s=21.0) and sure(-9, stopped="wall")
    assert not any(map(sure, (CODE_MEMORY, 1, -11, -9, -24, 97, 0)))


async def _entering(turns: TurnsApart, name: str, seen: list[str], *, alone: bool) -> None:
    async with turns.alone() if alone else turns.beside():
        seen.append(f"{name} in")
        await asyncio.sleep(0.01)
        seen.append(f"{name} out")


def test_one_that_is_alone_has_none_beside_it() -> None:
    async def run() -> list[str]:
        turns, seen = TurnsApart(), list[str]()
        first = [asyncio.create_task(_entering(turns, name, seen, alone=False)) for name in "ab"]
        await asyncio.sleep(0)
        alone = [asyncio.create_task(_entering(turns, name, seen, alone=True)) for name in "XY"]
        await asyncio.sleep(0)
        late = asyncio.create_task(_entering(turns, "c", seen, alone=False))
        gone = asyncio.create_task(_entering(turns, "Z", seen, alone=True))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.gather(*first, *alone, late, gone, return_exceptions=True)
        return seen

    seen = asyncio.run(run())
    assert seen == ["a in", "b in", "a out", "b out", "X in", "X out", "Y in", "Y out", "c in", "c out"]


def test_turns_serve_one_event_loop_after_the_other() -> None:
    turns = TurnsApart()
    for _ in range(2):
        seen: list[str] = []
        asyncio.run(_entering(turns, "a", seen, alone=True))
        asyncio.run(_entering(turns, "b", seen, alone=False))
        assert len(seen) == 4


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (Headroom(70, 1000, 1 << 40, 1 << 40), "processes"),
        (Headroom(1000, 31, 1 << 40, 1 << 40), "descriptors"),
        (Headroom(None, None, 4 << 30, 1 << 40), None),
        (Headroom(None, None, (4 << 30) - 1, 1 << 40), "MiB of memory"),
        (Headroom(None, None, 1 << 40, 1), "MiB on disk"),
    ],
)
def test_a_shortage_is_told_in_words(found: Headroom, word: str | None) -> None:
    said = shortage(Limits(), found, on_disk=True)
    assert said is None if word is None else said is not None and word in said


def test_what_this_machine_has_is_enough_for_the_tests() -> None:
    assert shortage(Limits(memory=1 << 30), Headroom.measure()) is None
    assert low_limits(Limits()) == []
    assert low_limits(Limits(memory=1 << 60)) == []
