"""What this process has of its machine: cores, memory, processes, descriptors and disk.

The machine's own counts, the limits of the process (rlimits), its affinity and the control groups around it
(version 1 and 2) are read. Whoever wants one of these figures asks here.
"""

from __future__ import annotations

import math
import os
import resource
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC, GROUPS = Path("/proc"), Path("/sys/fs/cgroup")
MIB = 1 << 20

OTHER_UID = 65534
"""Who the children of engine `fork` are where we are root: the kernel's own number for nobody."""
_SOFT = (
    resource.RLIMIT_NOFILE,
    resource.RLIMIT_NPROC,
    resource.RLIMIT_AS,
    resource.RLIMIT_DATA,
    resource.RLIMIT_FSIZE,
    resource.RLIMIT_CPU,
)


def usable_cores(groups: Path = GROUPS, proc: Path = PROC) -> int:
    """Cores that this process may run on, and no more than its control group has time for."""
    allowed = visible_cores()
    for folder in group_folders(groups, proc, "cpu"):
        period, quota = number(folder / "cpu.cfs_period_us"), number(folder / "cpu.cfs_quota_us")
        if (found := words(folder / "cpu.max")) and len(found) > 1 and found[0].isdigit():
            quota, period = int(found[0]), int(found[1])
        if quota and period and quota > 0:
            allowed = min(allowed, math.ceil(quota / period))
    return max(1, allowed)


def visible_cores() -> int:
    """Cores that this process may run on; Lean starts one worker thread for each."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def available_memory(groups: Path = GROUPS, proc: Path = PROC) -> int:
    """Bytes that can be used without swapping, by the machine's count and by each control group around us."""
    found = 1 << 60
    for line in (proc / "meminfo").read_text("utf-8").splitlines():
        if line.startswith("MemAvailable:"):
            found = int(line.split()[1]) << 10
    for folder in group_folders(groups, proc, "memory"):
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


def raise_soft_limits() -> None:
    """Raise this process's own limits as far as it may without further rights."""
    for what in _SOFT:
        soft, hard = resource.getrlimit(what)
        if soft != hard:
            resource.setrlimit(what, (hard, hard))


def refused_processes(groups: Path = GROUPS, proc: Path = PROC) -> int:
    """How often the control groups around us have refused a process, by their own count."""
    return sum(counter(folder / "pids.events", "max") for folder in group_folders(groups, proc, "pids"))


def _processes(groups: Path, proc: Path) -> int | None:
    left = []
    for folder in group_folders(groups, proc, "pids"):
        most, used = number(folder / "pids.max"), number(folder / "pids.current")
        if most is not None and used is not None:
            left.append(max(0, most - used))
    soft, _ = resource.getrlimit(resource.RLIMIT_NPROC)
    if soft != resource.RLIM_INFINITY:
        uid = os.geteuid() or OTHER_UID
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


def group_folders(groups: Path, proc: Path, controller: str) -> Iterator[Path]:
    """This process's group and those around it, for one controller."""
    try:
        found = (proc / "self/cgroup").read_text("utf-8").splitlines()
    except OSError:
        return
    for line in found:
        _, names, path = line.split(":", 2)
        if names and controller not in names.split(","):
            continue
        root = groups / controller if names else groups
        inner = Path(path.lstrip("/"))
        for folder in (inner, *inner.parents):
            # In a container the path may be the host's, and the container's own group is the root.
            if ".." not in folder.parts and (root / folder).is_dir():
                yield root / folder


def lines(file: Path) -> list[str]:
    """The file's lines; none where it can't be read."""
    try:
        return file.read_text("utf-8").splitlines()
    except OSError:
        return []


def words(file: Path) -> list[str]:
    """The file's words; none where it can't be read."""
    return " ".join(lines(file)).split()


def number(file: Path) -> int | None:
    """The one number in the file; None where there is none, as for "max"."""
    found = words(file)
    return int(found[0]) if len(found) == 1 and found[0].lstrip("-").isdigit() else None


def counter(file: Path, name: str) -> int:
    """The number behind `name` in a file of such pairs; 0 where it isn't."""
    for line in lines(file):
        key, _, value = line.partition(" ")
        if key == name and value.isdigit():
            return int(value)
    return 0
