"""Ablation arms: the YAML file, and the table that they give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from harness.errors import DataError, UsageError
from harness.report import Arm, Arms, Figure, arms_grid, read_arms, runs_grid, save_baseline
from harness.run.settings import RunSettings
from harness.run.summary import ProblemOutcome, RunSummary


def run(proofs: list[int], model: str = "m") -> RunSummary:
    problems = tuple(
        ProblemOutcome(f"p{i}", "test", (True,) * c + (False,) * (4 - c)) for i, c in enumerate(proofs)
    )
    return RunSummary(Path("r"), "b", model, 4, False, problems, {}, {}, 0.0, True, RunSettings())


LOW, HIGH = run([0, 1, 0, 1] * 10, "low"), run([4, 3, 4, 2] * 10, "high")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "runs").mkdir()
    save_baseline(LOW, tmp_path / "runs" / "low.json")
    save_baseline(HIGH, tmp_path / "runs" / "high.json")
    return tmp_path


ARMS = """
title: Data
base: none
arms:
  - {name: more, run: runs/high.json, factors: {data: auto, size: 8066621}}
  - {name: none, run: runs/low.json, factors: {data: none}}
"""


def test_arms_are_compared_with_the_base(folder: Path) -> None:
    (folder / "arms.yaml").write_text(ARMS, "utf-8")
    arms = read_arms(folder / "arms.yaml")
    assert (arms.title, arms.base, arms.factors) == ("Data", "none", ("data", "size"))
    grid = arms_grid(arms, [2])
    assert grid.columns == ("arm", "data", "size", "pass@2", "difference pass@2", "p pass@2", "problems")
    more, none = (row.cells for row in grid.rows)
    assert more[:3] == ("more", "auto", "8066621")
    assert none[:3] == ("none", "none", "")
    assert none[4:6] == (None, None)
    assert isinstance(more[4], Figure)
    assert isinstance(more[3], Figure)
    assert isinstance(none[3], Figure)
    assert more[4].value == pytest.approx(more[3].value - none[3].value)
    assert more[4].difference
    assert more[4].low is not None
    assert more[4].low > 0
    assert any("Base arm: none." in note for note in grid.notes)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "no YAML"),
        ("- a", "must be a map"),
        ("arms: []", "at least two arms"),
        (ARMS.replace("base: none", "base: zero"), "'base': must be one of the arms: more, none"),
        (ARMS.replace("name: more", "name: none"), "same name"),
        (ARMS.replace("name: more, ", ""), r"arms\[0\].name"),
        (ARMS.replace("run: runs/high.json", "run: [a]"), r"arms\[0\].run"),
        (ARMS.replace("factors: {data: none}", "factors: 3"), r"arms\[1\].factors"),
        (ARMS.replace("factors: {data: none}", "factor: {}"), r"arms\[1\].factor': unknown key"),
        (ARMS + "bas: x\n", "'bas': unknown key"),
    ],
)
def test_a_wrong_file_is_told(folder: Path, text: str, message: str) -> None:
    (folder / "arms.yaml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        read_arms(folder / "arms.yaml")


def test_a_missing_file_or_run_is_told(folder: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        read_arms(folder / "none.yaml")
    (folder / "arms.yaml").write_text(ARMS.replace("high", "other"), "utf-8")
    with pytest.raises(UsageError, match=r"other.json doesn't exist"):
        read_arms(folder / "arms.yaml")


def test_arms_on_other_ground_are_refused_or_marked() -> None:
    other = replace(HIGH, settings=RunSettings.of({"bench_sha256": "e" * 64}))
    arms = Arms("", "a", (Arm("a", LOW, {}), Arm("b", other, {})))
    with pytest.raises(UsageError, match="bench variant"):
        arms_grid(arms, [1])
    assert any("b: NOT THE SAME GROUND" in alarm for alarm in arms_grid(arms, [1], common=True).alarms)
    assert not arms_grid(Arms("", "a", (Arm("a", LOW, {}), Arm("b", HIGH, {}))), [1]).alarms


def test_a_table_of_runs_marks_other_ground_incomplete_runs_and_lower_bounds() -> None:
    assert not runs_grid([LOW, HIGH]).alarms
    other = replace(HIGH, settings=RunSettings.of({"check": {"policy": "open"}}))
    assert "NOT THE SAME GROUND" in runs_grid([LOW, other]).alarms[0]
    assert [row.cells[0] for row in runs_grid([LOW, replace(LOW, run_dir=Path("x/r"))]).rows] == ["r", "x/r"]
    assert [row.cells[0] for row in runs_grid([LOW, replace(LOW, run_dir=Path("x/q"))]).rows] == ["r", "q"]
    broken = replace(HIGH, complete=False, run_dir=Path("runs/broken"))
    grid = runs_grid([LOW, broken])
    assert [row.complete for row in grid.rows] == [True, False]
    assert "INCOMPLETE: broken lacks verdicts" in grid.alarms[0]
    short = replace(LOW, problems=(replace(LOW.problems[0], outcomes=(False,)), *LOW.problems[1:]))
    assert ">=" in runs_grid([short], [4]).alarms[0]
    assert not runs_grid([short], [1]).alarms


def test_impossible_tables_are_refused() -> None:
    with pytest.raises(UsageError, match="at least one run"):
        runs_grid([])
    with pytest.raises(UsageError, match="largest possible k is 4"):
        runs_grid([LOW], [5])
    with pytest.raises(UsageError, match="no problems"):
        runs_grid([replace(LOW, problems=())])
