"""The system call filters: for each kind of process a list of what is allowed, in classic BPF (x86-64).

What all of them allow: memory, clocks, descriptors that are there already. No process creation, no program
execution, no sockets, no tracing, no shared memory, no io_uring and no new executable memory. None can ask
for a signal, so that SIGKILL is never its own doing, nor have the kernel keep memory for it without bounds,
as for file locks and large pipes.
"""

from __future__ import annotations

import errno
import fcntl
import os
import platform
import signal
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from harness.sandbox import bpf as bpf

Kind = Literal["elaborate", "execute", "replay"]
"""elaborate: Lean as a library that is loaded already. execute: a process that has yet to become a program
with Lean in it. replay: Lean's kernel alone, beside a reader of modules."""

_BASE = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "munmap": 11, "brk": 12,
    "rt_sigprocmask": 14, "rt_sigreturn": 15, "sched_yield": 24, "mremap": 25, "madvise": 28, "getpid": 39,
    "exit": 60, "gettimeofday": 96, "getrusage": 98, "sigaltstack": 131, "gettid": 186, "futex": 202,
    "sched_getaffinity": 204, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
    "exit_group": 231, "getcpu": 309, "getrandom": 318,
}  # fmt: skip
# Lean's frontend has threads, files and an event loop.
_ELABORATE = _BASE | {
    "open": 2, "stat": 4, "lstat": 6, "poll": 7, "pread64": 17, "pwrite64": 18, "readv": 19, "writev": 20,
    "access": 21, "dup": 32, "nanosleep": 35, "uname": 63, "fsync": 74, "ftruncate": 77, "getcwd": 79,
    "rename": 82, "mkdir": 83, "rmdir": 84, "unlink": 87, "readlink": 89, "getrlimit": 97, "sysinfo": 99,
    "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108, "time": 201, "epoll_create": 213,
    "getdents64": 217, "set_tid_address": 218, "restart_syscall": 219, "epoll_wait": 232, "epoll_ctl": 233,
    "openat": 257, "mkdirat": 258, "newfstatat": 262, "unlinkat": 263, "renameat": 264, "readlinkat": 267,
    "faccessat": 269, "ppoll": 271, "set_robust_list": 273, "epoll_pwait": 281, "eventfd2": 290,
    "epoll_create1": 291, "pipe2": 293, "renameat2": 316, "statx": 332, "rseq": 334, "faccessat2": 439,
}  # fmt: skip
# The program's own loader: another program, and the address of its threads' data.
_EXECUTE = _ELABORATE | {"execve": 59, "arch_prctl": 158}
_ALLOWED: Mapping[Kind, Mapping[str, int]] = {
    "elaborate": _ELABORATE,
    "execute": _EXECUTE,
    "replay": _BASE,
}

_MMAP, _MPROTECT, _CLONE, _CLONE3, _PRCTL, _PRLIMIT64, _IOCTL = 9, 10, 56, 435, 157, 302, 16
_RT_SIGACTION, _FCNTL = 13, 72
_PROT_READ_WRITE, _PROT_EXEC = 3, 4
_MAP_SHARED, _MAP_ANONYMOUS, _MAP_GROWSDOWN, _MAP_HUGETLB = 1, 0x20, 0x100, 0x40000
# Each would not count as the process's memory, or as its data.
_MAP_REFUSED = _MAP_SHARED | _MAP_GROWSDOWN | _MAP_HUGETLB
_CLONE_FILES, _CLONE_THREAD = 0x400, 0x10000
# Neither an owner of signals, nor locks, leases and notices, nor the size of a pipe.
_FCNTL_COMMANDS = (fcntl.F_DUPFD, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL, fcntl.F_DUPFD_CLOEXEC)
# What the limits' own signals do is settled before.
_SETTLED_SIGNALS = (signal.SIGXCPU, signal.SIGXFSZ)
_PR_SET_NAME = 15
_IO_URING = (425, 426, 427)
_REFUSED = bpf.refuse(errno.EPERM)


def supported() -> bool:
    """Whether the filters are written for this machine's system call numbers."""
    return platform.system() == "Linux" and platform.machine() == "x86_64"


def allowed(kind: Kind) -> Mapping[str, int]:
    """The system calls that a filter lets through whatever their arguments: name -> number."""
    return _ALLOWED[kind]


def program(kind: Kind) -> bytes:
    """The filter as an array of `struct sock_filter`, for prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER).

    A call that isn't allowed fails with EPERM (ENOSYS where callers would fall back to another); a call of
    another architecture's table ends the process.
    """
    answers: dict[int, Sequence[bpf.Line]] = dict.fromkeys(allowed(kind).values(), (bpf.ALLOW,))
    answers |= _BASE_BY_ARGUMENT
    if kind == "replay":
        answers |= _REPLAY_BY_ARGUMENT
    else:
        answers |= _ELABORATE_BY_ARGUMENT
    if kind == "execute":
        answers |= _EXECUTE_BY_ARGUMENT
    return bpf.program(answers, _REFUSED)


