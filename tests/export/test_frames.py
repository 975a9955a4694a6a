"""Runs, comparisons and tables as data frames; the same attempts as CSV."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from synthetic_runs import Command, command_line, make_run, numbered

from harness.errors import UsageError
from harness.export import (
    FIELDS,
    TEXT_FIELDS,
    attempt_rows,
    attempts_frame,
    comparisons_frame,
    problems_frame,
    table_frame,
)
from harness.report import runs_grid
from harness.run.store import RunStore
from harness.stats import compare

ROWS = numbered("PrP", "rrt", "Prr")


@pytest.fixture
def runs(tmp_path: Path) -> list[Path]:
    return [make_run(tmp_path / "a", ROWS), make_run(tmp_path / "b", numbered("rrP", "rrr", "PPP"))]


def test_attempts_have_typed_columns(runs: list[Path]) -> None:
    with RunStore.open_readonly(runs[0]) as one, RunStore.open_readonly(runs[1]) as two:
        frame = attempts_frame([one, two], texts=True)
        rows = [row for store in (one, two) for row in attempt_rows(store)]
    assert list(frame.columns) == [*FIELDS, *TEXT_FIELDS]
    assert len(frame) == len(rows) == 18
    assert frame["proved"].sum() == sum(row["proved"] is True for row in rows) == 7
    assert str(frame["attempt"].dtype) == "Int64" and str(frame["proved"].dtype) == "boolean"
    assert frame.groupby("run")["proved"].mean().round(3).to_dict() == {"a": 0.333, "b": 0.444}


def test_problems_say_how_many_proofs_they_have(runs: list[Path]) -> None:
    with RunStore.open_readonly(runs[0]) as store:
        frame = problems_frame([store.summary()])
    assert frame[["attempts", "proofs", "solved"]].to_numpy().tolist() == [
        [3, 2, True],
        [3, 0, False],
        [3, 1, True],
    ]
    assert frame["first"].isna().tolist() == [False, True, False]


def test_comparisons_and_tables_hold_fractions(runs: list[Path]) -> None:
    with RunStore.open_readonly(runs[0]) as one, RunStore.open_readonly(runs[1]) as two:
        base, other = one.summary(), two.summary()
    frame = comparisons_frame(compare(base, [other], [1, 3]))
    (first, *_) = frame.to_dict("records")
    assert (first["base"], first["other"], first["metric"], first["k"]) == ("a", "b", "pass", 1)
    assert first["difference"] == pytest.approx(1 / 9)
    assert first["low"] <= first["difference"] <= first["high"] and 0 <= first["p"] <= 1
    table = table_frame(runs_grid([base, other], [1]))
    assert table["pass@1"].tolist() == pytest.approx([3 / 9, 4 / 9])
    assert (table["pass@1 low"] < table["pass@1"]).all() and table["complete"].all()


def test_no_run_gives_an_empty_frame_with_its_columns() -> None:
    assert list(attempts_frame([]).columns) == list(FIELDS)
    assert len(comparisons_frame([])) == len(problems_frame([])) == 0


def test_csv_and_frames_hold_the_same(
    runs: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    call: Command = command_line(monkeypatch, capsys)
    done = call("export", *runs, "--format", "csv", "--texts")
    assert done.code == 0, done.err
    read = pd.read_csv(StringIO(done.out))
    with RunStore.open_readonly(runs[0]) as one, RunStore.open_readonly(runs[1]) as two:
        frame = attempts_frame([one, two], texts=True)
    assert list(read.columns) == list(frame.columns)
    for name in ("run", "problem", "attempt", "seed", "status", "proof", "proved"):
        ours = [None if pd.isna(value) else value for value in frame[name]]
        assert [None if pd.isna(value) else value for value in read[name]] == ours, name
    assert [json.loads(text) for text in read["messages"]] == list(frame["messages"])
    frame.drop(columns=["record", "messages", "subset"]).to_parquet(tmp_path / "rows.parquet")
    assert pd.read_parquet(tmp_path / "rows.parquet")["seed"].tolist() == frame["seed"].tolist()


@pytest.mark.parametrize(
    ("package", "extra", "code"),
    [
        ("pandas", "export", "from harness.export import attempts_frame; attempts_frame([])"),
        ("matplotlib", "html", "from harness.report.figures._svg import drawing; drawing().__enter__()"),
    ],
)
def test_what_is_not_installed_is_named_with_its_extra(package: str, extra: str, code: str) -> None:
    hidden = f"import sys; sys.modules[{package!r}] = None\n"
    told = f"try:\n    {code}\nexcept Exception as error: print(type(error).__name__, error)"
    done = subprocess.run([sys.executable, "-c", hidden + told], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{UsageError.__name__} ") and f"prover-eval[{extra}]" in done.stdout
