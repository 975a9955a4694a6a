"""The system call filter of a process that elaborates a candidate: an allow-list in classic BPF (x86-64).

Lean needs memory, threads, files and an event loop. It gets no process creation, no program execution,
no sockets, no tracing, no shared memory, no io_uring and no new executable memory. It can ask for no signal,
so that SIGKILL is never its own doing; and it can't have the kernel keep memory for it without bounds, as for
file locks and large pipes. Where Lean is a program of its own, the filter is there before the program is:
then programs can be executed, and files mapped as code.
"""

from __future__ import annotations

import errno
import fcntl
import os
import platform
import signal
from collections.abc import Iterable, Sequence

from harness.sandbox import bpf as bpf

_ALLOWED = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8,
    "munmap": 11, "brk": 12, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17,
    "pwrite64": 18, "readv": 19, "writev": 20, "access": 21, "sched_yield": 24, "mremap": 25, "madvise": 28,
    "dup": 32, "nanosleep": 35, "getpid": 39, "exit": 60, "uname": 63, "fsync": 74,
    "ftruncate": 77, "getcwd": 79, "rename": 82, "mkdir": 83, "rmdir": 84, "unlink": 87, "readlink": 89,
    "gettimeofday": 96, "getrlimit": 97, "getrusage": 98, "sysinfo": 99, "getuid": 102, "getgid": 104,
    "geteuid": 107, "getegid": 108, "sigaltstack": 131, "gettid": 186, "time": 201, "futex": 202,
    "sched_getaffinity": 204, "epoll_create": 213, "getdents64": 217, "set_tid_address": 218,
    "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
    "exit_group": 231, "epoll_wait": 232, "epoll_ctl": 233, "openat": 257, "mkdirat": 258,
    "newfstatat": 262, "unlinkat": 263, "renameat": 264, "readlinkat": 267, "faccessat": 269, "ppoll": 271,
    "set_robust_list": 273, "epoll_pwait": 281, "eventfd2": 290, "epoll_create1": 291, "pipe2": 293,
    "getcpu": 309, "renameat2": 316, "getrandom": 318, "statx": 332, "rseq": 334, "faccessat2": 439,
}  # fmt: skip

_MMAP, _MPROTECT, _CLONE, _CLONE3, _PRCTL, _PRLIMIT64, _IOCTL = 9, 10, 56, 435, 157, 302, 16
_EXECVE, _ARCH_PRCTL, _RT_SIGACTION, _FCNTL = 59, 158, 13, 72
_PROT_EXEC, _MAP_SHARED, _MAP_ANONYMOUS, _MAP_HUGETLB = 4, 1, 0x20, 0x40000
_CLONE_FILES, _CLONE_THREAD = 0x400, 0x10000
# Neither an owner of signals, nor locks, leases and notices, nor the size of a pipe.
_FCNTL_COMMANDS = (fcntl.F_DUPFD, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_DUPFD_CLOEXEC)
# What the limits' own signals do is settled before.
_SETTLED_SIGNALS = (signal.SIGXCPU, signal.SIGXFSZ)
_PR_SET_NAME = 15
_IO_URING = (425, 426, 427)
_REFUSED = bpf.refuse(errno.EPERM)


def supported() -> bool:
    """Whether the filter is written for this machine's system call numbers."""
    return platform.system() == "Linux" and platform.machine() == "x86_64"


