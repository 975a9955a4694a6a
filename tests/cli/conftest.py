"""Run the real command line in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.lean.toolchain import Toolchain
from harness.resources import data_folder

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cli(tmp_path: Path, toolchain: Toolchain) -> Cli:
    """`cli("run", "--bench", ...)` in a temporary folder; the library is built already."""

    def call(*words: object, **extra: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "harness", *map(str, words)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=300,
            env={**os.environ, **extra},
            check=False,
        )

    return call


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """Recorded candidates for the first twelve problems of nng: wrong, right, and a text with prose."""
    folder = data_folder("tasks") / "nng"
    names = [json.loads(line)["name"] for line in (folder / "problems.jsonl").read_text("utf-8").splitlines()]
    path = tmp_path / "recorded.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for name in names[:12]:
            right = (folder / "proofs" / f"{name}.lean").read_text("utf-8")
            for row in ({"proof": "sorry"}, {"proof": right}, {"text": "Try this:\n```lean4\nsorry\n```\n"}):
                file.write(json.dumps({"name": name, **row}) + "\n")
    return path
