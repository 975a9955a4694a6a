"""What a process puts around itself before it sees a candidate: each limit and each right stands here, once.

`Confinement` says it and `apply` does it, for every program that runs beside or behind a candidate. It is
a named tuple without defaults, so that each program states each field: a dataclass would cost 8 ms of every
start (standard library only, and little of it).
"""

from __future__ import annotations

import os
import resource
import signal
from typing import NamedTuple

from harness.sandbox import syscalls as calls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

SIGNALS_PENDING = 64
"""Signals that may wait for the process at once; the kernel keeps memory for each."""

# Kinds of access to files, by the bits of linux/landlock.h.
_EXECUTE, _WRITE, _READ, _LIST = 0x1, 0x2, 0x4, 0x8
_REMOVE_FOLDER, _REMOVE_FILE, _MAKE_FOLDER, _MAKE_FILE, _TRUNCATE = 0x10, 0x20, 0x80, 0x100, 0x4000
_OF_FILES = _EXECUTE | _WRITE | _READ | _TRUNCATE
_SCRATCH = _WRITE | _READ | _LIST | _REMOVE_FOLDER | _REMOVE_FILE | _MAKE_FOLDER | _MAKE_FILE | _TRUNCATE
# By the first version of Landlock that knows them: files, then TCP, then signals and abstract sockets.
_FILES = ((1, (1 << 13) - 1), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
_NETWORK, _SCOPES = (4, 3), (6, 3)


class Landlock(NamedTuple):
    """The files that can be reached; none other, no TCP, no signal and no abstract socket outwards.

    least: the oldest version that will do; on a kernel with an older one `apply` raises OSError, and with 0 a
    kernel without Landlock goes without. read: files and folders to read; one that isn't there is left out.
    execute: whether what can be read can also be executed. scratch: the folder to write in, or None.
    """

    least: int
    read: Sequence[str]
    execute: bool
    scratch: str | None


class Confinement(NamedTuple):
    """All that differs between programs. What is the same for all of them, `apply` says.

    parent: pid of the process whose end ends this one; 0 where it lies outside of this pid namespace.
    descriptors: they become 0, 1, 2 and so on, every other one is closed; from 3 on they are closed when the
    process becomes another program. user_namespace: whether it gets one of its own, empty, so that its tasks
    are counted apart from its siblings'; it must have one thread then. root: descriptor of the folder that
    becomes the root and the current folder, or None. cpu_s: seconds of CPU time, at which a signal ends it,
    or None. data: bytes of private writable memory, what is merely reserved among it, or None. address: bytes
    of addresses. file_size: bytes of one file. open_files: descriptors, whose numbers are below it.
    processes: processes and threads of this user in this user namespace, or None. capabilities: whether it
    keeps those that it has. filter: the system calls that are left, or None.
    """

    parent: int
    descriptors: Sequence[int]
    user_namespace: bool
    root: int | None
    cpu_s: int | None
    data: int | None
    address: int
    file_size: int
    open_files: int
    processes: int | None
    landlock: Landlock | None
    capabilities: bool
    filter: calls.SystemCallFilter | None


def apply(confinement: Confinement) -> None:
    """Confine this process, for good. Raises OSError where the kernel refuses a part.

    A session of its own; no privileges by programs; no core, locked memory or message queue; no tracing and
    no reading of its memory by others. SIGXFSZ and SIGXCPU, by which limits end it, give their number as exit
    code: the first process of a pid namespace ignores a signal that has no handler. A program that it becomes
    later has the signals' own effect again.
    """
    if confinement.root is not None:
        os.fchdir(confinement.root)
    _keep_descriptors(confinement.descriptors)
    os.setsid()
    for number in (signal.SIGXFSZ, signal.SIGXCPU):
        calls.exit_at(number)
    if confinement.user_namespace:
        calls.unshare(calls.NEW_USER, "user namespace for a child")
    if confinement.root is not None:
        os.chroot(".")
    _set_limits(confinement)
    calls.no_new_privileges()
    if confinement.landlock is not None:
        _restrict_files(confinement.landlock)
    if not confinement.capabilities:
        calls.drop_capabilities()
    # Behind the last change of credentials, which would undo both.
    calls.hide_memory()
    calls.end_with_parent(signal.SIGKILL)
    if os.getppid() != confinement.parent:
        os._exit(1)
    if confinement.filter is not None:
        confinement.filter.install()


def _keep_descriptors(handles: Sequence[int]) -> None:
    # Copies have rising numbers, so that none is written over before it was used.
    for number, copy in enumerate([os.dup(each) for each in handles]):
        os.dup2(copy, number, inheritable=number <= 2)
    calls.close_from(len(handles))


def _set_limits(confinement: Confinement) -> None:
    if confinement.cpu_s is not None:
        # First SIGXCPU, which tells why.
        _limit(resource.RLIMIT_CPU, confinement.cpu_s, confinement.cpu_s + 1)
    for what, value in (
        (resource.RLIMIT_DATA, confinement.data),
        (resource.RLIMIT_AS, confinement.address),
        (resource.RLIMIT_FSIZE, confinement.file_size),
        (resource.RLIMIT_NOFILE, confinement.open_files),
        (resource.RLIMIT_NPROC, confinement.processes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, SIGNALS_PENDING),
    ):
        if value is not None:
            _limit(what, value, value)


def _limit(what: int, soft: int, hard: int) -> None:
    _, ceiling = resource.getrlimit(what)
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(what, (soft, hard))


def _restrict_files(landlock: Landlock) -> None:
    abi = calls.landlock_abi()
    if abi < landlock.least:
        raise OSError(f"Landlock has version {abi} here; version {landlock.least} is needed")
    if abi == 0:
        return
    files = sum(bits for since, bits in _FILES if abi >= since)
    network, scopes = (bits if abi >= since else 0 for since, bits in (_NETWORK, _SCOPES))
    allowed = [(path, _READ | _LIST | (_EXECUTE if landlock.execute else 0)) for path in landlock.read]
    if landlock.scratch is not None:
        allowed.append((landlock.scratch, _SCRATCH))
    rules: dict[int, int] = {}
    try:
        for path, kinds in allowed:
            try:
                handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
            except FileNotFoundError:
                continue
            rules[handle] = kinds & files & (-1 if os.path.isdir(path) else _OF_FILES)  # noqa: PTH112
        calls.landlock(files, network, scopes, rules)
    finally:
        for handle in rules:
            os.close(handle)
