"""Runs under limits that are too small: fewer at once, or a refusal with the numbers; nothing wrong."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.lean.toolchain import Toolchain
from harness.run.store import RunStore

_PIDS = Path("/sys/fs/cgroup/pids")
GROUPS = pytest.mark.skipif(
    not os.access(_PIDS, os.W_OK), reason="this user can't make control groups of processes here"
)
Limited = Callable[..., "subprocess.CompletedProcess[str]"]
Rows = dict[tuple[str, int], tuple[str | None, str | None]]


def run(folder: Path, before: Callable[[], object], *more: str) -> subprocess.CompletedProcess[str]:
    """A run of some problems in `folder`, started after `before` was called in its process."""
    words = ["run", "--bench", "nng", "--model", "tactics", "--n", "4", "--limit", "15", "--quiet", *more]
    return subprocess.run(
        [sys.executable, "-m", "harness", *words, "--output-dir", str(folder)],
        capture_output=True,
        text=True,
        timeout=300,
        preexec_fn=before,
        check=False,
    )


def rows(folder: Path) -> Rows:
    """How each attempt ended."""
    with RunStore.open_readonly(folder) as store:
        return {
            (problem, index): (status.value, reason and reason.value)
            for problem, index, status, reason in store.verdicts()
        }


@pytest.fixture(scope="module")
def truth(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    folder = tmp_path_factory.mktemp("truth") / "run"
    done = run(folder, lambda: None)
    assert done.returncode == 0, done.stderr
    return rows(folder)


@pytest.fixture
def group() -> Iterator[Path]:
    folder = _PIDS / f"prover-eval-test-{os.getpid()}"
    folder.mkdir()
    yield folder
    folder.rmdir()


@GROUPS
@pytest.mark.parametrize("most", [14, 28, 34, 44])
def test_a_small_group_of_processes(truth: Rows, group: Path, tmp_path: Path, most: int) -> None:
    (group / "pids.max").write_text(str(most))

    def enter() -> None:
        (group / "cgroup.procs").write_text(str(os.getpid()))

    done = run(tmp_path / "run", enter, "--recheck")
    if done.returncode == 3:
        assert "processes are left and a check needs" in done.stderr, done.stderr
        assert most == 14
        return
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "run") == truth


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        (resource.RLIMIT_AS, 8 << 30, "address space (ulimit -v)"),
        (resource.RLIMIT_NOFILE, 100, "descriptors are left"),
        (resource.RLIMIT_FSIZE, 8 << 20, "size of a file (ulimit -f)"),
        (resource.RLIMIT_STACK, 8 << 20, "stack (ulimit -s)"),
    ],
)
def test_an_inherited_limit_is_refused_with_its_number(
    toolchain: Toolchain, tmp_path: Path, limit: int, value: int, said: str
) -> None:
    done = run(tmp_path / "run", lambda: resource.setrlimit(limit, (value, value)))
    assert done.returncode == 3
    assert said in done.stderr and "raise" in done.stderr
    assert not (tmp_path / "run").exists()


def test_a_soft_limit_is_raised(truth: Rows, tmp_path: Path) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    done = run(tmp_path / "run", lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard)), "--recheck")
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "run") == truth
