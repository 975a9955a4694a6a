"""How many candidates may be checked at once, and whether this machine can carry one more.

As many as there are cores, and no more than memory, processes and descriptors hold at their limits.
"""

from __future__ import annotations

import resource
from collections.abc import Sequence
from dataclasses import dataclass

from harness.errors import MachineLimitError
from harness.machine import MIB, Headroom, available_memory, usable_cores, visible_cores
from harness.sandbox import Limits, cpu_net

PROCESSES, DESCRIPTORS = 18, 96
"""Kept for the servers of a header, for what they start, and for the program itself with its threads."""
PROCESSES_EACH, DESCRIPTORS_EACH = 7, 32
"""For each check beside Lean's own worker threads: sandbox, guest, Lean, its event loop, a replay."""
ADDRESSES = 4 << 30
ADDRESSES_EACH = 1 << 30
"""Bytes of addresses that a process of Lean reserves beside what it uses, and for each worker thread."""
_STACK = 112 * MIB
_OPEN_FILES = 64
_HOW_PROCESSES = "raise the limit (docker --pids-limit, TasksMax of systemd, ulimit -u)"
_HOW_DESCRIPTORS = "raise the limit on open files (ulimit -Hn)"
_OWN = 512 * MIB
"""Kept for the program itself, the model's texts and the store."""


@dataclass(frozen=True, slots=True)
class Admission:
    """checkers: candidates in Lean at once, at least 1. why: a line when memory allows fewer than wanted."""

    checkers: int
    why: str = ""

    @property
    def under_way(self) -> int:
        """Candidates under way at once: while one is audited here, no checker waits for the next."""
        return self.checkers + 1


def admit(limits: Limits, wanted: int | None = None, *, memory: int | None = None) -> Admission:
    """As many checkers as `wanted` (None: one for each core), or as `memory` holds at their limit.

    memory: bytes, by default what is available now. Each checker may come to use its candidate's whole limit.
    """
    cores = wanted or usable_cores()
    free = available_memory() if memory is None else memory
    fitting = max(1, (free - _OWN) // limits.memory)
    if cores <= fitting:
        return Admission(cores)
    return Admission(
        fitting,
        f"{fitting} candidates are checked at once and not {cores}: {free // MIB} MiB of memory are there "
        f"and each may use {limits.memory // MIB}; lower --memory-limit to check more at once",
    )


def require(limits: Limits, admission: Admission, found: Headroom | None = None) -> Admission:
    """The same or fewer checkers, as processes and descriptors allow.

    found: what is left, by default what is left now. Raises MachineLimitError with the numbers where not even
    one candidate could be checked, or a limit that this process hands on is below a candidate's own.
    """
    if low := low_limits(limits):
        raise MachineLimitError("; ".join(low))
    left = found or Headroom.measure()
    threads = min(visible_cores(), limits.processes)
    needs = (
        ("processes", left.processes, PROCESSES, PROCESSES_EACH + threads, _HOW_PROCESSES),
        ("descriptors", left.descriptors, DESCRIPTORS, 2 * DESCRIPTORS_EACH, _HOW_DESCRIPTORS),
    )
    for what, free, own, each, how in needs:
        if free is None:
            continue
        fitting = (free - own) // each
        if fitting < 1:
            raise MachineLimitError(f"{free} {what} are left and a check needs {own + each}: {how}")
        if fitting < admission.checkers:
            why = f"{fitting} candidates are checked at once and not {admission.checkers}: {free} {what} are "
            why += f"left, {own} are kept and each candidate may need {each}; to check more at once, {how}"
            admission = Admission(fitting, why)
    return admission


def shortage(limits: Limits, found: Headroom, *, on_disk: bool = False) -> str | None:
    """What is too little for one candidate that comes to use all of `limits`, in words; None where it fits.

    on_disk: its scratch folder isn't in memory.
    """
    needs = (
        ("processes", found.processes, limits.processes + PROCESSES_EACH, 1),
        ("descriptors", found.descriptors, DESCRIPTORS_EACH, 1),
        ("MiB of memory", found.memory, limits.memory, MIB),
        ("MiB on disk", found.disk if on_disk else None, 2 * limits.scratch, MIB),
    )
    for what, left, need, unit in needs:
        if left is not None and left < need:
            return f"{left // unit} {what} are left and a candidate may need {-(-need // unit)}"
    return None


def low_limits(limits: Limits) -> list[str]:
    """The limits that this process hands on and that are below a candidate's own, each with what it needs."""
    addresses = limits.memory + ADDRESSES + visible_cores() * ADDRESSES_EACH
    needs: Sequence[tuple[str, int, int, str]] = (
        ("address space (ulimit -v)", resource.RLIMIT_AS, addresses, "lower --memory-limit or "),
        ("data (ulimit -d)", resource.RLIMIT_DATA, addresses, "lower --memory-limit or "),
        ("size of a file (ulimit -f)", resource.RLIMIT_FSIZE, limits.scratch, ""),
        ("stack (ulimit -s)", resource.RLIMIT_STACK, _STACK, ""),
        ("CPU seconds (ulimit -t)", resource.RLIMIT_CPU, cpu_net(limits.cpu_s) + 1, "lower --cpu-limit or "),
        ("open files (ulimit -n)", resource.RLIMIT_NOFILE, _OPEN_FILES, ""),
    )
    found = []
    for what, which, need, other in needs:
        _, hard = resource.getrlimit(which)
        if hard != resource.RLIM_INFINITY and hard < need:
            found.append(f"the limit on {what} is {hard}, and a candidate needs {need}: {other}raise it")
    return found
