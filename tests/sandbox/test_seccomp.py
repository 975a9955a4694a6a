"""The system call filters, run as the kernel runs them: every number, and the arguments that matter."""

from __future__ import annotations

import errno
import struct
from typing import get_args

import pytest

from harness.sandbox import bpf as bpf
from harness.sandbox import seccomp
from harness.sandbox.seccomp import Kind

X86_64, I386 = 0xC000003E, 0x40000003
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
REFUSED, ABSENT = ERROR | errno.EPERM, ERROR | errno.ENOSYS
READ, MMAP, MPROTECT, IOCTL, SOCKET, CLONE, FORK, EXECVE, PTRACE, PRCTL = (
    0,
    9,
    10,
    16,
    41,
    56,
    57,
    59,
    101,
    157,
)
MEMFD_CREATE, IO_URING_SETUP, CLONE3, UNSHARE, PRLIMIT64 = 319, 425, 435, 272, 302
OPENAT, EXIT_GROUP, RT_SIGACTION, FCNTL = 257, 231, 13, 72
LAST = 600
KINDS: tuple[Kind, ...] = get_args(Kind)


def run(program: bytes, number: int, *arguments: int, arch: int = X86_64) -> tuple[int, int]:
    """The answer to a call, and how many lines it took."""
    lines = list(struct.iter_unpack("<HBBI", program))
    data = struct.pack("<IIQ6Q", number, arch, 0, *(*arguments, 0, 0, 0, 0, 0, 0)[:6])
    at = value = steps = 0
    while True:
        code, yes, no, operand = lines[at]
        at, steps = at + 1, steps + 1
        if code == bpf.LOAD:
            (value,) = struct.unpack_from("<I", data, operand)
        elif code == bpf.RETURN:
            return operand, steps
        elif code == bpf.JUMP:
            at += operand
        else:
            tests = {
                bpf.JUMP_EQUAL: value == operand,
                bpf.JUMP_AT_LEAST: value >= operand,
                bpf.JUMP_ANY_BIT: bool(value & operand),
            }
            at += yes if tests[code] else no


def answer(program: bytes, number: int, *arguments: int, arch: int = X86_64) -> int:
    return run(program, number, *arguments, arch=arch)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_has_the_answer_of_the_list(kind: Kind) -> None:
    program = seccomp.program(kind)
    guarded = {MMAP, MPROTECT, RT_SIGACTION}
    if kind != "replay":
        guarded |= {IOCTL, CLONE, PRCTL, PRLIMIT64, CLONE3, FCNTL, 425, 426, 427}
    for number in set(range(LAST)) - guarded:
        expected = ALLOW if number in seccomp.allowed(kind).values() else REFUSED
        assert answer(program, number) == expected, number


@pytest.mark.parametrize("kind", KINDS)
def test_other_tables_end_the_process(kind: Kind) -> None:
    program = seccomp.program(kind)
    for number in (0x40000000, 0x40000000 + READ, 0xFFFFFFFF):
        assert answer(program, number) == KILL
    assert answer(program, READ, arch=I386) == KILL
    assert answer(program, READ) == ALLOW


@pytest.mark.parametrize("kind", KINDS)
def test_no_new_program_process_socket_or_trace(kind: Kind) -> None:
    program = seccomp.program(kind)
    for number in (SOCKET, FORK, PTRACE, MEMFD_CREATE, UNSHARE):
        assert answer(program, number) == REFUSED
    assert answer(program, EXECVE) == (ALLOW if kind == "execute" else REFUSED)


@pytest.mark.parametrize("kind", KINDS)
def test_memory_is_neither_executable_nor_shared(kind: Kind) -> None:
    program = seccomp.program(kind)
    assert answer(program, MMAP, 0, 4096, 3, 0x22) == ALLOW
    assert answer(program, MMAP, 0, 4096, 7, 0x22) == REFUSED
    assert answer(program, MMAP, 0, 4096, 3, 0x21) == REFUSED
    assert answer(program, MPROTECT, 0, 4096, 3) == ALLOW
    assert answer(program, MPROTECT, 0, 4096, 5) == REFUSED


def test_replays_memory_stays_writable() -> None:
    program = seccomp.program("replay")
    assert answer(program, MPROTECT, 0, 4096, 0) == ALLOW
    assert answer(program, MPROTECT, 0, 4096, 1) == REFUSED
    assert answer(program, MMAP, 0, 4096, 3, 0x122) == REFUSED
    assert answer(program, OPENAT) == REFUSED


def test_threads_but_no_processes() -> None:
    program = seccomp.program("elaborate")
    assert answer(program, CLONE, 0x3D0F00) == ALLOW
    assert answer(program, CLONE, 0x1200011) == REFUSED
    assert answer(program, CLONE3) == answer(program, IO_URING_SETUP) == ABSENT
    assert answer(program, IOCTL) == ERROR | errno.ENOTTY


