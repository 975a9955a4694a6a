"""Engine `repl` on real Lean, by a program that speaks the repl's protocol: answers, limits, processes."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from _mixed import ACKERMANN
from _processes import below, command
from engine_texts import GOOD, HEADER, LIMIT_CASES, LIMITS, LOOP, MIXED, UNBOUND
from real_repl import install

from harness.checker.engines import Elaboration, ProcessEngine
from harness.checker.engines.repl.engine import LIMITS as KEPT
from harness.checker.engines.repl.engine import ReplEngine
from harness.checker.engines.selftest import verdict_difference
from harness.checker.judge import judge
from harness.checker.pool import PoolLimits
from harness.checker.verdict import Reason, Status
from harness.lean.olean import name_str, read_olean
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Stop
from harness.sandbox.bubblewrap import Bubblewrap

T = TypeVar("T")
SLOW = UNBOUND + "theorem t : " + ACKERMANN.replace(" 4 3", " 3 {n}") + " = {value} := by decide +kernel\n"


class Counted(ProcessEngine):
    """Engine `process`, which remembers the texts that it was given."""

    def __init__(self, toolchain: Toolchain) -> None:
        super().__init__(toolchain, Bubblewrap())
        self.texts: list[str] = []

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        self.texts.append(text)
        return await super().elaborate(text, limits)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("repl") / "repl")


class Use:
    """An engine, closed afterwards, with what it has had decided elsewhere and the processes that it has."""

    def __init__(self, toolchain: Toolchain, program: Path, kept: PoolLimits = KEPT) -> None:
        self.apart = Counted(toolchain)
        self.engine = ReplEngine(toolchain, program, Bubblewrap(), self.apart, jobs=2, kept=kept)

    def run(self, work: Callable[[ReplEngine], Awaitable[T]]) -> T:
        async def closing() -> T:
            try:
                return await work(self.engine)
            finally:
                await self.engine.close()

        return asyncio.run(closing())

    def elaborate(self, *texts: str, limits: Limits = LIMITS) -> list[Elaboration]:
        async def all_of_them(engine: ReplEngine) -> list[Elaboration]:
            return [await engine.elaborate(text, limits) for text in texts]

        return self.run(all_of_them)

    def pids(self) -> list[int | None]:
        return [each.pid for each in self.engine.stats().servers if not each.users]


@pytest.mark.parametrize("name", [name for name in MIXED if name != "output"])
def test_it_answers_as_process_does(
    toolchain: Toolchain, program: Path, process_engine: ProcessEngine, name: str
) -> None:
    use = Use(toolchain, program)
    (ours,) = use.elaborate(HEADER + MIXED[name])
    theirs = asyncio.run(process_engine.elaborate(HEADER + MIXED[name], LIMITS))
    assert verdict_difference(ours, theirs, LIMITS) is None
    texts = [(each.severity, each.text.strip(), each.line, each.column) for each in theirs.messages]
    # Lean names unknowns by a count, and some errors only where bodies wait for nobody.
    if "?" not in str(texts):
        assert [(each.severity, each.text, each.line, each.column) for each in ours.messages] == texts
    if use.apart.texts == []:
        assert ours.entries is False


def test_the_constants_are_those_of_the_module(
    toolchain: Toolchain, program: Path, process_engine: ProcessEngine
) -> None:
    text = HEADER + (
        "inductive Tree (α : Type) where | leaf | node (l : Tree α) (v : α) (r : Tree α)\n"
        "def Tree.size {α : Type} : Tree α → Nat\n  | .leaf => 0\n  | .node l _ r => l.size + 1 + r.size\n"
        "theorem t : (Tree.leaf (α := Nat)).size = 0 := rfl\n"
    )
    (ours,) = Use(toolchain, program).elaborate(text)
    theirs = asyncio.run(process_engine.elaborate(text, LIMITS))
    assert ours.module is not None and theirs.module is not None
    one, other = read_olean(ours.module), read_olean(theirs.module)
    assert one.imports == other.imports
    assert set(map(name_str, one.constants)) == set(map(name_str, other.constants))
    assert len(one.constants) > 10
    assert not one.entries and other.entries


def test_one_process_serves_many_texts_which_do_not_see_each_other(
    toolchain: Toolchain, program: Path
) -> None:
    use = Use(toolchain, program)
    helper = "theorem helper : 1 + 1 = 2 := rfl\n"

    async def work(engine: ReplEngine) -> list[int | None]:
        texts = [
            helper + GOOD,
            "theorem t : 1 + 1 = 2 := helper\n",
            helper + "theorem t : 1 + 1 = 2 := helper\n",
        ]
        codes = [(await engine.elaborate(HEADER + text, LIMITS)).code for text in texts]
        assert len(use.pids()) == 1
        assert [each.uses for each in engine.stats().servers] == [3]
        return codes

    assert use.run(work) == [0, 1, 0]
    assert use.apart.texts == []


CASES = {
    **LIMIT_CASES,
    # The error stands before the limit, so it decides; the repl itself would say nothing.
    "error then cpu": (
        "theorem e : 1 = 2 := rfl\n" + LOOP,
        Limits(cpu_s=1),
        Status.REJECTED,
        Reason.LEAN_ERROR,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_limits_and_what_comes_after(toolchain: Toolchain, program: Path, name: str) -> None:
    text, limits, status, reason = CASES[name]
    use = Use(toolchain, program)
    small = replace(limits, wall_s=120) if reason is Reason.WALL else limits

    async def work(engine: ReplEngine) -> tuple[Elaboration, Elaboration]:
        done = await engine.elaborate(HEADER + text, limits)
        return done, await engine.elaborate(HEADER + GOOD, replace(small, heartbeats=0))

    done, after = use.run(work)
    finding = judge(done, limits)
    assert finding is not None
    assert finding[:2] == (status, reason), finding
    if reason is not Reason.FILES:
        assert after.code == 0


def test_cpu_time_is_that_of_the_text(toolchain: Toolchain, program: Path) -> None:
    slow = HEADER + SLOW.format(n=11, value=2**14 - 3)
    first, second, third = Use(toolchain, program).elaborate(slow, HEADER + GOOD, slow)
    assert first.code == second.code == third.code == 0
    assert first.cpu_s > 2 * second.cpu_s
    assert third.cpu_s > 2 * second.cpu_s


def test_another_header_gets_a_process_of_its_own(toolchain: Toolchain, program: Path) -> None:
    use = Use(toolchain, program)
    base = "prelude\nimport Embedded.Base\n"

    async def work(engine: ReplEngine) -> list[int | None]:
        true = "theorem t (n : Nat) : n + 0 = n := rfl\n"
        codes = [(await engine.elaborate(text, LIMITS)).code for text in (HEADER + GOOD, base + true)]
        assert len(set(use.pids())) == 2
        # `omega` isn't in Embedded.Base: the other process has not lent it.
        codes.append((await engine.elaborate(base + GOOD, LIMITS)).code)
        return codes

    assert use.run(work) == [0, 0, 1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEADER + "import Embedded.Base\n" + GOOD, 0),
        (HEADER + GOOD + "import Embedded.Base\n", 1),
        ("prelude\nimport Embedded.Missing\n" + GOOD, 1),
        (HEADER + "-- import\n" + GOOD, 0),
        ("prelude import Embedded.Arith " + GOOD, 0),
        ("/-! a note -/ " + HEADER + GOOD, 1),
        ("", 1),
    ],
    ids=["two imports", "in the middle", "missing", "in a comment", "one line", "behind a doc", "nothing"],
)
def test_headers(
    toolchain: Toolchain, program: Path, process_engine: ProcessEngine, text: str, code: int
) -> None:
    (ours,) = Use(toolchain, program).elaborate(text)
    theirs = asyncio.run(process_engine.elaborate(text, LIMITS))
    assert (ours.code, theirs.code) == (code, code)
    assert verdict_difference(ours, theirs, LIMITS) is None


def test_a_bad_header_is_tried_once(toolchain: Toolchain, program: Path) -> None:
    use = Use(toolchain, program)
    text = "prelude\nimport Embedded.Missing\n" + GOOD
    assert [done.code for done in use.elaborate(text, text)] == [1, 1]
    assert len(use.apart.texts) == 2
    assert len(use.engine._refused) == 1
    assert use.engine.stats().started == 0


def test_processes_are_replaced_after_their_uses(toolchain: Toolchain, program: Path) -> None:
    use = Use(toolchain, program, PoolLimits(uses=2))

    async def work(engine: ReplEngine) -> list[int | None]:
        found = []
        for _ in range(5):
            assert (await engine.elaborate(HEADER + GOOD, LIMITS)).code == 0
            found += use.pids() or [None]
        return found

    first, none, second, again_none, third = use.run(work)
    assert none is again_none is None
    assert len({first, second, third}) == 3


def test_processes_are_replaced_when_they_have_grown(toolchain: Toolchain, program: Path) -> None:
    many = "".join(f"theorem t{i} (a b : Nat) (h : a < b) : a + 1 ≤ b := by omega\n" for i in range(60))
    for growth, kept in ((1 << 30, 1), (1, 0)):
        use = Use(toolchain, program, PoolLimits(growth=growth))

        async def work(engine: ReplEngine, use: Use = use) -> int:
            assert (await engine.elaborate(HEADER + many, LIMITS)).code == 0
            return len(use.pids())

        assert use.run(work) == kept
        assert use.apart.texts == []


def test_idle_processes_are_few(toolchain: Toolchain, program: Path) -> None:
    use = Use(toolchain, program, PoolLimits(servers=1))
    base = "prelude\nimport Embedded.Base\ntheorem t (n : Nat) : n + 0 = n := rfl\n"

    async def work(engine: ReplEngine) -> int:
        await engine.elaborate(HEADER + GOOD, LIMITS)
        (first,) = use.pids()
        await engine.elaborate(base, LIMITS)
        assert use.pids() != [first]
        return len(use.pids())

    assert use.run(work) == 1


async def _kill_when_busy(before: set[int]) -> None:
    """SIGKILL to the repl itself, as soon as it works on a text."""
    deadline = asyncio.get_running_loop().time() + 30
    while asyncio.get_running_loop().time() < deadline:
        for pid in set(below()) - before:
            if _is_repl(pid) and _cpu_ticks(pid) > 60:
                os.kill(pid, signal.SIGKILL)
                return
        await asyncio.sleep(0.02)
    raise AssertionError("no repl was busy")


def _is_repl(pid: int) -> bool:
    return any(word.endswith("/repl") for word in command(pid)[:3])


def _cpu_ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


@pytest.mark.parametrize("times", [1, 2])
def test_a_process_killed_under_a_text_is_replaced_once(
    toolchain: Toolchain, program: Path, times: int
) -> None:
    use = Use(toolchain, program)
    slow = SLOW.format(n=12, value=2**15 - 3)

    async def work(engine: ReplEngine) -> Elaboration:
        before = set(below())
        task = asyncio.create_task(engine.elaborate(HEADER + slow, Limits(cpu_s=100)))
        for _ in range(times):
            await _kill_when_busy(before)
        return await task

    done = use.run(work)
    if times == 1:
        assert (done.code, done.failure) == (0, None)
    else:
        finding = judge(done, LIMITS)
        assert finding is not None
        assert finding[0] is Status.INFRASTRUCTURE
        assert "twice" in finding[2]
    assert use.apart.texts == []


def test_a_process_that_died_while_idle_costs_nothing(toolchain: Toolchain, program: Path) -> None:
    use = Use(toolchain, program)

    async def work(engine: ReplEngine) -> list[int | None]:
        codes = [(await engine.elaborate(HEADER + GOOD, LIMITS)).code]
        for pid in below():
            if _is_repl(pid):
                os.kill(pid, signal.SIGKILL)
        codes.append((await engine.elaborate(HEADER + GOOD, LIMITS)).code)
        return codes

    assert use.run(work) == [0, 0]


def test_cancelling_and_closing_leave_nothing(toolchain: Toolchain, program: Path) -> None:
    use = Use(toolchain, program)
    before = below()

    async def work(engine: ReplEngine) -> Elaboration:
        task = asyncio.create_task(engine.elaborate(HEADER + LOOP, Limits(cpu_s=60)))
        await asyncio.sleep(2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        for _ in range(100):
            if below() == before:
                break
            await asyncio.sleep(0.05)
        assert below() == before
        return await engine.elaborate(HEADER + GOOD, LIMITS)

    assert use.run(work).code == 0
    assert below() == before


def test_several_event_loops(toolchain: Toolchain, program: Path) -> None:
    engine = ReplEngine(toolchain, program, Bubblewrap(), Counted(toolchain))
    before = below()
    try:
        codes = [asyncio.run(engine.elaborate(HEADER + GOOD, LIMITS)).code for _ in range(2)]
    finally:
        asyncio.run(engine.close())
    assert codes == [0, 0]
    assert below() == before


def test_many_at_once_do_not_mix(toolchain: Toolchain, program: Path) -> None:
    texts = [f"{HEADER}theorem t{i} : {i} + 1 = {i + 1 + i % 2} := by rfl\n" for i in range(12)]

    async def work(engine: ReplEngine) -> list[Elaboration]:
        return list(await asyncio.gather(*(engine.elaborate(text, LIMITS) for text in texts)))

    assert [done.code for done in Use(toolchain, program).run(work)] == [0, 1] * 6


def test_a_program_that_is_none_is_decided_elsewhere(toolchain: Toolchain, tmp_path: Path) -> None:
    broken = tmp_path / "repl"
    broken.write_bytes(b"\x7fELF nothing else")
    broken.chmod(0o755)
    (done,) = Use(toolchain, broken).elaborate(HEADER + GOOD)
    assert done.failure is not None
    assert "can't be confined or started" in done.failure


def test_missing_bubblewrap_is_our_failure(toolchain: Toolchain, program: Path, tmp_path: Path) -> None:
    sandbox = Bubblewrap()
    sandbox._bwrap = tmp_path / "bwrap"
    engine = ReplEngine(toolchain, program, sandbox, Counted(toolchain))
    done = asyncio.run(engine.elaborate(HEADER + GOOD, LIMITS))
    assert done.failure is not None


def test_stopped_by_the_clock_is_not_repeated(toolchain: Toolchain, program: Path) -> None:
    use = Use(toolchain, program)
    (done,) = use.elaborate(HEADER + LOOP, limits=Limits(cpu_s=60, wall_s=1))
    assert done.stopped is Stop.WALL
    assert use.apart.texts == []
