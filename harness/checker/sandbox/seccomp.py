"""The system call filter of a process that elaborates a candidate: an allow-list in classic BPF (x86-64).

Lean needs memory, threads, files and an event loop. It gets no process creation, no program execution,
no sockets, no tracing, no shared memory, no io_uring and no new executable memory.
"""

from __future__ import annotations

import errno
import platform
import struct
from collections.abc import Sequence

_ARCH_X86_64 = 0xC000003E
_X32_BIT = 0x40000000

_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_ERROR = 0x00050000
_NR, _ARCH = 0, 4
_ARGUMENT = 16  # offset of the low half of argument 0; each argument has 8 bytes

_ALLOWED = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8,
    "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17,
    "pwrite64": 18, "readv": 19, "writev": 20, "access": 21, "sched_yield": 24, "mremap": 25, "madvise": 28,
    "dup": 32, "nanosleep": 35, "getpid": 39, "exit": 60, "uname": 63, "fcntl": 72, "fsync": 74,
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
_PROT_EXEC, _MAP_SHARED, _CLONE_THREAD = 4, 1, 0x10000
_PR_SET_NAME = 15


def supported() -> bool:
    """Whether the filter is written for this machine's system call numbers."""
    return platform.system() == "Linux" and platform.machine() == "x86_64"


def program() -> bytes:
    """The filter as an array of `struct sock_filter`, for prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER).

    A call that isn't allowed fails with EPERM (ENOSYS for clone3 and io_uring, so that callers fall back); a
    call of another architecture's table ends the process.
    """
    code: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCH),
        (_JUMP_EQUAL, 1, 0, _ARCH_X86_64),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NR),
        (_JUMP_GREATER_EQUAL, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _KILL),
    ]
    for number in sorted(_ALLOWED.values()):
        code += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    code += _answer(_CLONE3, errno.ENOSYS)
    for io_uring in (425, 426, 427):
        code += _answer(io_uring, errno.ENOSYS)
    code += _answer(_IOCTL, errno.ENOTTY)
    code += _if_no_bits(_MPROTECT, argument=2, bits=_PROT_EXEC)
    code += _if_bits(_CLONE, argument=0, bits=_CLONE_THREAD)
    code += _if_equal(_PRCTL, argument=0, value=_PR_SET_NAME)
    code += _if_zero_pair(_PRLIMIT64, argument=2)
    code += _mmap()
    code.append((_RETURN, 0, 0, _ERROR | errno.EPERM))
    return b"".join(struct.pack("<HBBI", *line) for line in code)


def _answer(number: int, error: int) -> Sequence[tuple[int, int, int, int]]:
    return [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | error)]


def _low(argument: int) -> int:
    return _ARGUMENT + 8 * argument


def _guarded(number: int, tests: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Run `tests` for one call; they must end in a return. The number is loaded again behind them."""
    return [(_JUMP_EQUAL, 0, len(tests), number), *tests]


def _if_no_bits(number: int, *, argument: int, bits: int) -> list[tuple[int, int, int, int]]:
    tests = [
        (_LOAD, 0, 0, _low(argument)),
        (_JUMP_ANY_BIT, 1, 0, bits),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | errno.EPERM),
    ]
    return _guarded(number, tests)


def _if_bits(number: int, *, argument: int, bits: int) -> list[tuple[int, int, int, int]]:
    tests = [
        (_LOAD, 0, 0, _low(argument)),
        (_JUMP_ANY_BIT, 0, 1, bits),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | errno.EPERM),
    ]
    return _guarded(number, tests)


def _if_equal(number: int, *, argument: int, value: int) -> list[tuple[int, int, int, int]]:
    tests = [
        (_LOAD, 0, 0, _low(argument)),
        (_JUMP_EQUAL, 0, 1, value),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | errno.EPERM),
    ]
    return _guarded(number, tests)


def _if_zero_pair(number: int, *, argument: int) -> list[tuple[int, int, int, int]]:
    """Allow when both halves of a pointer argument are zero: prlimit64 that only reads."""
    tests = [
        (_LOAD, 0, 0, _low(argument)),
        (_JUMP_EQUAL, 0, 3, 0),
        (_LOAD, 0, 0, _low(argument) + 4),
        (_JUMP_EQUAL, 0, 1, 0),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | errno.EPERM),
    ]
    return _guarded(number, tests)


def _mmap() -> list[tuple[int, int, int, int]]:
    """No executable and no shared mapping: shared anonymous memory would escape the data limit."""
    tests = [
        (_LOAD, 0, 0, _low(2)),
        (_JUMP_ANY_BIT, 3, 0, _PROT_EXEC),
        (_LOAD, 0, 0, _low(3)),
        (_JUMP_ANY_BIT, 1, 0, _MAP_SHARED),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | errno.EPERM),
    ]
    return _guarded(_MMAP, tests)
