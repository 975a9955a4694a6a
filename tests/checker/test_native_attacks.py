"""Hostile machine code in place of Lean, in both engines: the same end of it has the same verdict in both.

The code is `native.c`. Whatever it does is its own doing: never `infrastructure`, which is no verdict.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from _whole_library import HeaderTable, open_module
from hostile_modules import hand_made, reference

from harness.checker.audit import CANDIDATE
from harness.checker.audit.decide import decide
from harness.checker.engines import Elaboration, Engine, ProcessEngine
from harness.checker.engines.fork.client import ForkSetup
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.judge import judge
from harness.checker.replay.base import Question, refusal_of
from harness.checker.replay.native import NativeReplay
from harness.checker.verdict import Reason, Status
from harness.errors import OleanError
from harness.lean.olean import Module, Name, read_olean
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, seccomp
from harness.sandbox.bubblewrap import Bubblewrap

COMPILER = shutil.which("cc")
pytestmark = [
    pytest.mark.skipif(not seccomp.supported(), reason="engine fork is for x86-64 Linux"),
    pytest.mark.skipif(COMPILER is None, reason="no C compiler (cc) here"),
]

HERE = Path(__file__).parent
SUPPORT = HERE.parent / "support"
PROGRAM = f"sys.path.insert(0, {str(SUPPORT)!r}); import fork_native; fork_native.main()"
MIB = 1 << 20
LIMITS = Limits(cpu_s=5, wall_s=20, memory=256 * MIB, scratch=4 * MIB)
DONE = 7

Found = tuple[Status, Reason | None]
EXITED = (Status.REJECTED, Reason.LEAN_ERROR)
NO_MODULE = (Status.REJECTED, Reason.INCOMPLETE)
CRASHED = (Status.RESOURCE, Reason.STACK)
FILES = (Status.RESOURCE, Reason.FILES)
MEMORY = (Status.RESOURCE, Reason.MEMORY)
CPU = (Status.TIMEOUT, Reason.CPU)


class NativeFork(ForkEngine):
    """Engine `fork` whose children run the library's `attack`."""

    def _setup(self, header: str) -> ForkSetup:
        return replace(super()._setup(header), program=PROGRAM)


