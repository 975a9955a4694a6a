"""Runs whose files hold odd values: a line and exit code 2 or 3, no traceback, no bug, no answer."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from synthetic_runs import Command, command_line, make_run, numbered

COMMANDS = {
    "report": ["report", "R"],
    "report --json": ["report", "R", "--json"],
    "report --html": ["report", "R", "--html", "x.html"],
    "table": ["table", "R"],
    "compare": ["compare", "R", "G"],
    "gate": ["gate", "--metric", "pass@1", "--baseline", "G", "--candidate", "R"],
    "export": ["export", "R", "--format", "jsonl", "--out", "x.jsonl"],
}
ODD: list[Any] = [None, -1, 10**18, 1.5, "x", [1], {}, {"a": {"b": 1}}, True]
SETTINGS = (
    "bench", "model", "n", "rounds", "seed", "early_stop", "sampling", "problems", "tags", "prices", "subset",
    "check", "bench_sha256", "all_errors",
)  # fmt: skip
COLUMNS = (
    "seed", "prompt", "text", "proof", "prompt_tokens", "completion_tokens", "finish_reason", "latency_s",
    "exhausted", "status", "reason", "detail", "axioms", "cpu_s", "wall_s", "messages", "record", "reasoning",
    "cost",
)  # fmt: skip
ODD_CELLS: list[Any] = [-1, 10**12, "x", b"\xff\x00", 1e300, ""]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    monkeypatch.chdir(tmp_path)
    return command_line(monkeypatch, capsys)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return make_run(tmp_path / "good", numbered("Prt", "rrn", "PPr"))


def check_all(call: Command, good: Path, odd: Path, what: str) -> None:
    for name, words in COMMANDS.items():
        done = call(*({"R": odd, "G": good}.get(word, word) for word in words))
        assert "Traceback" not in done.err, (what, name)
        assert done.code != 70, (what, name, done.err)
        # 1 is an answer of the gate alone, which then has read the run.
        assert done.code != 1 or (name == "gate" and not done.err), (what, name, done.err)


@pytest.mark.parametrize("setting", SETTINGS)
def test_an_odd_value_in_run_json_is_told(call: Command, good: Path, setting: str, tmp_path: Path) -> None:
    odd = shutil.copytree(good, tmp_path / "odd")
    content = json.loads((good / "run.json").read_text())
    for value in ODD:
        changed = {**content, "settings": {**content["settings"], setting: value}}
        (odd / "run.json").write_text(json.dumps(changed))
        check_all(call, good, odd, f"{setting}={value!r}")


@pytest.mark.parametrize("column", COLUMNS)
def test_an_odd_value_in_a_row_is_told(call: Command, good: Path, column: str, tmp_path: Path) -> None:
    for value in ODD_CELLS:
        odd = shutil.copytree(good, tmp_path / "odd")
        with sqlite3.connect(odd / "attempts.sqlite") as database:
            database.execute(f"UPDATE attempts SET {column} = ? WHERE idx = 1", (value,))
        check_all(call, good, odd, f"{column}={value!r}")
        shutil.rmtree(odd)


def test_a_run_in_order_is_read_by_every_command(call: Command, good: Path) -> None:
    for name, words in COMMANDS.items():
        done = call(*({"R": good, "G": good}.get(word, word) for word in words))
        assert done.code in (0, 4), (name, done.err)
