"""How many candidates at once: cores, memory, control groups of both versions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.checker.admission import Admission, admit, available_memory, usable_cores
from harness.checker.sandbox import Limits
from harness.checker.sandbox.base import MIB

GIB = 1 << 30
LIMITS = Limits(memory=2 * GIB)


def machine(folder: Path, available: int, groups: str = "", **files: str) -> tuple[Path, Path]:
    """A made-up /sys/fs/cgroup and /proc; the files' names have "__" for "/" and "-" for "."."""
    proc, root = folder / "proc", folder / "groups"
    (proc / "self").mkdir(parents=True)
    (proc / "meminfo").write_text(f"MemTotal: 99 kB\nMemAvailable: {available >> 10} kB\n")
    (proc / "self/cgroup").write_text(groups)
    for name, text in files.items():
        file = root / name.replace("__", "/").replace("-", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root, proc


def test_as_many_as_wanted_where_memory_allows() -> None:
    assert admit(LIMITS, 8, memory=64 * GIB) == Admission(8)
    assert admit(LIMITS, 8, memory=16 * GIB + 512 * MIB) == Admission(8)


def test_no_more_than_memory_holds() -> None:
    found = admit(LIMITS, 8, memory=9 * GIB)
    assert found.checkers == 4
    assert "9216 MiB" in found.why and "not 8" in found.why


@pytest.mark.parametrize("memory", [0, GIB])
def test_one_is_always_checked(memory: int) -> None:
    assert admit(LIMITS, 8, memory=memory).checkers == 1


def test_default_is_one_for_each_core() -> None:
    assert admit(LIMITS, memory=1 << 60).checkers == usable_cores() <= len(os.sched_getaffinity(0))


def test_machine_without_groups(tmp_path: Path) -> None:
    root, proc = machine(tmp_path, 7 * GIB)
    assert available_memory(root, proc) == 7 * GIB


def test_group_of_version_2_and_those_around_it(tmp_path: Path) -> None:
    root, proc = machine(
        tmp_path,
        64 * GIB,
        "0::/a/b\n",
        **{
            "a__memory-max": str(8 * GIB),
            "a__memory-current": str(3 * GIB),
            "a__memory-stat": f"anon 1\ninactive_file {GIB}\n",
            "a__b__memory-max": "max",
            "a__b__memory-current": str(2 * GIB),
        },
    )
    assert available_memory(root, proc) == 6 * GIB


def test_group_of_version_1_seen_from_a_container(tmp_path: Path) -> None:
    root, proc = machine(
        tmp_path,
        64 * GIB,
        "9:memory:/docker/0123\n3:cpu,cpuacct:/docker/0123\n",
        **{
            "memory__memory-limit_in_bytes": str(4 * GIB),
            "memory__memory-usage_in_bytes": str(GIB),
            "cpu__cpu-cfs_quota_us": "50000",
            "cpu__cpu-cfs_period_us": "100000",
        },
    )
    assert available_memory(root, proc) == 3 * GIB
    assert usable_cores(root, proc) == 1


@pytest.mark.parametrize(("quota", "cores"), [("max 100000", 2), ("150000 100000", 2), ("100000 100000", 1)])
def test_time_of_a_group_of_version_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quota: str, cores: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    root, proc = machine(tmp_path, GIB, "0::/a\n", **{"a__cpu-max": quota})
    assert usable_cores(root, proc) == cores


def test_no_limit_at_all(tmp_path: Path) -> None:
    root, proc = machine(
        tmp_path,
        5 * GIB,
        "9:memory:/\n",
        **{"memory__memory-limit_in_bytes": "9223372036854771712", "memory__memory-usage_in_bytes": "17"},
    )
    assert available_memory(root, proc) == 5 * GIB
    assert usable_cores(root, proc) == len(os.sched_getaffinity(0))
