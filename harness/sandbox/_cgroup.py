"""A memory control group for one sandboxed process, where this user may make one (cgroup v1 or v2)."""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from harness.machine import counter, number

_ROOT = Path("/sys/fs/cgroup")
_NUMBERS = itertools.count()
_SHELL = ("/bin/sh", "-c", 'echo $$ >"$0" && exec "$@"')
_REMOVE_TRIES = 20
_SMALLEST = 16 << 20
_NEAR = 4 << 20
"""Bytes below the limit at which an allocation may already fail: the kernel charges in batches."""


def _own_group(controller: str) -> str | None:
    """This process's path in the hierarchy of `controller` ("" for version 2), from /proc/self/cgroup."""
    for line in Path("/proc/self/cgroup").read_text("utf-8").splitlines():
        _, names, path = line.split(":", 2)
        if controller in names.split(",") or (not controller and not names):
            return path
    return None


@cache
def _parent() -> tuple[int, Path] | None:
    """(version, folder) below which groups can be made, or None; tried once by making one."""
    candidates: list[tuple[int, Path]] = []
    with contextlib.suppress(OSError, ValueError):
        if (_ROOT / "memory").is_dir():
            candidates.append((1, _ROOT / "memory"))
        elif (own := _own_group("")) is not None:
            candidates.append((2, _ROOT / own.lstrip("/")))
    for version, folder in candidates:
        trial = folder / f"prover-eval-probe-{os.getpid()}"
        try:
            trial.mkdir()
        except OSError:
            continue
        try:
            limit = trial / ("memory.limit_in_bytes" if version == 1 else "memory.max")
            limit.write_text(str(_SMALLEST))
            # Version 2 lets a process in only where its parent's rules allow it.
            usable = version == 1 or os.access(folder / "cgroup.procs", os.W_OK)
        except OSError:
            usable = False
        with contextlib.suppress(OSError):
            trial.rmdir()
        if usable:
            _sweep(folder)
            return version, folder
    return None


def _sweep(folder: Path) -> None:
    """Remove the empty groups of runs that were killed; one that holds a process can't be removed."""
    for group in folder.glob("prover-eval-*-*"):
        owner = group.name.split("-")[2]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            with contextlib.suppress(OSError):
                group.rmdir()


@dataclass(frozen=True, slots=True)
class MemoryGroup:
    """One group with a memory limit; the process enters it by itself before it becomes something else."""

    version: int
    folder: Path

    @staticmethod
    def available() -> bool:
        """Whether this user can make memory groups here."""
        return _parent() is not None

    @staticmethod
    def create(memory: int) -> MemoryGroup | None:
        """A new group that holds at most `memory` bytes, or None where none can be made."""
        parent = _parent()
        if parent is None:
            return None
        version, folder = parent
        group = MemoryGroup(version, folder / f"prover-eval-{os.getpid()}-{next(_NUMBERS)}")
        group.folder.mkdir()
        (group.folder / ("memory.limit_in_bytes" if version == 1 else "memory.max")).write_text(str(memory))
        # Swapping would only make a runaway slower.
        name = "memory.memsw.limit_in_bytes" if version == 1 else "memory.swap.max"
        with contextlib.suppress(OSError):
            (group.folder / name).write_text(str(memory if version == 1 else 0))
        return group

    def enter(self, command: Sequence[str]) -> list[str]:
        """`command`, run inside the group."""
        return [*_SHELL, str(self.folder / "cgroup.procs"), *command]

    def killed(self) -> bool:
        """Whether the kernel killed a process of the group, and it was this group's limit that was met.

        A group around it, or the machine, may have run short instead.
        """
        name, limit, peak = (
            ("memory.oom_control", "memory.limit_in_bytes", "memory.max_usage_in_bytes")
            if self.version == 1
            else ("memory.events", "memory.max", "memory.peak")
        )
        if not counter(self.folder / name, "oom_kill"):
            return False
        most, used = number(self.folder / limit), number(self.folder / peak)
        if used is None:
            # Kernels before 5.19: how often this group's own limit was met with nothing to give back.
            return counter(self.folder / "memory.events.local", "oom") > 0
        return most is not None and used >= most - _NEAR

    def remove(self) -> None:
        """Remove the group; its processes are dead, but the kernel may need a moment to see it."""
        for _ in range(_REMOVE_TRIES):
            try:
                self.folder.rmdir()
                return
            except FileNotFoundError:
                return
            except OSError:
                time.sleep(0.002)
