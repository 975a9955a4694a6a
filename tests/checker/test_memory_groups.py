"""Memory control groups leave nothing behind, even when their owner was killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness.sandbox import _cgroup
from harness.sandbox._cgroup import MemoryGroup

pytestmark = pytest.mark.skipif(not MemoryGroup.available(), reason="this user can't make memory groups here")

KILLED = """
import os, signal
from harness.sandbox._cgroup import MemoryGroup
print(MemoryGroup.create(100 << 20).folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_groups_of_a_killed_run_are_removed_by_the_next() -> None:
    done = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)
    left = Path(done.stdout.strip())
    assert left.is_dir()
    mine = MemoryGroup.create(100 << 20)
    assert mine is not None
    _cgroup._parent.cache_clear()
    assert MemoryGroup.available()
    assert not left.exists()
    assert mine.folder.is_dir()
    mine.remove()
    assert not mine.folder.exists()
