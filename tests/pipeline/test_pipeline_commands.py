"""prover-eval pipeline: the commands of a loop, by the command line alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness.cli import cli

SMALL = ("--start", "20", "--pool", "10", "--held-out", "8", "--rounds", "1", "--mixed", "40", "--quiet")


def invoke(*words: str) -> str:
    done = CliRunner().invoke(cli, ["pipeline", *words], catch_exceptions=False, standalone_mode=False)
    return done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A small demo's folder and what it printed."""
    loop = tmp_path_factory.mktemp("demo") / "loop"
    return loop, invoke("demo", str(loop), "--seeds", "1,2", *SMALL, "--unchecked", "--bench", "nng")


def test_the_demo_prints_tables_and_writes_its_figures(demo: tuple[Path, str]) -> None:
    loop, shown = demo
    assert "Rounds of the loop, measured on held-out" in shown
    assert "Rounds of the loop, measured on nng" in shown
    assert "steps of its own proof" in shown
    summary = json.loads((loop / "summary.json").read_text())
    assert summary["seeds"] == [1, 2]
    assert len(summary["gain_over_round0"]) == len(summary["gain_over_control"]) == 3
    arms = {row["arm"] for row in summary["rows"] if row["on"] == "held-out"}
    assert arms == {"start", "loop", "frozen", "unchecked", "smooth 0.5", "smooth 8", "explore 0.2"}
    assert summary["wrong_verdicts"] == summary["true_rejected"] == 0
    assert summary["box_refuted_share"] > 0.5
    assert summary["contradictory_rejected_share"] >= 0.5
    assert summary["settled"] > 0
    assert "40 statements of known truth" in shown
    assert shown.rstrip().endswith(summary["conclusion"])


def test_the_same_seeds_give_the_same_tables(demo: tuple[Path, str], tmp_path: Path) -> None:
    again = invoke("demo", str(tmp_path / "again"), "--seeds", "1,2", *SMALL, "--unchecked", "--bench", "nng")
    assert again == demo[1]


def test_status_lists_the_stages(demo: tuple[Path, str]) -> None:
    lines = invoke("status", str(demo[0])).splitlines()
    assert any(line.startswith("seed-1/sets ") and " done " in line for line in lines)
    rows = [json.loads(line) for line in invoke("status", str(demo[0]), "--json").splitlines()]
    assert {row["state"] for row in rows} == {"done"}
    assert "seed-2/loop/round-1/measure-held-out" in {row["stage"] for row in rows}


def test_a_loop_of_ones_own_is_iterated(tmp_path: Path) -> None:
    loop = str(tmp_path / "loop")
    drawn = json.loads(
        invoke("sets", loop, "--start", "20", "--pool", "8", "--held-out", "6", "--json", "--quiet")
    )
    assert drawn["metrics"]["start_proved"] == 20
    words = ("--rounds", "1", "--k", "2", "--samples", "2", "--quiet")
    found = json.loads(invoke("iterate", loop, *words, "--json"))
    assert [row["arm"] for row in found["rows"]] == ["start", "loop", "frozen"]
    assert found["conclusion"] in invoke("iterate", loop, *words)


def test_a_folder_without_a_loop_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["pipeline", "status", str(tmp_path)])
    assert done.exit_code != 0
    assert "holds no loop" in str(done.exception)
