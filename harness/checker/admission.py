"""How many candidates may be checked at once: as many as there are cores, and no more than memory holds."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path

from harness.checker._groups import GROUPS, PROC, folders, number, words
from harness.checker.headroom import (
    DESCRIPTORS,
    DESCRIPTORS_EACH,
    PROCESSES,
    PROCESSES_EACH,
    Headroom,
    available_memory,
    low_limits,
    workers,
)
from harness.checker.sandbox import Limits
from harness.checker.sandbox.base import MIB
from harness.errors import MachineLimitError

__all__ = ["Admission", "admit", "available_memory", "require", "usable_cores"]

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
    threads = min(workers(), limits.processes)
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


def usable_cores(groups: Path = GROUPS, proc: Path = PROC) -> int:
    """Cores that this process may run on, and no more than its control group has time for."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for folder in folders(groups, proc, "cpu"):
        period, quota = number(folder / "cpu.cfs_period_us"), number(folder / "cpu.cfs_quota_us")
        if (found := words(folder / "cpu.max")) and len(found) > 1 and found[0].isdigit():
            quota, period = int(found[0]), int(found[1])
        if quota and period and quota > 0:
            allowed = min(allowed, math.ceil(quota / period))
    return max(1, allowed)
