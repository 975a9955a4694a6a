"""`prover-eval bench lint` as a command: exit codes, --json, --skip."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
WRONG = "theorem wrong (n : Nat) (h : n < n) : n = 3 := by\n"


@pytest.fixture
def lint(make_bench: Any, make_row: Any) -> Run:
    """`lint(statement, *options)` on a bench of one problem called `wrong`."""

    def run(statement: str, *options: str) -> subprocess.CompletedProcess[str]:
        row = make_row("wrong") | {"formal_statement": statement}
        folder: Path = make_bench(rows=[row])
        command = [sys.executable, "-m", "harness", "bench", "lint", "small", "--include-path", str(folder)]
        return subprocess.run([*command, *options], capture_output=True, text=True, check=False)

    return run


def findings(done: subprocess.CompletedProcess[str]) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(row["problem"] == "wrong" for row in rows)
    return [(row["severity"], row["kind"]) for row in rows]


def test_findings_as_json(lint: Run) -> None:
    done = lint(WRONG, "--json")
    assert done.returncode == 1, done.stderr
    assert ("error", "contradiction") in findings(done)
    assert "1 contradiction" in done.stderr


def test_a_skipped_part_finds_nothing(lint: Run) -> None:
    done = lint(WRONG, "--json", "--skip", "contradictions", "--skip", "one-word")
    assert done.returncode == 0, done.stderr
    assert findings(done) == [("info", "open")]


def test_a_statement_that_does_not_compile(lint: Run) -> None:
    done = lint(WRONG.replace("n = 3", "n = Three.three"))
    assert done.returncode == 1
    assert done.stdout.startswith("error: wrong: the statement of wrong doesn't compile")


def test_an_unknown_part(lint: Run) -> None:
    done = lint(WRONG, "--skip", "everything")
    assert done.returncode == 2
    assert "contradictions" in done.stderr
