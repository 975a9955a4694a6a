"""Fixtures that every test may use: the embedded Lean, built once per machine, and the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from task_folders import row, write_bench

from harness.checker.engines import ProcessEngine
from harness.lean.embedded import EmbeddedLean
from harness.lean.toolchain import Toolchain
from harness.sandbox.bubblewrap import Bubblewrap

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def toolchain() -> Toolchain:
    """The embedded Lean with our core library."""
    return EmbeddedLean(say=lambda line: None).prepare()


@pytest.fixture(scope="session")
def process_engine(toolchain: Toolchain) -> ProcessEngine:
    """Engine `process` in bubblewrap, as a run has it."""
    return ProcessEngine(toolchain, Bubblewrap())


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
def make_bench(tmp_path: Path) -> Callable[..., Path]:
    """`make_bench(sub, name=..., rows=..., yaml=...)` writes a task folder below tmp_path."""

    def make(sub: str = "small", **more: Any) -> Path:
        return write_bench(tmp_path / sub, **more)

    return make


@pytest.fixture
def make_row() -> Callable[..., dict[str, Any]]:
    """`make_row(name, statement, **fields)`."""
    return row