def test_threads_share_their_descriptors() -> None:
    program = seccomp.program("elaborate")
    assert answer(program, CLONE, 0x3D0F00 & ~0x400) == REFUSED


@pytest.mark.parametrize("kind", KINDS)
def test_no_huge_pages(kind: Kind) -> None:
    assert answer(seccomp.program(kind), MMAP, 0, 4096, 3, 0x40022) == REFUSED
    assert answer(seccomp.program(kind), MMAP, 0, 4096, 3, 0x4022) == ALLOW


def test_no_signal_lock_or_lease_by_fcntl() -> None:
    program = seccomp.program("elaborate")
    duplicate, get_flags, set_flags, duplicate_closed = 0, 3, 4, 1030
    allowed = {duplicate, 1, 2, get_flags, set_flags, duplicate_closed}
    for command in range(1100):
        assert answer(program, FCNTL, 0, command, 0) == (ALLOW if command in allowed else REFUSED), command
    assert answer(program, FCNTL, 0, set_flags, 0x800) == ALLOW
    assert answer(program, FCNTL, 0, set_flags, 0x2000) == REFUSED
    assert answer(program, FCNTL, 0, set_flags, 0x2800) == REFUSED


def test_limits_are_read_and_not_set() -> None:
    program = seccomp.program("elaborate")
    assert answer(program, PRLIMIT64, 0, 7, 0, 1) == ALLOW
    assert answer(program, PRLIMIT64, 0, 7, 1, 0) == REFUSED
    assert answer(program, PRLIMIT64, 0, 7, 1 << 32, 0) == REFUSED
    assert answer(program, PRCTL, 15) == ALLOW
    assert answer(program, PRCTL, 38) == REFUSED


def test_no_number_takes_long() -> None:
    program = seccomp.program("elaborate")
    assert max(run(program, number)[1] for number in range(LAST)) <= 20


def test_far_jumps() -> None:
    """More lines below than a conditional jump can skip."""
    answers = dict.fromkeys(range(0, 600, 2), (bpf.ALLOW,))
    program = bpf.program(answers, bpf.refuse(errno.EPERM))
    assert [answer(program, number) for number in range(LAST)] == [ALLOW, REFUSED] * (LAST // 2)


def test_neighbours_with_one_answer_are_one_part() -> None:
    together = bpf.program(dict.fromkeys(range(8), (bpf.ALLOW,)), bpf.refuse(errno.EPERM))
    apart = bpf.program(dict.fromkeys(range(0, 16, 2), (bpf.ALLOW,)), bpf.refuse(errno.EPERM))
    assert len(together) < len(apart) / 2
    assert [answer(together, number) for number in (0, 7, 8, 9)] == [ALLOW, ALLOW, REFUSED, REFUSED]


def test_a_program_that_is_yet_to_come_can_be_started_and_mapped() -> None:
    plain, starting = seccomp.program("elaborate"), seccomp.program("execute")
    arch_prctl, read_write, read_execute = 158, 3, 5
    private, shared, anonymous = 0x2, 0x1, 0x20
    for number in (EXECVE, arch_prctl):
        assert (answer(plain, number), answer(starting, number)) == (REFUSED, ALLOW)
    for protection, flags, expected in (
        (read_execute, private, ALLOW),
        (read_execute, shared, REFUSED),
        (read_execute, private | anonymous, REFUSED),
        (read_write, private | anonymous, ALLOW),
        (read_write, private, ALLOW),
        (read_write, shared | anonymous, REFUSED),
    ):
        assert answer(starting, MMAP, 0, 4096, protection, flags) == expected, (protection, flags)
    assert answer(plain, MMAP, 0, 4096, read_execute, private) == REFUSED
    for number in (FORK, SOCKET, PTRACE, UNSHARE, MEMFD_CREATE):
        assert answer(starting, number) == REFUSED
    assert answer(starting, MPROTECT, 0, 4096, read_execute) == REFUSED
    assert answer(starting, CLONE3) == ABSENT


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_the_same_for_all(kind: Kind) -> None:
    """The limits' own signals stay settled, and no mapping grows past its measure."""
    program = seccomp.program(kind)
    for number in range(1, 65):
        assert answer(program, RT_SIGACTION, number, 1, 0) == (REFUSED if number in (24, 25) else ALLOW)
    assert answer(program, MMAP, 0, 4096, 3, 0x122) == REFUSED
    assert answer(program, MMAP, 0, 4096, 3, 0x022) == ALLOW
    assert seccomp.allowed("replay").items() <= seccomp.allowed(kind).items()
