"""A child's walls: descriptors, limits, its own folder as the root, Landlock, no capabilities, a filter."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harness.checker.engines.fork import kernel as k
from harness.sandbox import guest

ADDRESS_SPACE = 256 << 30
"""Bytes of addresses above the memory limit: Lean reserves far more than it uses."""
OPEN_FILES = 64
_SCRATCH = 5


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


def confine(limits: ChildLimits, streams: Sequence[int], scratch: int, trouble: int) -> None:
    """In a new child with one thread: from here on it has descriptors 0 to 4 and the files in `scratch`.

    streams: the text, the output, the errors and the commands; they become 0, 1, 2 and 4. 3 is `trouble`. It
    and 4 are closed before anything of the candidate runs: that is left to the caller, and so is the filter.
    Raises OSError.
    """
    text, output, errors, commands = streams
    wanted = (text, output, errors, trouble, commands, scratch)
    for number, handle in enumerate([os.dup(each) for each in wanted]):
        os.dup2(handle, number, inheritable=False)
    k.close_from(len(wanted))
    os.setsid()
    # The first process of a pid namespace ignores a signal unless it has a handler: `_exit`, with its number.
    for number in (signal.SIGXFSZ, signal.SIGXCPU):
        guest.exit_at(number)
    # A user namespace of its own counts its tasks apart from its siblings'.
    k.unshare(k.NEW_USER, "user namespace for a child")
    os.fchdir(_SCRATCH)
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
    k.landlock(_SCRATCH)
    os.close(_SCRATCH)
    k.drop_capabilities()


def _limit(what: int, value: int, hard: int | None = None) -> None:
    _, ceiling = resource.getrlimit(what)
    top = hard if hard is not None else value
    if ceiling != resource.RLIM_INFINITY:
        value, top = min(value, ceiling), min(top, ceiling)
    resource.setrlimit(what, (value, top))
