"""Which CPU cores the engine has, and which are left to the checker."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from harness.errors import UsageError

# The loops of the frontend and of the scheduler; each worker of an accelerator has one more.
_LOOPS = 2
_FEWEST = 4


def divide_cores(
    wanted: str, workers: int, *, accelerator: bool, cores: Iterable[int] | None = None
) -> tuple[set[int], set[int]] | None:
    """(the engine's cores, all others), or None when both share all of them.

    cores: all that there are, those of this process by default.
    wanted: a number of cores ("0": share), a list of cores like "0-7,16", or "" for what fits: with less
    than 4 cores they are shared; an engine on an accelerator gets one core for each of its `workers` and
    two more, but at most half; an engine that computes on the CPU gets half.
    Raises UsageError when nothing would be left to either.
    """
    if not hasattr(os, "sched_getaffinity"):
        return None
    ours = by_core(os.sched_getaffinity(0) if cores is None else cores)
    if "-" in wanted or "," in wanted:
        engine = set(_listed(wanted))
        if not engine <= set(ours):
            raise UsageError(f"-M engine_cores={wanted} names a core that this process may not use")
    else:
        count = _count(wanted, len(ours), workers, accelerator)
        engine = set(ours[len(ours) - count :])
    if not engine:
        return None
    rest = set(ours) - engine
    if not rest:
        raise UsageError(
            f"-M engine_cores={wanted} leaves no core to the checker: give fewer, or engine_cores=0 to share"
        )
    return engine, rest


def has_accelerator() -> bool:
    """Whether this machine shows a GPU of NVIDIA or AMD, or another device for computing."""
    folder = Path("/dev")
    return any(
        next(folder.glob(pattern), None) is not None
        for pattern in ("nvidia[0-9]*", "kfd", "accel/*", "dxg", "davinci[0-9]*")
    )


def by_core(cores: Iterable[int]) -> list[int]:
    """The logical cores in such an order that the threads of one physical core are side by side."""
    return sorted(cores, key=lambda core: (min(_siblings(core), default=core), core))


def move_here(cores: set[int]) -> None:
    """Let this process run on these cores only; what it starts from now on does so too."""
    tasks = Path("/proc/self/task")
    threads = [int(path.name) for path in tasks.iterdir()] if tasks.is_dir() else [0]
    for thread in threads:
        # A thread may have ended meanwhile.
        with contextlib.suppress(ProcessLookupError):
            os.sched_setaffinity(thread, cores)


def _count(wanted: str, ours: int, workers: int, accelerator: bool) -> int:
    if wanted:
        if not wanted.isdecimal():
            raise UsageError(f"-M engine_cores={wanted} is no number of cores and no list like 0-7,16")
        if int(wanted) >= ours:
            raise UsageError(
                f"-M engine_cores={wanted} leaves no core to the checker ({ours} are here): "
                "give fewer, or engine_cores=0 to share"
            )
        return int(wanted)
    if ours < _FEWEST:
        return 0
    return min(ours // 2, workers + _LOOPS) if accelerator else ours // 2


def _listed(text: str) -> list[int]:
    cores: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise UsageError(f"-M engine_cores={text} is no list of cores: write it like 0-7,16")
        cores.extend(range(int(first), int(last if dash else first) + 1))
    return cores


def _siblings(core: int) -> list[int]:
    path = Path(f"/sys/devices/system/cpu/cpu{core}/topology/thread_siblings_list")
    try:
        return _listed(path.read_text("ascii").strip())
    except (OSError, UsageError):
        return []
