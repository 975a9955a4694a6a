"""Each layer of a confinement by itself, and what is the same in all of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from harness.sandbox import seccomp, syscalls

LAYERS = Path(__file__).parents[1] / "support" / "layers.py"


def run(layer: str, targets: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    folder.mkdir()
    return subprocess.run(
        [sys.executable, str(LAYERS), layer, json.dumps(targets)],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=60,
        check=False,
    )


def reached(layer: str, targets: dict[str, Any], folder: Path) -> set[str]:
    done = run(layer, targets, folder)
    assert done.returncode == 0, done.stderr
    return {name for name, error in json.loads(done.stdout).items() if error is None}


def test_landlock_alone_hides_files_and_network(targets: dict[str, Any], tmp_path: Path) -> None:
    free = reached("none", targets, tmp_path / "free")
    behind = reached("landlock", targets, tmp_path / "behind")
    hidden = {"read the secret", "write the secret", "read /etc/passwd", "see other processes"}
    hidden |= {"read /proc/self/maps", "symbolic link", "fifo", "rename across folders"}
    abi = syscalls.landlock_abi()
    hidden |= {"tcp"} if abi >= 4 else set()
    hidden |= {"abstract socket"} if abi >= 6 else set()
    assert hidden <= free
    assert not hidden & behind
    assert {"write its folder", "read the library", "udp", "fork", "memory file"} <= behind


@pytest.mark.skipif(not seccomp.supported(), reason="the filters are for x86-64 Linux")
def test_a_filter_alone_leaves_files_and_nothing_else(targets: dict[str, Any], tmp_path: Path) -> None:
    free = reached("none", targets, tmp_path / "free")
    behind = reached("filter", targets, tmp_path / "behind")
    assert {"read the secret", "write its folder", "see other processes", "read /etc/passwd"} <= behind
    refused = {"tcp", "udp", "unix socket", "abstract socket", "socket pair", "fork", "memory file"}
    refused |= {"executable memory", "shared memory", "memory made executable", "a stack that grows"}
    refused |= {"a handler for the limit on CPU time", "lock a file", "pidfd", "timer file", "new session"}
    assert refused - free <= {"new session"}, "a leader of its group can't have one"
    assert not refused & behind


def test_limits_alone(targets: dict[str, Any], tmp_path: Path) -> None:
    limited = json.loads(run("limits", targets, tmp_path / "limited").stdout)
    assert limited == {
        "one descriptor": True,
        "two descriptors": False,
        "little data": True,
        "more data": False,
        "addresses": True,
        "more addresses": False,
        # The capability to lock memory is left in this layer, for root.
        "locked memory": os.geteuid() == 0,
    }


def test_a_child_whose_parent_is_gone_never_begins(targets: dict[str, Any], tmp_path: Path) -> None:
    done = run("parent", targets, tmp_path / "behind")
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("layer", ["stay", "stay confined"])
def test_a_child_ends_with_its_parent(layer: str, targets: dict[str, Any], tmp_path: Path) -> None:
    words = [sys.executable, str(LAYERS), layer, json.dumps(targets)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(0.3)
        parent.kill()
    gone = False
    for _ in range(40):
        gone = gone or not _lives(pid)
        time.sleep(0.05)
    if not gone:
        os.kill(pid, 9)
    assert gone is (layer == "stay confined")


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
