"""What this process and those that it starts may still have: processes, descriptors, memory, addresses.

Limits of the process (rlimits) and of the control groups around it are read, and what is used of them.
"""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.checker._groups import GROUPS, PROC, counter, folders, number
from harness.checker.sandbox import Limits, cpu_net
from harness.checker.sandbox.base import MIB

ROOM_UID = 65534
"""Who the children of engine `fork` are where we are root."""
PROCESSES, DESCRIPTORS = 18, 96
"""Kept for the servers of a header, for what they start, and for the program itself with its threads."""
PROCESSES_EACH, DESCRIPTORS_EACH = 7, 32
"""For each check beside Lean's own worker threads: sandbox, guest, Lean, its event loop, a replay."""
ADDRESSES = 4 << 30
ADDRESSES_EACH = 1 << 30
"""Bytes of addresses that a process of Lean reserves beside what it uses, and for each worker thread."""
_STACK = 112 * MIB
_OPEN_FILES = 64
_SOFT = (
    resource.RLIMIT_NOFILE,
    resource.RLIMIT_NPROC,
    resource.RLIMIT_AS,
    resource.RLIMIT_DATA,
    resource.RLIMIT_FSIZE,
    resource.RLIMIT_CPU,
)


def raise_soft_limits() -> None:
    """Raise this process's own limits as far as it may without further rights."""
    for what in _SOFT:
        soft, hard = resource.getrlimit(what)
        if soft != hard:
            resource.setrlimit(what, (hard, hard))


def workers() -> int:
    """Worker threads that one process of Lean may start: one for each core that it sees."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Headroom:
    """What is left; None where nothing limits it. disk: bytes where a scratch folder on disk would lie."""

    processes: int | None
    descriptors: int | None
    memory: int
    disk: int

    @classmethod
    def measure(cls, groups: Path = GROUPS, proc: Path = PROC) -> Headroom:
        """As it is now."""
        return cls(
            _processes(groups, proc),
            _descriptors(proc),
            available_memory(groups, proc),
            _disk(),
        )


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
    addresses = limits.memory + ADDRESSES + workers() * ADDRESSES_EACH
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


def refused_processes(groups: Path = GROUPS, proc: Path = PROC) -> int:
    """How often the control groups around us have refused a process, by their own count."""
    return sum(counter(folder / "pids.events", "max") for folder in folders(groups, proc, "pids"))


def available_memory(groups: Path = GROUPS, proc: Path = PROC) -> int:
    """Bytes that can be used without swapping, by the machine's count and by each control group around us."""
    found = 1 << 60
    for line in (proc / "meminfo").read_text("utf-8").splitlines():
        if line.startswith("MemAvailable:"):
            found = int(line.split()[1]) << 10
    for folder in folders(groups, proc, "memory"):
        for limit, usage in (
            ("memory.max", "memory.current"),
            ("memory.limit_in_bytes", "memory.usage_in_bytes"),
        ):
            most, used = number(folder / limit), number(folder / usage)
            if most is not None and used is not None:
                # The group's file cache is given back when memory is needed.
                cache = counter(folder / "memory.stat", "total_inactive_file") or counter(
                    folder / "memory.stat", "inactive_file"
                )
                found = min(found, max(0, most - used + cache))
    return found


def _processes(groups: Path, proc: Path) -> int | None:
    left = []
    for folder in folders(groups, proc, "pids"):
        most, used = number(folder / "pids.max"), number(folder / "pids.current")
        if most is not None and used is not None:
            left.append(max(0, most - used))
    soft, _ = resource.getrlimit(resource.RLIMIT_NPROC)
    if soft != resource.RLIM_INFINITY:
        uid = os.geteuid() or ROOM_UID
        left.append(max(0, soft - _threads_of(uid, proc)))
    return min(left) if left else None


def _threads_of(uid: int, proc: Path) -> int:
    """Threads of a user's processes, as far as they can be seen."""
    count = 0
    for folder in proc.glob("[0-9]*"):
        try:
            if folder.stat().st_uid == uid:
                count += sum(1 for _ in (folder / "task").iterdir())
        except OSError:
            continue
    return count


def _descriptors(proc: Path) -> int | None:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return None
    try:
        return max(0, soft - sum(1 for _ in (proc / "self/fd").iterdir()))
    except OSError:
        # Not even one is left to look with.
        return 0


def _disk() -> int:
    found = os.statvfs(tempfile.gettempdir())
    return found.f_bavail * found.f_frsize