@pytest.fixture(scope="module")
def native(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Toolchain:
    """A toolchain whose library is the hostile code."""
    assert COMPILER is not None
    library = tmp_path_factory.mktemp("native") / "native.so"
    command = [
        COMPILER,
        "-O1",
        "-shared",
        "-fPIC",
        "-Wno-infinite-recursion",
        "-o",
        library,
        HERE / "native.c",
    ]
    subprocess.run([*map(str, command)], check=True, capture_output=True)
    for folder in (library.parent, library.parent.parent):
        folder.chmod(0o755)
    return replace(toolchain, library=library, readable=(*toolchain.readable, library))


def watched(native: Toolchain) -> ProcessEngine:
    """Engine `process` where no control group can be made, so that the guest alone holds the limits."""
    sandbox = Bubblewrap()
    sandbox._groups = False
    return ProcessEngine(native, sandbox)


def ends(engine: Engine, texts: Iterable[str], limits: Limits) -> list[Elaboration]:
    """What becomes of each text, a few at once; the engine is closed."""

    async def run() -> list[Elaboration]:
        slots = asyncio.Semaphore(4)

        async def one(text: str) -> Elaboration:
            async with slots:
                return await engine.elaborate(text, limits)

        try:
            return await asyncio.gather(*map(one, texts))
        finally:
            await engine.close()

    return asyncio.run(run())


def both(native: Toolchain, texts: Sequence[str], limits: Limits = LIMITS) -> dict[str, tuple[Found, Found]]:
    """text -> (verdict by fork, verdict by process)."""
    engines: tuple[Engine, Engine] = (NativeFork(native), watched(native))
    forked, alone = ([verdict_of(done, limits) for done in ends(each, texts, limits)] for each in engines)
    return dict(zip(texts, zip(forked, alone, strict=True), strict=True))


def verdict_of(done: Elaboration, limits: Limits) -> Found:
    verdict = judge(done, limits)
    assert verdict is not None
    assert verdict[0] is not Status.INFRASTRUCTURE, (verdict, done)
    return verdict[0], verdict[1]


def alike(verdict: Found) -> tuple[Found, Found]:
    return verdict, verdict


def test_every_exit_code(native: Toolchain) -> None:
    """24 and 25 are the numbers of the limits' signals, 97 ours for a child that can't be confined, 134 and
    139 what a shell makes of signals."""
    expected = dict.fromkeys(range(256), EXITED) | {0: NO_MODULE, 134: CRASHED}
    answers = both(native, [f"exit {code}" for code in range(256)])
    assert answers == {f"exit {code}": alike(verdict) for code, verdict in expected.items()}


FAULTS = {"SIGILL": 4, "SIGTRAP": 5, "SIGABRT": 6, "SIGBUS": 7, "SIGFPE": 8, "SIGSEGV": 11, "SIGSYS": 31}


def test_faults_and_other_tables_of_calls(native: Toolchain) -> None:
    """The kernel ends a process that makes one of these, in both engines by the same signal."""
    getpid, exit_, kill = 39, 60, 62
    texts = [f"fault {number}" for number in FAULTS.values()]
    texts += [f"x32 {number} 9" for number in (getpid, exit_, kill, 0, 470, 512, 545)]
    texts += [f"i386 {number} 3" for number in (1, 20, 37, 252)]
    texts += ["overflow", "return"]
    assert both(native, texts) == dict.fromkeys(texts, alike(CRASHED))


def test_no_signal_can_be_sent(native: Toolchain) -> None:
    """By no call to itself; by no pipe, folder, file or timer to itself, its parent or its group."""
    texts = [f"send {number}" for number in range(1, 65)]
    texts += [f"pipe {number} {whom}" for number in (0, 9, 11, 15, 29, 64) for whom in range(4)]
    texts += [f"folder {number}" for number in (0, 9, 15, 29)]
    assert both(native, texts) == dict.fromkeys(texts, alike(EXITED))


def test_timers_and_a_parents_death(native: Toolchain) -> None:
    texts = [f"timer {number}" for number in (9, 14)]
    assert both(native, texts) == dict.fromkeys(texts, alike(EXITED))


def test_blocked_signals_hold_up_no_limit(native: Toolchain) -> None:
    answers = both(native, ["block 0", "block 1"], replace(LIMITS, cpu_s=0.3, wall_s=120))
    assert answers == {"block 0": alike(EXITED), "block 1": alike(CPU)}


def test_files(native: Toolchain) -> None:
    """A file as large as one may be is what shows that this limit was met; its twin is a smaller one.

    Cut to a size, or written at its end alone, a file over the limit is none: the process ends by an exit.
    """
    large, small = 8 * MIB, 3 * MIB
    expected = {
        f"fill {large} 0": FILES,
        f"fill {large} 1": EXITED,
        f"fill {large} 2": EXITED,
        f"fill {small} 0": NO_MODULE,
        f"fill {small} 1": NO_MODULE,
        f"fill {small} 2": NO_MODULE,
    }
    assert both(native, list(expected)) == {text: alike(verdict) for text, verdict in expected.items()}


def test_number_of_files(native: Toolchain) -> None:
    """An empty file takes memory of the kernel's that no limit on bytes sees."""
    expected = {
        "many 100000 0": FILES,
        "many 100000 1": FILES,
        "many 40 0": NO_MODULE,
        "many 40 1": NO_MODULE,
    }
    assert both(native, list(expected)) == {text: alike(verdict) for text, verdict in expected.items()}


def test_page_tables(native: Toolchain) -> None:
    """Reading takes no memory but tables, 4 KiB for each 2 MiB: 400 MiB of them for 200 GiB.

    The twin reserves as much, as Lean does, and reads a little of it.
    """
    expected = {"tables 200 1000000": MEMORY, "tables 200 2000": NO_MODULE}
    assert both(native, list(expected)) == {text: alike(verdict) for text, verdict in expected.items()}


def test_what_the_kernel_would_keep(native: Toolchain) -> None:
    """Locks, large pipes, huge pages, the text's own memory, keys, queues ...: refused, each of them."""
    for text in ("keep", "pipes"):
        for engine in (NativeFork(native), watched(native)):
            (done,) = ends(engine, [text], LIMITS)
            assert (done.code, done.failure) == (DONE, None), (text, done)


def test_random_system_calls(native: Toolchain) -> None:
    """Thousands of calls with arguments that make sense now and then: nothing is ever our failure."""
    texts = [f"random {seed} 3000" for seed in range(24)]
    limits = replace(LIMITS, cpu_s=2, wall_s=6)
    answers = both(native, texts, limits)
    kinds = Counter(verdict for pair in answers.values() for verdict in pair)
    assert sum(kinds.values()) == 2 * len(texts)
    # Those with an even number leave out what soon ends a process by a fault.
    assert kinds[EXITED] >= len(texts) // 2, kinds


def test_hostile_modules_from_where_candidates_run(toolchain: Toolchain, native: Toolchain) -> None:
    """Both engines hand on what the child wrote, byte for byte; facts, audit and kernel give it a verdict."""
    modules = [data for data in hand_made().values() if len(data) < 4000]
    chosen = random.Random(3).sample(modules, 120)
    texts = [f"module\n{data.hex()}" for data in chosen]
    for engine in (NativeFork(native), watched(native)):
        made = [done.module for done in ends(engine, texts, LIMITS)]
        # An empty file is none.
        assert [data or b"" for data in made] == chosen
    header = HeaderTable.from_imports([("Embedded", "Arith")], lambda name: library_module(toolchain, name))
    kinds = Counter(asyncio.run(judged(toolchain, chosen, header)))
    assert kinds.total() == len(chosen)
    assert kinds["damaged"] > 50
    assert kinds["proved"] > 3, "odd names where nothing is decided by them leave a good proof"


def library_module(toolchain: Toolchain, name: Name) -> Module:
    return open_module(toolchain.search_path[0].joinpath(*map(str, name)).with_suffix(".olean"))


async def judged(toolchain: Toolchain, modules: Sequence[bytes], header: HeaderTable) -> list[str]:
    """What audit and replay come to for each."""
    replayer = NativeReplay(toolchain, Bubblewrap())
    question = Question((("Embedded", "Arith"),), ("t",), read_olean(reference(), file="reference"))
    found = []
    try:
        for data in modules:
            seen = await replayer.examine(data, question, LIMITS)
            assert seen.facts is not None and seen.replay is not None
            verdict = refusal_of(seen.replay, LIMITS)
            assert verdict is None or verdict[0] is not Status.INFRASTRUCTURE, verdict
            try:
                reason = decide(seen.facts, header).reason
                found.append(str(reason) if reason else str(verdict[0]) if verdict else "proved")
            except OleanError as error:
                assert error.file == CANDIDATE
                found.append("damaged")
    finally:
        await replayer.close()
    return found
