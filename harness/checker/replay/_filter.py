"""The system call filter of a replaying child: memory, clocks, and the descriptors that it has (x86-64).

It opens nothing, starts nothing, signals nobody and makes no socket. Memory may not become executable,
shared, read-only or one of huge pages: the latter three would escape the limit on data.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence

from harness.sandbox import bpf as bpf

_ALLOWED = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "munmap": 11, "brk": 12, "rt_sigaction": 13,
    "rt_sigprocmask": 14, "rt_sigreturn": 15, "sched_yield": 24, "mremap": 25, "madvise": 28, "getpid": 39,
    "exit": 60, "gettimeofday": 96, "getrusage": 98, "sigaltstack": 131, "gettid": 186, "futex": 202,
    "sched_getaffinity": 204, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
    "exit_group": 231, "getcpu": 309, "getrandom": 318,
}  # fmt: skip
_MMAP, _MPROTECT = 9, 10
_READ_WRITE, _PROT_EXEC = 3, 4
_MAP_SHARED, _MAP_GROWSDOWN, _MAP_HUGETLB = 0x1, 0x100, 0x40000

_REFUSED = bpf.refuse(errno.EPERM)


def program() -> bytes:
    """The filter as an array of `struct sock_filter`. What isn't allowed fails with EPERM."""
    answers: dict[int, Sequence[bpf.Line]] = dict.fromkeys(_ALLOWED.values(), (bpf.ALLOW,))
    answers[_MPROTECT] = (
        (bpf.LOAD, 0, 0, bpf.low(2)),
        (bpf.JUMP_EQUAL, 1, 0, _READ_WRITE),
        (bpf.JUMP_EQUAL, 0, 1, 0),
        bpf.ALLOW,
        _REFUSED,
    )
    answers[_MMAP] = (
        (bpf.LOAD, 0, 0, bpf.low(2)),
        (bpf.JUMP_ANY_BIT, 3, 0, _PROT_EXEC),
        (bpf.LOAD, 0, 0, bpf.low(3)),
        (bpf.JUMP_ANY_BIT, 1, 0, _MAP_SHARED | _MAP_GROWSDOWN | _MAP_HUGETLB),
        bpf.ALLOW,
        _REFUSED,
    )
    return bpf.program(answers, _REFUSED)
