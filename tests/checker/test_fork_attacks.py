"""What hostile code in a child of the fork server can reach: its own folder, and nothing else."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from harness.checker.engines.fork.client import Finished, ForkServer, ForkSetup
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Stop, cpu_net, seccomp

pytestmark = pytest.mark.skipif(not seccomp.supported(), reason="engine fork is for x86-64 Linux")

ATTACK = Path(__file__).parents[1] / "support" / "fork_attack.py"
PROGRAM = f"sys.path.insert(0, {str(ATTACK.parent)!r}); import fork_attack; fork_attack.main()"
MIB = 1 << 20
LIMITS = Limits(cpu_s=10, wall_s=20, memory=512 * MIB)
T = TypeVar("T")


def with_server(toolchain: Toolchain, work: Callable[[ForkServer], Awaitable[T]]) -> T:
    """What `work` makes of a server whose children run Python programs."""

    async def run() -> T:
        assert toolchain.library is not None
        setup = ForkSetup(toolchain.library, toolchain.search_path, "", program=PROGRAM)
        server = await ForkServer.start(setup)
        try:
            return await work(server)
        finally:
            await server.close()

    return asyncio.run(run())


def attack(toolchain: Toolchain, program: str, limits: Limits = LIMITS) -> Finished:
    return with_server(toolchain, lambda server: server.run(program.encode(), limits))


def answers(done: Finished) -> dict[str, Any]:
    assert (done.code, done.stopped, done.trouble) == (0, None, ""), done
    return dict(json.loads(done.output))


IGNORE_SIGNALS = """
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
"""


@pytest.mark.parametrize(
    ("program", "limits", "stop"),
    [
        (IGNORE_SIGNALS + "while True: pass", Limits(cpu_s=1, wall_s=20), Stop.CPU),
        (IGNORE_SIGNALS + "time.sleep(99)", Limits(cpu_s=9, wall_s=0.5), Stop.WALL),
        (
            "data = []\nwhile True: data.append(b'x' * (1 << 20))",
            Limits(cpu_s=9, wall_s=20, memory=200 * MIB),
            Stop.MEMORY,
        ),
        ("while True: os.write(1, b'y' * 65536)", Limits(cpu_s=9, wall_s=20), Stop.OUTPUT),
        ("while True: os.write(2, b'y' * 65536)", Limits(cpu_s=9, wall_s=20), Stop.OUTPUT),
        (
            "handle = os.open('f', os.O_WRONLY | os.O_CREAT)\nwhile True: os.write(handle, b'z' * 65536)",
            Limits(cpu_s=9, wall_s=20, scratch=8 * MIB),
            Stop.FILES,
        ),
    ],
)
def test_limits_hold(toolchain: Toolchain, program: str, limits: Limits, stop: Stop) -> None:
    started = time.monotonic()
    done = attack(toolchain, program, limits)
    assert done.stopped is stop
    assert done.cpu_s < cpu_net(limits.cpu_s) + 1.3
    assert time.monotonic() - started < 15
    assert len(done.output) <= limits.output


def test_number_of_files_and_their_sum_is_limited(toolchain: Toolchain) -> None:
    program = """
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGXFSZ})
count = total = 0
try:
    for index in range(1000):
        os.close(os.open(f"f{index}", os.O_WRONLY | os.O_CREAT)); count += 1
except OSError: pass
try:
    for index in range(count):
        handle = os.open(f"f{index}", os.O_WRONLY)
        for _ in range(8): total += os.write(handle, bytes(1 << 20))
        os.close(handle)
except OSError: pass
ANSWERS.update(count=count, total=total)
"""
    done = attack(toolchain, program, Limits(cpu_s=9, wall_s=20, scratch=8 * MIB))
    assert (done.code, done.stopped) == (0, Stop.FILES)
    found = json.loads(done.output)
    assert found["count"] == 63
    assert 0 < found["total"] <= 16 * MIB


def test_number_of_threads_is_limited(toolchain: Toolchain) -> None:
    program = """
threading.stack_size(65536)
count = 0
try:
    for _ in range(100):
        threading.Thread(target=time.sleep, args=(0.2,), daemon=True).start(); count += 1
except RuntimeError: pass
ANSWERS["count"] = count
"""
    found = answers(attack(toolchain, program, Limits(cpu_s=9, wall_s=20, processes=8)))
    assert found["count"] == 7


@pytest.mark.parametrize(
    "program", ["os.mkdir('Candidate.olean')", "open('Candidate.olean', 'wb').truncate(100 << 20)", "pass"]
)
def test_only_a_plain_small_file_is_a_module(toolchain: Toolchain, program: str) -> None:
    limits = Limits(cpu_s=9, wall_s=20, scratch=64 * MIB)
    program = (
        f"signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGXFSZ])\ntry: {program}\nexcept OSError: pass"
    )
    done = attack(toolchain, program, limits)
    assert done.module in (None, b"")


def test_a_plain_file_is(toolchain: Toolchain) -> None:
    done = attack(toolchain, "file = open('Candidate.olean', 'wb'); file.write(b'data'); file.close()")
    assert done.module == b"data"


def test_a_sibling_is_out_of_reach(toolchain: Toolchain) -> None:
    victim = """
open("Candidate.olean", "w").write("mine")
time.sleep(1.2)
ANSWERS["alive"] = open("Candidate.olean").read()
"""
    attacker = """
for pid in [*range(2, 80), -1]:
    for name, call in (("kill", (62, pid, 9)), ("pidfd", (434, pid, 0)), ("attach", (101, 16, pid, 0, 0)),
                       ("signal a thread", (234, pid, pid, 9))):
        attempt(f"{name} {pid}", lambda: raw(*call))
attempt("its file", lambda: read("Candidate.olean"))
attempt("its folder", lambda: read("/proc/2/root/Candidate.olean"))
"""

    async def both(server: ForkServer) -> tuple[Finished, Finished]:
        first = asyncio.create_task(server.run(victim.encode(), LIMITS))
        await asyncio.sleep(0.3)
        return await server.run(attacker.encode(), LIMITS), await first

    hostile, suffering = with_server(toolchain, both)
    assert [name for name, error in answers(hostile).items() if error is None] == []
    assert answers(suffering) == {"alive": "mine"}
    assert suffering.module == b"mine"


NEEDLE = "the-needle-of-the-first-text"
SEARCH = """
import gc
needle = "".join(reversed("txet-tsrif-eht-fo-eldeen-eht"))
holders = [each.values() if isinstance(each, dict) else each for each in gc.get_objects()
           if isinstance(each, (dict, list, tuple))]
texts = [each for holder in holders for each in holder if isinstance(each, (str, bytes))]
found = [each for each in texts if needle in str(each) and each is not needle]
ANSWERS["found"] = bool(found)
"""


def test_a_child_sees_nothing_of_the_texts_before_it(toolchain: Toolchain) -> None:
    """The server's memory, of which each child has a copy, never holds a text or a result."""
    first = f"KEPT.append({NEEDLE!r})\n"

    async def both(server: ForkServer) -> tuple[Finished, Finished]:
        return (
            await server.run((first + SEARCH).encode(), LIMITS),
            await server.run(SEARCH.encode(), LIMITS),
        )

    own, later = with_server(toolchain, both)
    assert answers(own) == {"found": True}
    assert answers(later) == {"found": False}
