"""Runs texts through the real Lean with the embedded library."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.lean.embedded import run_lean
from harness.lean.toolchain import Toolchain

HEADER = "prelude\nimport Embedded.Base\nset_option exponentiation.threshold 100000\n"


@dataclass(frozen=True)
class LeanRun:
    """What one Lean process said: its exit code and its JSON messages."""

    exit_code: int
    messages: list[dict[str, Any]]

    def errors(self) -> list[str]:
        """The texts of the errors."""
        return [message["data"] for message in self.messages if message["severity"] == "error"]

    def by_line(self, severity: str) -> dict[int, list[str]]:
        """The texts of the messages of one severity by the line (from 1) at which they begin."""
        found: dict[int, list[str]] = {}
        for message in self.messages:
            if message["severity"] == severity:
                found.setdefault(message["pos"]["line"], []).append(message["data"])
        return found


LeanRunner = Callable[..., LeanRun]


@pytest.fixture(scope="session")
def lean_run(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> LeanRunner:
    """`lean_run(text, *options)` checks one text, which brings its own header."""
    folder: Path = tmp_path_factory.mktemp("lean")
    numbers = itertools.count()

    def run(text: str, *options: str) -> LeanRun:
        file = folder / f"Text{next(numbers)}.lean"
        file.write_text(text, "utf-8")
        assert toolchain.library is not None
        done = run_lean(toolchain.library, ["--json", *options, str(file)], search_path=toolchain.search_path)
        return LeanRun(done.returncode, [json.loads(line) for line in done.stdout.splitlines()])

    return run


@pytest.fixture(scope="session")
def base_header() -> str:
    """What the texts of these tests begin with."""
    return HEADER
