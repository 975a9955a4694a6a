"""The benchmarks that compare and count, at a small size."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.lean.toolchain import Toolchain
from harness.sandbox import seccomp

pytestmark = pytest.mark.skipif(not seccomp.supported(), reason="engine fork is for x86-64 Linux")

FOLDER = Path(__file__).parents[2] / "benchmarks"


def run(script: str, count: int) -> tuple[int, dict[str, Any]]:
    """Its exit code and what it printed."""
    done = subprocess.run(
        [sys.executable, str(FOLDER / script), "--count", str(count)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_engines_agree(toolchain: Toolchain) -> None:
    code, found = run("agreement.py", 30)
    assert (code, found["compared"], found["differing"]) == (0, 30, 0)
    kinds = {text.partition(":")[0] for text in found["verdicts"]}
    assert {"good", "wrong", "sorry", "heartbeats"} <= kinds
    assert "good: proved" in found["verdicts"]


def test_together_and_one_by_one_agree(toolchain: Toolchain) -> None:
    code, found = run("together.py", 200)
    assert (code, found["differing"]) == (0, 0)
    assert found["compared"] > 200 and found["decided_together"] > found["compared"] / 2
    assert found["verdicts"]["proved/"] > 0


def test_checks_leave_nothing(toolchain: Toolchain) -> None:
    code, found = run("endurance.py", 60)
    assert (code, found["left"], found["undecided"]) == (0, [], 0)
    assert found["at_the_end"]["processes"] > 0
    assert found["closed"]["processes"] == 0