def _unless(values: Iterable[int], *, then: bpf.Line) -> list[bpf.Line]:
    """Lines that end in `then` where what was loaded is one of `values`, and go on otherwise."""
    lines: list[bpf.Line] = []
    for value in values:
        lines += [(bpf.JUMP_EQUAL, 0, 1, value), then]
    return lines


_Answers = Mapping[int, Sequence[bpf.Line]]

_BASE_BY_ARGUMENT: _Answers = {
    _MMAP: (
        (bpf.LOAD, 0, 0, bpf.low(2)),
        (bpf.JUMP_ANY_BIT, 3, 0, _PROT_EXEC),
        (bpf.LOAD, 0, 0, bpf.low(3)),
        (bpf.JUMP_ANY_BIT, 1, 0, _MAP_REFUSED),
        bpf.ALLOW,
        _REFUSED,
    ),
    _MPROTECT: (
        (bpf.LOAD, 0, 0, bpf.low(2)),
        (bpf.JUMP_ANY_BIT, 1, 0, _PROT_EXEC),
        bpf.ALLOW,
        _REFUSED,
    ),
    _RT_SIGACTION: (
        (bpf.LOAD, 0, 0, bpf.low(0)),
        *_unless(_SETTLED_SIGNALS, then=_REFUSED),
        bpf.ALLOW,
    ),
}

_REPLAY_BY_ARGUMENT: _Answers = {
    # Memory made read-only would escape the limit on data, the one that a replay has.
    _MPROTECT: (
        (bpf.LOAD, 0, 0, bpf.low(2)),
        (bpf.JUMP_EQUAL, 1, 0, _PROT_READ_WRITE),
        (bpf.JUMP_EQUAL, 0, 1, 0),
        bpf.ALLOW,
        _REFUSED,
    ),
}

_ELABORATE_BY_ARGUMENT: _Answers = {
    **dict.fromkeys((_CLONE3, *_IO_URING), (bpf.refuse(errno.ENOSYS),)),
    _IOCTL: (bpf.refuse(errno.ENOTTY),),
    # With a table of descriptors of its own a thread could have as many again.
    _CLONE: (
        (bpf.LOAD, 0, 0, bpf.low(0)),
        (bpf.JUMP_ANY_BIT, 0, 2, _CLONE_THREAD),
        (bpf.JUMP_ANY_BIT, 0, 1, _CLONE_FILES),
        bpf.ALLOW,
        _REFUSED,
    ),
    _FCNTL: (
        (bpf.LOAD, 0, 0, bpf.low(1)),
        *_unless(_FCNTL_COMMANDS, then=bpf.ALLOW),
        (bpf.JUMP_EQUAL, 0, 3, fcntl.F_SETFL),
        (bpf.LOAD, 0, 0, bpf.low(2)),
        (bpf.JUMP_ANY_BIT, 1, 0, os.O_ASYNC),
        bpf.ALLOW,
        _REFUSED,
    ),
    _PRCTL: (
        (bpf.LOAD, 0, 0, bpf.low(0)),
        (bpf.JUMP_EQUAL, 0, 1, _PR_SET_NAME),
        bpf.ALLOW,
        _REFUSED,
    ),
    # With a null pointer, in both halves, prlimit64 only reads.
    _PRLIMIT64: (
        (bpf.LOAD, 0, 0, bpf.low(2)),
        (bpf.JUMP_EQUAL, 0, 3, 0),
        (bpf.LOAD, 0, 0, bpf.low(2) + 4),
        (bpf.JUMP_EQUAL, 0, 1, 0),
        bpf.ALLOW,
        _REFUSED,
    ),
}

_EXECUTE_BY_ARGUMENT: _Answers = {
    # Files are mapped as code, privately.
    _MMAP: (
        (bpf.LOAD, 0, 0, bpf.low(2)),
        (bpf.JUMP_ANY_BIT, 0, 2, _PROT_EXEC),
        (bpf.LOAD, 0, 0, bpf.low(3)),
        (bpf.JUMP_ANY_BIT, 3, 2, _MAP_SHARED | _MAP_ANONYMOUS),
        (bpf.LOAD, 0, 0, bpf.low(3)),
        (bpf.JUMP_ANY_BIT, 1, 0, _MAP_REFUSED),
        bpf.ALLOW,
        _REFUSED,
    ),
}
