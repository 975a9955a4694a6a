"""Confine a forked child before it sees a candidate's bytes (standard library only)."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_CLOSE_RANGE = 436  # the same number on every architecture
_OPEN_FILES = 8
_ADDRESS_SLACK = 16 << 30
"""Address space beyond the memory limit, in bytes: allocators reserve more than they use."""

_libc = ctypes.CDLL(None, use_errno=True)


def prctl(option: int, *values: int) -> None:
    """The system call of that name; raises OSError."""
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if _libc.prctl(option, *padded) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def used_memory() -> tuple[int, int]:
    """Bytes of address space and of data that this process has now: the base of a child's limits."""
    sizes = {}
    with open("/proc/self/status") as file:  # noqa: PTH123  pathlib costs start-up time
        for line in file:
            key, _, value = line.partition(":")
            if key in ("VmSize", "VmData"):
                sizes[key] = int(value.split()[0]) << 10
    return sizes["VmSize"], sizes["VmData"]


class SyscallFilter:
    """A filter as the kernel takes it, laid out once and installed by each child."""

    def __init__(self, program: bytes) -> None:
        self._program = ctypes.create_string_buffer(program, len(program))
        header = struct.pack("<HxxxxxxQ", len(program) // 8, ctypes.addressof(self._program))
        self._header = ctypes.create_string_buffer(header, len(header))

    def install(self) -> None:
        """Filter this process from now on."""
        prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(self._header))


def keep_descriptors(*handles: int) -> None:
    """Make `handles` the descriptors 0, 1, 2 ... and close every other one."""
    copies = [os.dup(handle) for handle in handles]
    for target, handle in enumerate(copies):
        os.dup2(handle, target)
    if _libc.syscall(ctypes.c_long(_CLOSE_RANGE), len(handles), ctypes.c_uint(0xFFFFFFFF), 0) != 0:
        os.closerange(len(handles), resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _limit(what: int, soft: int, hard: int) -> None:
    _, ceiling = resource.getrlimit(what)
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(what, (soft, hard))


def confine(
    *, parent: int, cpu_s: int, memory: int, base: tuple[int, int], syscalls: SyscallFilter | None
) -> None:
    """Limit this process, which `parent` has forked, and filter its system calls; raises OSError.

    cpu_s: CPU seconds. memory: bytes of data beyond `base`, see `used_memory`.
    """
    os.setsid()
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    prctl(_PR_SET_DUMPABLE, 0)
    _limit(resource.RLIMIT_CPU, cpu_s, cpu_s + 1)  # first SIGXCPU, which tells why
    for what, value in (
        (resource.RLIMIT_DATA, base[1] + memory),
        (resource.RLIMIT_AS, base[0] + memory + _ADDRESS_SLACK),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _limit(what, value, value)
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    if syscalls is not None:
        syscalls.install()
