"""A sandboxed process that stays: its requests, their limits, and what it can't reach."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from _processes import below

from harness.errors import SandboxUnavailableError
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Stop, seccomp
from harness.sandbox.bubblewrap import Bubblewrap
from harness.sandbox.guest_request import python
from harness.sandbox.interactive import GuestAnswer, GuestLost, Interactive

T = TypeVar("T")
MIB = 1 << 20
# Runs each request, which is Python on lines up to an empty one, and prints what it left in `answer`.
PROGRAM = f"""#!{python()} -IS
import sys
kept = {{}}
lines = []
for line in sys.stdin:
    if line.strip():
        lines.append(line)
        continue
    scope = {{"kept": kept, "answer": ""}}
    exec("".join(lines), scope)
    print(scope["answer"], end="\\n\\n", flush=True)
    lines.clear()
"""
ATTEMPTS = """
import json, os, socket
answer = {}
def attempt(name, work):
    try:
        work()
        answer[name] = None
    except BaseException as error:
        answer[name] = repr(error)
def child():
    if os.fork() == 0: os._exit(0)
    os.wait()
attempt("child", child)
attempt("socket", lambda: socket.socket())
attempt("host file", lambda: open("/etc/hostname").read())
attempt("write outside", lambda: open("/var/tmp/x", "w"))
attempt("write here", lambda: open("x", "w").close())
attempt("signal", lambda: os.kill(os.getppid(), 0))
answer = json.dumps(answer)
"""


def using(
    toolchain: Toolchain,
    folder: Path,
    work: Callable[[Interactive], Awaitable[T]],
    limits: Limits | None = None,
) -> T:
    program = folder / "program"
    program.write_text(PROGRAM, "utf-8")
    program.chmod(0o755)

    async def run() -> T:
        guest = Bubblewrap().open(toolchain, program, limits or Limits(), 0)
        try:
            return await work(guest)
        finally:
            guest.kill()

    before = below()
    try:
        return asyncio.run(run())
    finally:
        assert below() == before


async def ask(guest: Interactive, code: str, **given: float) -> GuestAnswer:
    limits = {"cpu_s": 20, "memory": 1 << 30, "output": 1 << 20, "collect": 0} | given
    return await guest.ask(f"{code.strip()}\n\n".encode(), **limits)  # type: ignore[arg-type]


def test_it_keeps_what_it_has_and_its_folder_is_emptied(toolchain: Toolchain, tmp_path: Path) -> None:
    async def work(guest: Interactive) -> None:
        await ask(guest, "kept['x'] = 41")
        write = (
            "open('Candidate.olean', 'w').write('module'); open('more', 'w').close(); answer = kept['x'] + 1"
        )
        done = await ask(guest, write, collect=100)
        assert (done.output, done.module, done.code, done.stopped) == (b"42\n\n", b"module", None, None)
        assert (await ask(guest, "import os; answer = os.listdir('.')")).output == b"[]\n\n"
        large = await ask(guest, "open('Candidate.olean', 'w').write('module')", collect=5)
        assert large.module == b""
        link = await ask(
            guest, "import os; os.symlink('/proc/self/maps', 'Candidate.olean')", collect=1 << 20
        )
        assert link.module == b""

    using(toolchain, tmp_path, work)


def test_long_requests_and_answers_pass(toolchain: Toolchain, tmp_path: Path) -> None:
    async def work(guest: Interactive) -> None:
        done = await ask(guest, f"answer = {'a' * 900_000!r}")
        assert len(done.output) == 900_002

    using(toolchain, tmp_path, work)


@pytest.mark.parametrize(
    ("code", "given", "stop"),
    [
        ("while True: pass", {"cpu_s": 0.5}, Stop.CPU),
        ("x = bytearray(400 << 20)", {"memory": 300 * MIB}, Stop.MEMORY),
        ("print('x' * 100_000)", {"output": 50_000}, Stop.OUTPUT),
        ("import sys\nprint('x' * 100_000, file=sys.stderr)", {"output": 50_000}, Stop.OUTPUT),
        ("for n in range(9): open(str(n), 'wb').write(bytes(1 << 19))", {}, Stop.FILES),
    ],
)
def test_a_limit_ends_it(
    toolchain: Toolchain, tmp_path: Path, code: str, given: dict[str, float], stop: Stop
) -> None:
    async def work(guest: Interactive) -> None:
        assert (await ask(guest, "answer = 1", **given)).stopped is None
        done = await ask(guest, code, **given)
        assert done.stopped is stop
        assert done.code is not None
        assert not guest.alive
        with pytest.raises(GuestLost):
            await ask(guest, "answer = 1")

    using(toolchain, tmp_path, work, Limits(scratch=MIB))


def test_cpu_time_is_each_requests_own(toolchain: Toolchain, tmp_path: Path) -> None:
    async def work(guest: Interactive) -> list[float]:
        busy = "import time\nend = time.process_time() + 0.4\nwhile time.process_time() < end: pass"
        return [(await ask(guest, each)).cpu_s for each in ("answer = 1", busy, "answer = 1")]

    first, busy, last = using(toolchain, tmp_path, work)
    assert 0.4 <= busy < 2
    assert first < 0.4 and last < 0.2


@pytest.mark.parametrize(
    ("code", "expected"), [("raise SystemExit(3)", 3), ("import ctypes; ctypes.string_at(0)", -11)]
)
def test_how_it_ended_is_told(toolchain: Toolchain, tmp_path: Path, code: str, expected: int) -> None:
    async def work(guest: Interactive) -> None:
        done = await ask(guest, code)
        assert (done.stopped, done.code) == (None, expected)
        assert not guest.alive

    using(toolchain, tmp_path, work)


def test_cancelling_a_request_ends_it(toolchain: Toolchain, tmp_path: Path) -> None:
    async def work(guest: Interactive) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await ask(guest, "while True: pass")
        assert not guest.alive

    using(toolchain, tmp_path, work)


@pytest.mark.skipif(not seccomp.supported(), reason="the filter is for x86-64 Linux")
def test_what_can_be_reached_from_inside(toolchain: Toolchain, tmp_path: Path) -> None:
    async def work(guest: Interactive) -> dict[str, str | None]:
        return dict(json.loads((await ask(guest, ATTEMPTS)).output))

    inside = using(toolchain, tmp_path, work)
    assert [name for name, error in inside.items() if error is None] == ["write here"]
    done = subprocess.run(
        [tmp_path / "program"],
        input=ATTEMPTS.strip() + "\n\n",
        text=True,
        capture_output=True,
        cwd=tmp_path,
        check=True,
    )
    outside = dict(json.loads(done.stdout))
    assert all(error is None for error in outside.values()), outside
    Path("/var/tmp/x").unlink()


def test_a_program_that_cannot_be_started(toolchain: Toolchain, tmp_path: Path) -> None:
    async def run() -> None:
        guest = Bubblewrap().open(toolchain, tmp_path / "missing", Limits(), 0)
        with pytest.raises(SandboxUnavailableError, match="can't be confined or started"):
            await ask(guest, "answer = 1")
        assert not guest.alive

    asyncio.run(run())
