"""How many candidates may be checked at once: as many as there are cores, and no more than memory holds."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.checker.sandbox import Limits
from harness.checker.sandbox.base import MIB

_PROC, _GROUPS = Path("/proc"), Path("/sys/fs/cgroup")
_OWN = 512 * MIB
"""Kept for the program itself, the model's texts and the store."""
_NO_LIMIT = 1 << 60


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


def usable_cores(groups: Path = _GROUPS, proc: Path = _PROC) -> int:
    """Cores that this process may run on, and no more than its control group has time for."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for folder in _folders(groups, proc, "cpu"):
        period, quota = _number(folder / "cpu.cfs_period_us"), _number(folder / "cpu.cfs_quota_us")
        if (words := _words(folder / "cpu.max")) and len(words) > 1 and words[0].isdigit():
            quota, period = int(words[0]), int(words[1])
        if quota and period and quota > 0:
            allowed = min(allowed, math.ceil(quota / period))
    return max(1, allowed)


def available_memory(groups: Path = _GROUPS, proc: Path = _PROC) -> int:
    """Bytes that can be used without swapping, by the machine's count and by each control group around us."""
    found = _NO_LIMIT
    for line in (proc / "meminfo").read_text("utf-8").splitlines():
        if line.startswith("MemAvailable:"):
            found = int(line.split()[1]) << 10
    for folder in _folders(groups, proc, "memory"):
        for limit, usage in (
            ("memory.max", "memory.current"),
            ("memory.limit_in_bytes", "memory.usage_in_bytes"),
        ):
            most, used = _number(folder / limit), _number(folder / usage)
            if most is not None and used is not None:
                # The group's file cache is given back when memory is needed.
                found = min(found, max(0, most - used + _cache(folder)))
    return found


def _folders(groups: Path, proc: Path, controller: str) -> Iterator[Path]:
    """This process's group and those around it, for one controller, in version 1 and 2."""
    try:
        lines = (proc / "self/cgroup").read_text("utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        _, names, path = line.split(":", 2)
        if names and controller not in names.split(","):
            continue
        root = groups / controller if names else groups
        inner = Path(path.lstrip("/"))
        for folder in (inner, *inner.parents):
            # In a container the path may be the host's, and the container's own group is the root.
            if ".." not in folder.parts and (root / folder).is_dir():
                yield root / folder


def _cache(folder: Path) -> int:
    for line in _lines(folder / "memory.stat"):
        name, _, value = line.partition(" ")
        if name in ("inactive_file", "total_inactive_file") and value.isdigit():
            return int(value)
    return 0


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8").splitlines()
    except OSError:
        return []


def _words(file: Path) -> list[str]:
    return " ".join(_lines(file)).split()


def _number(file: Path) -> int | None:
    words = _words(file)
    return int(words[0]) if len(words) == 1 and words[0].lstrip("-").isdigit() else None
