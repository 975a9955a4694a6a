"""A recording that has other problems, or more or fewer samples, than the run wants."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


def words(path: Path, *more: object) -> list[object]:
    return ["--bench", "nng", "--split", "all", "--model", "replay", "-M", f"path={path}", *more]


def names_of(recorded: Path) -> list[str]:
    return list(dict.fromkeys(json.loads(line)["name"] for line in recorded.read_text().splitlines()))


def test_a_recording_of_other_problems_is_an_error(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text(json.dumps({"name": "nng_zero_on_both_side", "proof": "simp"}) + "\n")
    done = cli(*words(path))
    assert done.returncode == 2
    assert "nng_zero_on_both_side" in done.stderr
    assert "has names like nng_zero_on_both_sides" in done.stderr
    assert not (tmp_path / "runs").exists()


def test_a_recording_of_problems_that_were_not_chosen_is_an_error(cli: Cli, recorded: Path) -> None:
    name = names_of(recorded)[5]
    done = cli(*words(recorded, "--problem", name))
    assert done.returncode == 0, done.stderr
    recorded.write_text("".join(line for line in recorded.read_text().splitlines(True) if name in line))
    done = cli(*words(recorded, "--limit", 3))
    assert done.returncode == 2
    assert "not chosen: look at --split, --limit, --problem" in done.stderr


def test_samples_beyond_n_are_told_and_none_is_where_all_are_used(cli: Cli, recorded: Path) -> None:
    done = cli(*words(recorded, "--limit", 12, "--n", 2))
    assert done.returncode == 0, done.stderr
    assert (
        "12 recorded samples of 12 problems are beyond --n 2 and aren't used (the longest has 3)"
        in done.stderr
    )
    done = cli(*words(recorded, "--limit", 12, "--n", 3))
    assert done.returncode == 0, done.stderr
    assert "note:" not in done.stderr


def test_problems_without_a_recording_are_told(cli: Cli, recorded: Path) -> None:
    done = cli(*words(recorded, "--limit", 14, "--n", 3))
    assert "2 of 14 problems have no recorded sample and count as unsolved" in done.stderr


@pytest.mark.parametrize("model", ["tactics"])
def test_a_model_that_is_no_recording_has_no_such_note(cli: Cli, model: str) -> None:
    done = cli("--bench", "nng", "--model", model, "--limit", 1)
    assert "recorded" not in done.stderr
