"""Names, columns and rows of tables as they are asked for, and the list of runs."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from synthetic_runs import CHECK, Command, command_line, counts, make_run, numbered

from harness.errors import UsageError


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


@pytest.fixture
def runs(tmp_path: Path) -> list[Path]:
    """pass@1 of 0, 12.5, 50 and 100 percent; the third has a label of its own."""
    proofs = ([0, 0], [1, 0], [2, 2], [4, 4])
    return [
        make_run(
            tmp_path / f"run{number}",
            counts(row, 4),
            model=f"model-{number % 2}",
            settings={"label": "third"} if number == 2 else {},
        )
        for number, row in enumerate(proofs)
    ]


def rows(call: Command, *words: object) -> list[dict[str, str]]:
    done = call("table", *words, "--format", "csv")
    assert done.code == 0, done.err
    return list(csv.DictReader(done.out.splitlines()))


def test_rows_are_called_by_label_option_or_folder(call: Command, runs: list[Path]) -> None:
    assert [row["run"] for row in rows(call, *runs)] == ["run0", "run1", "third", "run3"]
    named = rows(call, *runs, "--label", "first", "--label", "second & co")
    assert [row["run"] for row in named] == ["first", "second & co", "third", "run3"]
    latex = call("table", *runs, "--label", "a_b", "--format", "latex").out
    assert r"  a\_b & " in latex
    refused = call("table", runs[0], "--label", "a", "--label", "b")
    assert (refused.code, "2 names for 1 rows" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (["pass@1>=12.5"], [1, 2, 3]),
        (["pass@1>12.5"], [2, 3]),
        (["pass@1<50"], [0, 1]),
        (["pass@1=12.5"], [1]),
        (["model=MODEL-1"], [1, 3]),
        (["model!=model-1", "pass@1>0"], [2]),
        (["run=run*"], [0, 1, 3]),
        (["n=4"], [0, 1, 2, 3]),
        (["bench=*test split*"], [0, 1, 2, 3]),
    ],
)
def test_rows_are_those_that_fulfil_all_conditions(
    call: Command, runs: list[Path], conditions: list[str], expected: list[int]
) -> None:
    names = ["run0", "run1", "third", "run3"]
    words = [word for condition in conditions for word in ("--where", condition)]
    assert [row["run"] for row in rows(call, *runs, *words)] == [names[number] for number in expected]


def test_columns_stand_as_they_are_asked_for(call: Command, runs: list[Path]) -> None:
    (row, *_) = rows(call, *runs, "--columns", "solved, PASS@1")
    assert list(row) == [
        "run",
        "solved",
        "solved low",
        "solved high",
        "pass@1",
        "pass@1 low",
        "pass@1 high",
        "complete",
    ]
    for form in ("text", "markdown", "latex", "html"):
        out = call("table", *runs, "--columns", "problems", "--format", form).out
        assert "problems" in out
        assert "rejected" not in out.partition("Figures are")[0]


def test_an_incomplete_run_stays_marked_whatever_the_columns(call: Command, tmp_path: Path) -> None:
    broken = make_run(tmp_path / "broken", numbered("Pi"))
    done = call("table", broken, "--columns", "solved", "--label", "mine")
    assert (done.code, "mine (INCOMPLETE)" in done.out) == (3, True)
    whole = make_run(tmp_path / "whole", numbered("Pr"))
    done = call("table", broken, whole, "--where", "run=whole")
    assert "INCOMPLETE: broken lacks verdicts" in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--columns", "nothing"), "no column 'nothing'; it has run, bench"),
        (("--where", "nothing=1"), "no column 'nothing'"),
        (("--where", "pass@1"), "no condition"),
        (("--where", "pass@1>=much"), "needs a number"),
        (("--where", "run=nobody"), "no row of the table has run=nobody"),
    ],
)
def test_what_a_table_does_not_have_is_told(
    call: Command, runs: list[Path], words: tuple[str, ...], told: str
) -> None:
    done = call("table", *runs, *words)
    assert (done.code, told in done.err) == (2, True), done.err


def test_a_papers_rows_can_be_chosen(call: Command) -> None:
    words = ("--paper", "minif2f-leaderboard", "--where", "size=7B", "--where", "system=DeepSeek-Prover-V2*")
    chosen = rows(call, *words, "--where", "budget=32", "--columns", "budget,test")
    assert {row["system"].partition(" (")[0] for row in chosen} == {"DeepSeek-Prover-V2"}
    assert {row["budget"] for row in chosen} == {"32"}


def test_runs_are_listed_with_their_state(call: Command, runs: list[Path], tmp_path: Path) -> None:
    make_run(tmp_path / "deep" / "er" / "half", numbered("P.", ".."))
    damaged = make_run(tmp_path / "damaged", numbered("P"))
    (damaged / "run.json").write_text("{", "utf-8")
    done = call("runs", tmp_path)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert len(lines) == 2 + 6
    half = next(line for line in lines if "half" in line)
    assert "1 of 4 samples done" in half
    third = next(line for line in lines if "third (" in line)
    assert "toy-bench, test split, 2 problems; 4 samples" in third
    assert "50.0" in third
    assert third.endswith("finished")
    assert "can't be read" in next(line for line in lines if "damaged" in line)
    entries = [json.loads(line) for line in call("runs", tmp_path, runs[0], "--json").out.splitlines()]
    assert len(entries) == 6
    assert {entry["label"] for entry in entries if not entry["error"]} == {None, "third"}


def test_how_a_run_was_judged_is_told_whatever_is_chosen(call: Command, tmp_path: Path) -> None:
    check = {**CHECK, "replay": "none", "no_replay": "=not asked for"}
    bare = make_run(tmp_path / "bare", numbered("Pr"), check=check, settings={"label": "=1+1"})
    whole = make_run(tmp_path / "whole", numbered("Pr"))
    chosen = rows(call, bare, whole, "--columns", "solved", "--label", "=mine")
    assert [row["run"] for row in chosen] == ["'=mine", "whole"]
    assert [row["no kernel replay"] for row in chosen] == ["'=not asked for", ""]
    listed = {line.split()[0]: line for line in call("runs", tmp_path).out.splitlines()}
    assert listed["=1+1"].endswith("finished, no kernel replay")
    assert listed[str(whole)].endswith("finished")
    for words in (("report", bare), ("table", bare), ("compare", bare, bare)):
        assert "No kernel replay for" in " ".join(call(*words).out.split()), words
    gate = json.loads(call("gate", "--baseline", bare, "--candidate", bare, "--no-lost", "--json").out)
    assert "No kernel replay" in gate["baseline"]["no_replay"]


def test_no_words_of_a_run_move_the_cursor(call: Command, tmp_path: Path) -> None:
    selection = {"split": "te\x1b[2Jst", "of_problems": 9, "limit": None, "names": ["a\x1b[1A"]}
    run = make_run(
        tmp_path / "run", numbered("Pr"), settings={"label": "x\x1b[31m\ny", "selection": selection}
    )
    for words in (("report", run), ("table", run), ("runs", tmp_path), ("compare", run, run)):
        done = call(*words)
        assert done.code == 0, done.err
        assert "\x1b" not in done.out, words
        assert "x [31m y" in done.out, words


@pytest.mark.parametrize("settings", [{"label": 3}, {"selection": "test"}, {"label": ["a"]}])
def test_an_odd_label_or_selection_is_told(call: Command, tmp_path: Path, settings: dict[str, Any]) -> None:
    run = make_run(tmp_path / "run", numbered("Pr"))
    recorded = json.loads((run / "run.json").read_text())
    recorded["settings"] |= settings
    recorded["format"] = 1  # of the runs without a seal, whose settings anybody may have edited
    (run / "run.json").write_text(json.dumps(recorded))
    done = call("report", run)
    assert (done.code, f"field '{next(iter(settings))}': can't be" in done.err) == (3, True)


def test_no_run_is_made_with_an_odd_label(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be kept: field 'label': can't be 3"):
        make_run(tmp_path / "run", numbered("Pr"), settings={"label": 3})
    assert make_run(tmp_path / "fine", numbered("Pr"), settings={"label": "3"}).is_dir()


def test_no_run_is_told_with_the_way_on(call: Command, tmp_path: Path) -> None:
    done = call("runs", tmp_path)
    assert (done.code, f"no run in {tmp_path}" in done.err) == (2, True)
