"""A child's walls: descriptors, limits, its own folder as the root, Landlock, no capabilities, a filter."""

from __future__ import annotations

import os
import resource
import signal
from dataclasses import dataclass
from typing import Any

from harness.checker.forkserver import kernel as k
from harness.checker.sandbox import guest

ADDRESS_SPACE = 256 << 30
"""Bytes of addresses above the memory limit: Lean reserves far more than it uses."""
OPEN_FILES = 64


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What a child may use; units as in `sandbox.Limits`; cpu_net_s: where the kernel ends it."""

    cpu_s: float
    cpu_net_s: int
    memory: int
    scratch: int
    processes: int
    heartbeats: int

    @classmethod
    def read(cls, data: Any) -> ChildLimits:
        """Out of a request."""
        return cls(*(data[name] for name in cls.__slots__))


def new_scratch(size: int) -> int:
    """A folder that only its descriptor leads to, with room for a file of `size` bytes. Raises OSError."""
    # Twice the limit of one file: the file's limit is met first, and its signal tells what happened.
    return k.scratch_folder({"size": 2 * size, "nr_inodes": guest.FILES, "mode": "700"})


def confine(limits: ChildLimits, text: int, output: int, errors: int, scratch: int, trouble: int) -> None:
    """In a new child with one thread: from here on it has descriptors 0 to 3 and the files in `scratch`.

    0 is the text, 3 is `trouble`, which the caller closes before anything of the candidate runs; the caller
    installs the filter as well. Raises OSError.
    """
    for number, handle in enumerate([os.dup(each) for each in (text, output, errors, trouble, scratch)]):
        os.dup2(handle, number, inheritable=False)
    k.close_from(5)
    os.setsid()
    # The first process of a pid namespace ignores a signal unless it has a handler: `_exit`, with its number.
    for number in (signal.SIGXFSZ, signal.SIGXCPU):
        guest.exit_at(number)
    # A user namespace of its own counts its tasks apart from its siblings'.
    k.unshare(k.NEW_USER, "user namespace for a child")
    os.fchdir(4)
    os.chroot(".")
    _limit(resource.RLIMIT_CPU, limits.cpu_net_s, limits.cpu_net_s + 1)
    for what, value in (
        (resource.RLIMIT_FSIZE, limits.scratch),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_AS, limits.memory + ADDRESS_SPACE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, OPEN_FILES),
    ):
        _limit(what, value)
    k.prctl(k.SET_NO_NEW_PRIVS, 1)
    k.landlock(4)
    os.close(4)
    k.drop_capabilities()


def _limit(what: int, value: int, hard: int | None = None) -> None:
    _, ceiling = resource.getrlimit(what)
    top = hard if hard is not None else value
    if ceiling != resource.RLIM_INFINITY:
        value, top = min(value, ceiling), min(top, ceiling)
    resource.setrlimit(what, (value, top))
