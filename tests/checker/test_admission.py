"""How many candidates at once: cores, memory, control groups of both versions."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from harness.checker.admission import Admission, admit, low_limits, require
from harness.errors import MachineLimitError
from harness.machine import Headroom, available_memory, raise_soft_limits, refused_processes, usable_cores
from harness.sandbox import Limits
from harness.sandbox.base import MIB

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


def room(processes: int | None = None, descriptors: int | None = None) -> Headroom:
    return Headroom(processes, descriptors, 64 * GIB, 64 * GIB)


def test_enough_of_everything_changes_nothing() -> None:
    for found in (room(), room(10_000, 10_000)):
        assert require(LIMITS, Admission(8, "why"), found) == Admission(8, "why")


@pytest.mark.parametrize("found", [room(processes=120), room(descriptors=300)])
def test_fewer_where_processes_or_descriptors_are_few(found: Headroom) -> None:
    admission = require(LIMITS, Admission(1000), found)
    assert 1 <= admission.checkers < 20
    assert "not 1000" in admission.why and "to check more at once, raise" in admission.why


@pytest.mark.parametrize(
    ("found", "word"), [(room(processes=13), "13 processes"), (room(descriptors=90), "90 desc")]
)
def test_none_at_all_is_refused_with_the_numbers(found: Headroom, word: str) -> None:
    with pytest.raises(MachineLimitError, match=word) as refusal:
        require(LIMITS, Admission(1), found)
    assert refusal.value.exit_code == 3
    assert "raise the limit" in str(refusal.value)


def test_a_group_of_processes_is_counted_in_both_versions(tmp_path: Path) -> None:
    files = {"pids-max": "44", "pids-current": "3", "pids-events": "max 7\n"}
    for version, line in (("one", "8:pids:/box\n"), ("two", "0::/box\n")):
        top = "pids__box__" if version == "one" else "box__"
        root, proc = machine(
            tmp_path / version, GIB, line, **{top + name: text for name, text in files.items()}
        )
        (proc / "self/fd").mkdir()
        assert Headroom.measure(root, proc).processes == 41
        assert refused_processes(root, proc) == 7


def in_child(limit: int, value: int) -> list[str]:
    """What `low_limits` says in a process with this limit."""
    read, write = os.pipe()
    if (pid := os.fork()) == 0:
        resource.setrlimit(limit, (value, value))
        os.write(write, "\n".join(low_limits(LIMITS)).encode())
        os._exit(0)
    os.close(write)
    os.waitpid(pid, 0)
    with open(read) as said:  # noqa: PTH123
        return said.read().splitlines()


@pytest.mark.parametrize(
    ("limit", "word"),
    [
        (resource.RLIMIT_AS, "ulimit -v"),
        (resource.RLIMIT_DATA, "ulimit -d"),
        (resource.RLIMIT_FSIZE, "ulimit -f"),
        (resource.RLIMIT_STACK, "ulimit -s"),
        (resource.RLIMIT_CPU, "ulimit -t"),
    ],
)
def test_an_inherited_limit_below_a_candidates_own_is_told(limit: int, word: str) -> None:
    (line,) = in_child(limit, 60 if limit == resource.RLIMIT_CPU else 8 * MIB)
    assert word in line
    assert in_child(limit, 1 << 40) == []


def test_soft_limits_are_raised_to_the_hard_ones() -> None:
    read, write = os.pipe()
    if (pid := os.fork()) == 0:
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 128))
        raise_soft_limits()
        os.write(write, str(resource.getrlimit(resource.RLIMIT_NOFILE)).encode())
        os._exit(0)
    os.close(write)
    os.waitpid(pid, 0)
    assert os.read(read, 100) == b"(128, 128)"
    os.close(read)