def program(*, executes: bool = False) -> bytes:
    """The filter as an array of `struct sock_filter`, for prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER).

    executes: for a process that has yet to become another program, which it may then do again.
    A call that isn't allowed fails with EPERM (ENOSYS for clone3 and io_uring, so that callers fall back); a
    call of another architecture's table ends the process.
    """
    answers: dict[int, Sequence[bpf.Line]] = dict.fromkeys(_ALLOWED.values(), (bpf.ALLOW,))
    answers[_CLONE3] = (bpf.refuse(errno.ENOSYS),)
    answers |= {number: (bpf.refuse(errno.ENOSYS),) for number in _IO_URING}
    answers[_IOCTL] = (bpf.refuse(errno.ENOTTY),)
    answers[_MPROTECT] = (
        (bpf.LOAD, 0, 0, bpf.low(2)),
        (bpf.JUMP_ANY_BIT, 1, 0, _PROT_EXEC),
        bpf.ALLOW,
        _REFUSED,
    )
    # With a table of descriptors of its own a thread could have as many again.
    answers[_CLONE] = (
        (bpf.LOAD, 0, 0, bpf.low(0)),
        (bpf.JUMP_ANY_BIT, 0, 2, _CLONE_THREAD),
        (bpf.JUMP_ANY_BIT, 0, 1, _CLONE_FILES),
        bpf.ALLOW,
        _REFUSED,
    )
    answers[_RT_SIGACTION] = (
        (bpf.LOAD, 0, 0, bpf.low(0)),
        *_unless(_SETTLED_SIGNALS, then=_REFUSED),
        bpf.ALLOW,
    )
    answers[_FCNTL] = (
        (bpf.LOAD, 0, 0, bpf.low(1)),
        *_unless(_FCNTL_COMMANDS, then=bpf.ALLOW),
        (bpf.JUMP_EQUAL, 0, 3, fcntl.F_SETFL),
        (bpf.LOAD, 0, 0, bpf.low(2)),
        (bpf.JUMP_ANY_BIT, 1, 0, os.O_ASYNC),
        bpf.ALLOW,
        _REFUSED,
    )
    answers[_PRCTL] = (
        (bpf.LOAD, 0, 0, bpf.low(0)),
        (bpf.JUMP_EQUAL, 0, 1, _PR_SET_NAME),
        bpf.ALLOW,
        _REFUSED,
    )
    # With a null pointer, in both halves, prlimit64 only reads.
    answers[_PRLIMIT64] = (
        (bpf.LOAD, 0, 0, bpf.low(2)),
        (bpf.JUMP_EQUAL, 0, 3, 0),
        (bpf.LOAD, 0, 0, bpf.low(2) + 4),
        (bpf.JUMP_EQUAL, 0, 1, 0),
        bpf.ALLOW,
        _REFUSED,
    )
    answers[_MMAP] = _MMAP_WITH_CODE if executes else _MMAP_WITHOUT_CODE
    if executes:
        answers |= dict.fromkeys((_EXECVE, _ARCH_PRCTL), (bpf.ALLOW,))
    return bpf.program(answers, _REFUSED)


def _unless(values: Iterable[int], *, then: bpf.Line) -> list[bpf.Line]:
    """Lines that end in `then` where what was loaded is one of `values`, and go on otherwise."""
    lines: list[bpf.Line] = []
    for value in values:
        lines += [(bpf.JUMP_EQUAL, 0, 1, value), then]
    return lines


# Never shared, nor of huge pages: neither would count as the process's memory.
_MMAP_WITHOUT_CODE: Sequence[bpf.Line] = (
    (bpf.LOAD, 0, 0, bpf.low(2)),
    (bpf.JUMP_ANY_BIT, 3, 0, _PROT_EXEC),
    (bpf.LOAD, 0, 0, bpf.low(3)),
    (bpf.JUMP_ANY_BIT, 1, 0, _MAP_SHARED | _MAP_HUGETLB),
    bpf.ALLOW,
    _REFUSED,
)
_MMAP_WITH_CODE: Sequence[bpf.Line] = (
    (bpf.LOAD, 0, 0, bpf.low(2)),
    (bpf.JUMP_ANY_BIT, 0, 2, _PROT_EXEC),
    (bpf.LOAD, 0, 0, bpf.low(3)),
    (bpf.JUMP_ANY_BIT, 3, 2, _MAP_SHARED | _MAP_ANONYMOUS),
    (bpf.LOAD, 0, 0, bpf.low(3)),
    (bpf.JUMP_ANY_BIT, 1, 0, _MAP_SHARED | _MAP_HUGETLB),
    bpf.ALLOW,
    _REFUSED,
)
