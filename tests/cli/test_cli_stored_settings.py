"""The settings that decide are those of runs that are stored: the same options lead to the same run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.sandbox import seccomp

STORED = Path(__file__).parent / "stored_runs"
RUN = ("run", "--bench", "nng", "--model", "tactics", "--k", "1", "--limit", "2", "--quiet")
OPTIONS: dict[str, tuple[str, ...]] = {
    "plain": (),
    "other": (
        "--replay", "never", "--policy", "open", "--cpu-limit", "20", "--heartbeats", "100000",
        "--memory-limit", "1024", "--output-limit", "512", "--all-errors", "--engine", "process",
    ),
}  # fmt: skip


def settings(file: Path) -> tuple[dict[str, Any], list[str]]:
    """(what decides, but for what changes with the library and the bench's data; all keys, in order)."""
    row = json.loads(file.read_text("utf-8"))
    found = row["settings"]
    keys = [*row, *found, *found["check"], *found["check"]["limits"]]
    found.pop("bench_sha256")
    found.pop("problems")
    found["check"].pop("revision")
    return found, keys


@pytest.mark.skipif(not seccomp.supported(), reason="what decides is of another machine's engine")
@pytest.mark.parametrize("name", list(OPTIONS))
def test_the_same_options_are_the_same_run(cli: Callable[..., Any], tmp_path: Path, name: str) -> None:
    done = cli(*RUN, *OPTIONS[name], "--output-dir", tmp_path / "now")
    assert done.returncode == 0, done.stderr
    assert settings(tmp_path / "now" / "run.json") == settings(STORED / name / "run.json")


def test_other_options_are_another_run() -> None:
    plain, other = (settings(STORED / name / "run.json")[0] for name in OPTIONS)
    assert plain != other
