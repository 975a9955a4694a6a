"""prover-eval table, on run folders made through the real store; and how fast the help is."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from synthetic_runs import CHECK, Command, command_line, counts, make_run, numbered

FORMATS = ("text", "markdown", "latex", "csv", "html")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


def test_runs_by_metrics(call: Command, tmp_path: Path) -> None:
    full = make_run(tmp_path / "full", numbered("Prt", "rrr", "PPP"))
    stopped = make_run(tmp_path / "stopped", numbered("P..", "rrP", "rrr"), early_stop=True)
    done = call("table", full, stopped, "--k", "1,3", "--format", "csv")
    assert done.code == 0, done.err
    first, second = csv.DictReader(io.StringIO(done.out))
    assert (first["run"], second["run"]) == ("full", "stopped")
    assert [float(first[f"pass@{k}"]) for k in (1, 3)] == pytest.approx([(1 / 3 + 1) / 3, 2 / 3], abs=1e-5)
    assert [float(second[f"pass@{k}"]) for k in (1, 3)] == pytest.approx([1 / 3, 2 / 3], abs=1e-5)
    assert [first[name] for name in ("proved", "rejected", "timeout", "infrastructure")] == [
        "4",
        "4",
        "1",
        "0",
    ]
    assert float(first["pass@3 low"]) < 2 / 3 < float(first["pass@3 high"])
    assert float(first["Lean CPU h"]) == pytest.approx((60 + 8 * 0.5) / 3600, abs=1e-3)


@pytest.mark.parametrize("form", FORMATS)
def test_an_incomplete_run_is_marked_in_each_format(call: Command, tmp_path: Path, form: str) -> None:
    whole = make_run(tmp_path / "whole", numbered("Pr", "rr"))
    broken = make_run(tmp_path / "broken", numbered("Pi", "rr"))
    done = call("table", whole, broken, "--format", form)
    assert done.code == 3
    marked = [line for line in done.out.splitlines() if "broken" in line and "lacks" not in line]
    assert len(marked) == 1
    assert ("INCOMPLETE" in marked[0]) or marked[0].endswith(",no")
    assert "INCOMPLETE: broken lacks verdicts" in done.out + done.err
    fine = call("table", whole, "--format", form)
    assert fine.code == 0
    assert "INCOMPLETE" not in fine.out + fine.err


@pytest.mark.parametrize("form", FORMATS)
def test_runs_on_other_ground_are_told_in_each_format(call: Command, tmp_path: Path, form: str) -> None:
    a = make_run(tmp_path / "a", numbered("Pr", "rr"))
    b = make_run(tmp_path / "b", numbered("Pr", "rr"), check={**CHECK, "policy": "open"})
    done = call("table", a, b, "--format", form)
    assert "NOT THE SAME GROUND" in done.out + done.err
    assert done.code == 0


@pytest.mark.parametrize("form", FORMATS)
def test_ablation_arms(call: Command, tmp_path: Path, form: str) -> None:
    make_run(tmp_path / "none", counts([0, 1, 0, 1] * 10, 4))
    make_run(tmp_path / "more", counts([4, 3, 4, 2] * 10, 4))
    arms = tmp_path / "arms.yaml"
    arms.write_text(
        "title: Data & size\narms:\n"
        "  - {name: base_arm, run: none, factors: {data: mathlib_4}}\n"
        "  - {name: more, run: more, factors: {data: auto}}\n",
        "utf-8",
    )
    out = tmp_path / "table.out"
    done = call("table", "--arms", arms, "--k", "2", "--format", form, "--output", out)
    assert (done.code, done.out) == (0, ""), done.err
    text = out.read_text("utf-8")
    assert "0.708333" in text if form == "csv" else "+70.8" in text
    assert ("base\\_arm" in text) == (form in ("latex", "markdown"))


def test_bad_input_is_told(call: Command, tmp_path: Path) -> None:
    run = make_run(tmp_path / "a", numbered("Pr"))
    for words, told in (
        ([], "--paper NAME or --arms"),
        ([run, "--arms", tmp_path / "x.yaml"], "--paper NAME or --arms"),
        ([run, "--k", "3"], "largest possible k is 2"),
        ([run, "--format", "pdf"], "pdf"),
        ([run, "--output", tmp_path / "no" / "t"], "another --output"),
        (["--arms", tmp_path / "x.yaml"], "can't be read"),
    ):
        done = call("table", *words)
        assert (done.code, told in done.err) == (2, True), (words, done)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom harness.cli import cli\n"
        "for words in (['--help'], ['compare', '--help'], ['gate', '--help'], ['table', '--help']):\n"
        "    cli.main(words, standalone_mode=False)\n"
        "print('loaded', sorted({'numpy', 'scipy', 'yaml', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "gate      Decide whether a candidate has dropped" in done.stdout
    assert done.stdout.splitlines()[-1] == "loaded []"
