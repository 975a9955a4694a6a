"""A cache, home or file system that can't be used: the first command works, or says what to change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = f"{sys.executable} -m harness"
ROOT = Path(__file__).resolve().parents[2]
RUN = "--bench nng --model tactics --limit 1"
OTHER = "setpriv --reuid 54321 --regid 54321 --clear-groups"
as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can be another user, or mount")


def shell(command: str, folder: Path, **variables: str | None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PE": MAIN, "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        capture_output=True,
        text=True,
        env={name: value for name, value in env.items() if value is not None},
        check=False,
        timeout=300,
    )


def open_to_all(folder: Path) -> None:
    folder.chmod(0o777)
    for parent in folder.parents:
        if parent.stat().st_uid == os.getuid() and parent.name.startswith(("pytest-", "popen-")):
            parent.chmod(0o755)


def told_in_one_line(done: subprocess.CompletedProcess[str], why: str) -> None:
    lines = [line for line in done.stderr.splitlines() if not line.startswith(("building", "run folder"))]
    assert done.returncode == 3, done.stderr
    assert len(lines) == 1 and why in lines[0] and "PROVER_EVAL_CACHE=" in lines[0], done.stderr


# What is in the way -> how it is made, how the command is begun, and what is told.
CASES = {
    "a file in its place": ("touch cache", "", "cache is a file"),
    "a file above it": ("touch above", "", "above is a file"),
    "read-only": ("mkdir cache; chmod 555 cache", OTHER, "belongs to user 0, and this is user 54321"),
    "own, read-only": ("mkdir cache; chown 54321 cache; chmod 555 cache", OTHER, "can't be written"),
    "no folder, read-only": ("mkdir -m 555 r; ln -s r above", OTHER, "belongs to user 0"),
    "a link to nothing": ("ln -s gone cache", "", "is a link to gone"),
    "another user's": ("mkdir -m 700 cache", OTHER, "belongs to user 0"),
    "no space": (
        "mkdir cache",
        "unshare -m bash -c 'mount -t tmpfs -o size=64k none cache; $0 $*'",
        "no space",
    ),
    "little space": (
        "mkdir cache",
        "unshare -m bash -c 'mount -t tmpfs -o size=1m none cache; $0 $*'",
        "no space",
    ),
    "read-only file system": (
        "mkdir cache",
        "unshare -m bash -c 'mount -t tmpfs -o ro none cache; $0 $*'",
        "file system is read-only",
    ),
}


@as_root
@pytest.mark.parametrize("case", CASES)
def test_a_cache_that_cannot_be_used_is_a_line(tmp_path: Path, case: str) -> None:
    make, begin, why = CASES[case]
    open_to_all(tmp_path)
    subprocess.run(["bash", "-c", make], cwd=tmp_path, check=True)
    place = "above/cache" if "above" in make else "cache"
    cache = {"PROVER_EVAL_CACHE": str(tmp_path / place)}
    told_in_one_line(shell(f"{begin} $PE {RUN}", tmp_path, **cache), why)
    done = shell(f"{begin} $PE doctor --json", tmp_path, **cache)
    rows = {row["what"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 3 and "Traceback" not in done.stderr
    broken = rows["core library"]
    assert not broken["ok"] and why in broken["text"] and "PROVER_EVAL_CACHE=" in broken["text"]


@as_root
def test_benches_are_listed_though_the_cache_is_another_users(tmp_path: Path) -> None:
    open_to_all(tmp_path)
    (tmp_path / "cache").mkdir(mode=0o700)
    done = shell(f"{OTHER} $PE bench list", tmp_path, PROVER_EVAL_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 0 and "150 problems" in done.stdout
    assert "belongs to user 0" in done.stdout


def test_a_tilde_in_a_variable_is_the_home_folder(tmp_path: Path) -> None:
    done = shell("$PE cache list", tmp_path, HOME=str(tmp_path / "home"), PROVER_EVAL_CACHE="~/below")
    assert done.stdout.splitlines()[0] == str(tmp_path / "home" / "below")


@as_root
def test_a_read_only_cache_that_has_all_is_no_hindrance(tmp_path: Path) -> None:
    """The negative twin: what is only read needs no rights to write."""
    from harness.resources import cache_folder

    assert shell(f"$PE {RUN}", tmp_path).returncode == 0
    cache = tmp_path / "cache"
    cache.mkdir()
    begin = f"unshare -m bash -c 'mount --bind {cache_folder()} cache; mount -o remount,ro,bind cache; $0 $*'"
    done = shell(f"{begin} $PE {RUN} --output-dir r2", tmp_path, PROVER_EVAL_CACHE=str(cache))
    assert done.returncode == 0, done.stderr


@as_root
def test_without_a_temporary_folder_it_is_told_which_variable_to_set(tmp_path: Path) -> None:
    # Only the run's folder and the cache can be written.
    begin = (
        "unshare -m bash -c 'mount -t tmpfs none /mnt; mkdir /mnt/r /mnt/d; mount --bind /mnt/d /mnt/d; "
        "for d in / /tmp /var/tmp; do mount --bind $d $d; mount -o remount,ro,bind $d; done; "
        "cd /mnt/r; mount -o remount,ro /mnt; $0 $*'"
    )
    done = shell(f"{begin} $PE doctor", tmp_path)
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert "TMPDIR" in done.stdout + done.stderr


@pytest.mark.parametrize("limit", ["ulimit -n 512", "ulimit -n 64", "ulimit -n 20"])
def test_few_descriptors_are_enough_or_told(tmp_path: Path, limit: str) -> None:
    done = shell(f"{limit}; $PE {RUN}", tmp_path)
    assert "Traceback" not in done.stderr
    if limit.endswith("512"):
        assert done.returncode == 0, done.stderr
    else:
        assert done.returncode == 3 and "open files" in done.stderr and len(done.stderr.splitlines()) == 1


PIDS = Path("/sys/fs/cgroup/pids")


@pytest.mark.skipif(not os.access(PIDS, os.W_OK), reason="needs control groups of version 1, writable")
@pytest.mark.parametrize(("most", "enough"), [(64, True), (8, False)])
def test_few_processes_are_enough_or_told(tmp_path: Path, most: int, enough: bool) -> None:
    group = PIDS / f"prover-eval-test-{os.getpid()}-{most}"
    group.mkdir()
    try:
        (group / "pids.max").write_text(str(most))
        done = shell(f"echo $$ > {group}/cgroup.procs; exec $PE {RUN}", tmp_path)
        assert "Traceback" not in done.stderr
        assert done.returncode == (0 if enough else 3), done.stderr
        assert enough or ("processes" in done.stderr and len(done.stderr.splitlines()) == 1)
    finally:
        group.rmdir()


EVERYWHERE = {
    "python",
    "cores",
    "machine",
    "temporary files",
    "cache",
    "benches",
    "extras",
    "gpu",
    "lean workspace",
}


def test_doctor_looks_at_everything(tmp_path: Path) -> None:
    done = shell("$PE doctor --json", tmp_path)
    rows = {row["what"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, done.stdout
    assert set(rows) == EVERYWHERE | {"lean", "core library", "checker", "engine", "kernel replay"}
    assert "nng 150" in rows["benches"]["text"] and "prover-eval bench fetch" in rows["benches"]["text"]
    assert rows["cache"]["text"].startswith(os.environ.get("PROVER_EVAL_CACHE", "/"))
    assert not rows["lean workspace"]["ok"] and not rows["lean workspace"]["needed"]
    assert rows["engine"]["text"] in {f"a run would use {name}" for name in ("fork", "repl", "process")}


def test_doctor_finds_a_gpu_by_the_driver_and_loads_nothing_heavy(tmp_path: Path) -> None:
    """A driver that has nothing to say is no GPU; the extras are looked for without being imported."""
    (tmp_path / "nvidia-smi").write_text("#!/bin/sh\necho no driver >&2\nexit 9\n")
    (tmp_path / "nvidia-smi").chmod(0o755)
    script = (
        "import sys; from harness.checker.spec import CheckerSpec\n"
        "from harness.cli._machine_findings import machine_findings\n"
        "rows = {row.what: row for row in machine_findings(CheckerSpec(), None)}\n"
        "assert not rows['gpu'].ok and 'no driver' in rows['gpu'].text, rows['gpu']\n"
        "print(sorted({'torch', 'pandas', 'matplotlib', 'transformers', 'openai'} & set(sys.modules)))"
    )
    (tmp_path / "script.py").write_text(script)
    done = shell(f"{sys.executable} script.py", tmp_path, PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert done.stdout.strip() == "[]", done.stderr


def test_doctor_knows_every_extra() -> None:
    import tomllib

    from harness.cli._machine_findings import EXTRAS

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(EXTRAS) == set(project["optional-dependencies"]) - {"dev"}
