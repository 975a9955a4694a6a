"""Baseline files: they stand for the run in every statistic, and damage is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.errors import DataError, UsageError
from harness.report import read_run, save_baseline
from harness.report._baseline import _digest
from harness.run.settings import RunSettings
from harness.run.summary import ProblemOutcome, RunSummary
from harness.stats import compare, estimate


def run(outcomes: list[tuple[bool | None, ...]], n: int, *, early_stop: bool = False) -> RunSummary:
    return RunSummary(
        run_dir=Path("runs/some run"),
        bench="b",
        model="m|\u03b1",
        n=n,
        early_stop=early_stop,
        problems=tuple(ProblemOutcome(f'p"{i}', "test", row) for i, row in enumerate(outcomes)),
        verdicts={"proved": 3, "rejected": 1},
        reasons={"rejected/lean_error": 1},
        lean_cpu_s=12.5,
        complete=not any(None in row for row in outcomes),
        settings=RunSettings.of({"seed": 0, "check": {"revision": "a"}}),
    )


def test_a_file_gives_the_figures_of_its_run(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    full = run([tuple(map(bool, rng.random(8) < p)) for p in rng.beta(0.4, 0.6, 60)], 8)
    lines = [
        row[: row.index(True) + 1] if True in row else row for row in (p.outcomes for p in full.problems)
    ]
    stopped = run(lines, 8, early_stop=True)
    for number, summary in enumerate((full, stopped)):
        path = tmp_path / f"{number}.json"
        save_baseline(summary, path)
        back = read_run(path)
        assert back.complete
        assert estimate(back, range(1, 9)) == estimate(summary, range(1, 9))
        (found,) = compare(summary, [back], range(1, 9))
        assert {d.difference for d in found.differences} == {0.0}
        assert not any(lists.gained or lists.lost for lists in found.lists)
        fields = (
            "bench",
            "model",
            "n",
            "early_stop",
            "verdicts",
            "reasons",
            "lean_cpu_s",
            "settings",
            "solved",
        )
        assert all(getattr(back, name) == getattr(summary, name) for name in fields)


def test_the_same_run_gives_the_same_bytes_and_a_line_for_each_problem(tmp_path: Path) -> None:
    summary = run([(True, False)] * 3, 2)
    for name in ("a", "b"):
        save_baseline(summary, tmp_path / name)
    text = (tmp_path / "a").read_text("utf-8")
    assert text == (tmp_path / "b").read_text("utf-8")
    assert sum("test" in line for line in text.splitlines()) == 3
    assert str(tmp_path) not in text


def test_what_is_no_baseline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="lacks verdicts"):
        save_baseline(run([(True, None)], 2), tmp_path / "a")
    with pytest.raises(UsageError, match="no problems"):
        save_baseline(run([], 2), tmp_path / "a")
    with pytest.raises(UsageError, match="another file"):
        save_baseline(run([(True,)], 1), tmp_path / "no" / "a")
    assert not (tmp_path / "a").exists()
    with pytest.raises(UsageError, match="doesn't exist"):
        read_run(tmp_path / "a")
    with pytest.raises(UsageError, match="is no run"):
        read_run(tmp_path)


def changed(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda content: content.update(values)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (changed(format="other"), "no baseline"),
        (changed(version=2), "version 2"),
        (changed(n="2"), "'n': must be of type int"),
        (changed(n=True), "'n': must be of type int"),
        (changed(problems={}), "'problems'"),
        (changed(problems=[["p", "test", 2, 3, 1]]), r"problems\[0\]"),
        (changed(problems=[["p", "test", 3, 1, 1]]), r"problems\[0\]"),
        (changed(problems=[["p", "test", 2, 1, 0]]), r"problems\[0\]"),
        (changed(problems=[["p", "test", 2, 1, 3]]), r"problems\[0\]"),
        (changed(problems=[["p", "test", 2, 0, 1]]), r"problems\[0\]"),
        (changed(problems=[["p", "test", 2, -1, 1]]), r"problems\[0\]"),
        (changed(problems=[["p", "test", 2, True, 1]]), r"problems\[0\]"),
        (changed(problems=[["p", "test", 2, 1, 1]] * 2), "twice"),
    ],
)
def test_wrong_content_is_told(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], message: str
) -> None:
    path = tmp_path / "base.json"
    save_baseline(run([(True, False)], 2), path)
    content = json.loads(path.read_text("utf-8"))
    change(content)
    content["sha256"] = _digest(content)
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(DataError, match=message):
        read_run(path)


@pytest.mark.parametrize("text", ["", "{", "[]", "\xff", "[" * 100_000, "null"])
def test_what_is_no_baseline_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "base.json"
    path.write_text(text, "latin-1")
    with pytest.raises(DataError, match="baseline save"):
        read_run(path)


def test_a_change_by_hand_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    save_baseline(replace(run([(True, False)], 2), model="m1"), path)
    assert read_run(path).model == "m1"
    path.write_text(path.read_text("utf-8").replace('"test", 2, 1, 1', '"test", 2, 2, 1'), "utf-8")
    with pytest.raises(DataError, match="was changed"):
        read_run(path)
