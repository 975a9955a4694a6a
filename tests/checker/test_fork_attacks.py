"""What hostile code in a child of the fork server can reach: its own folder, and nothing else."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from harness.checker.engines.fork.front import Finished, ForkServer, Setup
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Stop, cpu_net, seccomp

pytestmark = pytest.mark.skipif(not seccomp.supported(), reason="engine fork is for x86-64 Linux")

ATTACK = Path(__file__).with_name("fork_attack.py")
PROGRAM = f"sys.path.insert(0, {str(ATTACK.parent)!r}); import fork_attack; fork_attack.main()"
MIB = 1 << 20
LIMITS = Limits(cpu_s=10, wall_s=20, memory=512 * MIB)
T = TypeVar("T")


def with_server(toolchain: Toolchain, work: Callable[[ForkServer], Awaitable[T]]) -> T:
    """What `work` makes of a server whose children run Python programs."""

    async def run() -> T:
        assert toolchain.library is not None
        setup = Setup(toolchain.library, toolchain.search_path, "", program=PROGRAM)
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


INSIDE = """
WALLS = True
READ = ["/etc/passwd", SECRET, "/proc/self/maps", "/proc/1/mem", "/proc/1/root" + SECRET, "/dev/null",
        "/usr/lib/os-release", "../../../../.." + SECRET, TARGETS["library"] + "/manifest"]
WRITE = [SECRET, TARGETS["library"] + "/evil", "/dev/shm/x", "/proc/sys/kernel/core_pattern"]
"""
OUTSIDE = """
WALLS = False
READ = ["/etc/passwd", SECRET, TARGETS["library"] + "/manifest"]
WRITE = [SECRET]
"""
REACH = """
attempt("write its folder", lambda: write("allowed"))
for path in READ:
    attempt("read " + path, lambda: read(path))
for path in WRITE:
    attempt("write " + path, lambda: write(path))
attempt("tcp", lambda: connect(socket.AF_INET, ("127.0.0.1", TARGETS["tcp"])))
attempt("udp", lambda: connect(socket.AF_INET, ("127.0.0.1", TARGETS["udp"]), socket.SOCK_DGRAM))
attempt("abstract socket", lambda: connect(socket.AF_UNIX, TARGETS["abstract"]))
for name, family, kind in (("netlink", 16, 3), ("packet", 17, 3), ("vsock", 40, 1), ("tcp 6", 10, 1)):
    attempt(name, lambda: socket.socket(family, kind).close())
attempt("socket pair", lambda: [each.close() for each in socket.socketpair()])
attempt("fork", fork)
if WALLS:
    attempt("execute", lambda: os.execv("/bin/true", ["true"]))
attempt("symbolic link", lambda: os.symlink("/etc", "link"))
attempt("fifo", lambda: os.mkfifo("fifo"))
attempt("chroot", lambda: os.chroot("."))
attempt("memfd", lambda: os.close(os.memfd_create("x")))
private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
attempt("executable memory", lambda: mmap.mmap(-1, 4096, private, prot=5).close())
attempt("shared memory", lambda: mmap.mmap(-1, 4096).close())
for handle in range(3, 200):
    if WALLS:
        attempt(f"descriptor {handle}", lambda: os.fstat(handle))
"""

CALLS = {
    "ptrace": (101, 16, 1, 0, 0), "read another's memory": (310, 1, 0, 0, 0, 0, 0), "kill all": (62, -1, 0),
    "tkill": (200, 2, 9), "pidfd": (434, 1, 0), "vfork": (58,), "clone3": (435, 0, 88),
    "clone a process": (56, 17, 0, 0, 0, 0), "new namespaces": (272, 0x10000000),
    "join a namespace": (308, 0, 0), "mount": (165, 0, 0, 0, 0, 0), "new file system": (430, 0, 0),
    "bpf": (321, 0, 0, 0),
    "perf": (298, 0, 0, -1, -1, 0),
    "user faults": (323, 1), "keys": (250, 0, -3, 0), "system v memory": (29, 1234, 4096, 0o1666),
    "message queue": (68, 1234, 0o1666), "io_uring": (425, 1, 0), "raise limits": (160, 4, 0),
    "be traceable": (157, 4, 1, 0, 0, 0), "open by handle": (304, 3, 0, 0), "set user": (105, 0),
    "new session": (112,), "own filter": (317, 0, 0, 0), "kernel module": (175, 0, 0, 0),
    "landlock": (444, 0, 0, 1),
}  # fmt: skip


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret"
    path.write_text("secret")
    tmp_path.chmod(0o755)
    return str(path)


def test_nothing_can_be_reached(toolchain: Toolchain, secret: str) -> None:
    program = f"SECRET = {secret!r}\n{INSIDE}{REACH}"
    found = answers(attack(toolchain, program))
    assert {name for name, error in found.items() if error is None} == {"write its folder"}
    assert Path(secret).read_text() == "secret"


@pytest.fixture
def listeners(toolchain: Toolchain) -> Iterator[dict[str, Any]]:
    with (
        socket.socket() as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX) as unix,
    ):
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        udp.bind(("127.0.0.1", 0))
        unix.bind(f"\0attack-{id(tcp)}")
        unix.listen()
        yield {
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "abstract": f"\0attack-{id(tcp)}",
            "library": str(toolchain.search_path[0]),
        }


def test_the_same_attempts_succeed_outside(listeners: dict[str, Any], secret: str, tmp_path: Path) -> None:
    """So the attempts are known to work where nothing forbids them."""
    program = f"SECRET = {secret!r}\n{OUTSIDE}{REACH}"
    done = subprocess.run(
        [sys.executable, str(ATTACK), json.dumps(listeners)],
        input=program,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    works = {name for name, error in found.items() if error is None}
    # Not every machine has these sockets, and only root may change its root.
    assert works | {"vsock", "packet", "tcp 6", "chroot"} == {*found}


def test_no_call_out_of_the_box(toolchain: Toolchain) -> None:
    program = f"for name, call in {CALLS!r}.items():\n    attempt(name, lambda: raw(*call))\n"
    found = answers(attack(toolchain, program))
    assert {name: error for name, error in found.items() if error is None} == {}
    assert len(found) == len(CALLS)


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
