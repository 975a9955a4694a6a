"""prover-eval table by tags, over repeats and over the union of runs, on folders made through the store."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest
from synthetic_runs import Command, Done, command_line, counts, make_run, numbered

from harness.report import save_baseline
from harness.run.store import RunStore

FORMATS = ("text", "markdown", "latex", "csv", "html")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


def tagged(folder: Path, proofs: list[int], seed: int = 0, **tags: str) -> Path:
    return make_run(folder, counts(proofs, 4), seed=seed, settings={"tags": tags} if tags else {})


def rows_of(done: Done) -> list[dict[str, str]]:
    assert done.code == 0, done.err
    return list(csv.DictReader(io.StringIO(done.out)))


def told(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("form", FORMATS)
def test_arms_by_tags(call: Command, tmp_path: Path, form: str) -> None:
    none = tagged(tmp_path / "none", [0, 1, 0, 1] * 10, data="none", size="7B")
    more = tagged(tmp_path / "more", [4, 3, 4, 2] * 10, data="auto", size="7B")
    done = call("table", none, more, "--arms-by", "data,size", "--k", "2", "--format", form)
    assert done.code == 0, done.err
    assert "0.708333" in done.out if form == "csv" else "+70.8" in done.out
    if form != "csv":
        assert "Base arm: data=none, size=7B." in done.out.replace("\\", "")
    turned = call("table", none, more, "--arms-by", "data", "--base", "data=auto", "--k", "2")
    assert "Base arm: data=auto." in turned.out
    assert "-70.8" in turned.out


def test_arms_are_rows_with_their_factors(call: Command, tmp_path: Path) -> None:
    runs = [
        tagged(tmp_path / f"{data}-{size}", [proofs], data=data, size=size)
        for data, size, proofs in (("a", "1", 0), ("a", "2", 1), ("b", "1", 2), ("b", "2", 3))
    ]
    done = call("table", *runs, "--arms-by", "size,data", "--base", "data=b", "--base", "size=1", "--k", "1")
    assert "Base arm: size=1, data=b." in done.out
    rows = rows_of(call("table", *runs, "--arms-by", "size,data", "--k", "1", "--format", "csv"))
    assert [(row["arm"], row["size"], row["data"]) for row in rows] == [
        ("size=1, data=a", "1", "a"),
        ("size=2, data=a", "2", "a"),
        ("size=1, data=b", "1", "b"),
        ("size=2, data=b", "2", "b"),
    ]
    assert [float(row["pass@1"]) for row in rows] == [0.0, 0.25, 0.5, 0.75]


def test_arms_with_equal_tags_are_refused_or_pooled(call: Command, tmp_path: Path) -> None:
    base = tagged(tmp_path / "base", [0, 0], data="none")
    first = tagged(tmp_path / "first", [4, 0], seed=1, data="auto", repeat="1")
    second = tagged(tmp_path / "second", [2, 0], seed=2, data="auto", repeat="2")
    refused = call("table", base, first, second, "--arms-by", "data")
    assert refused.code == 2
    assert "2 runs have data=auto" in refused.err
    assert "first" in refused.err
    assert "--repeats" in refused.err
    pooled = call("table", base, first, second, "--arms-by", "data", "--repeats", "--k", "1")
    assert pooled.code == 0, pooled.err
    assert "data=auto is pooled from 2 runs." in pooled.out
    line = next(line for line in pooled.out.splitlines() if line.startswith("data=auto"))
    assert "37.5" in line
    same = tagged(tmp_path / "same", [2, 0], seed=1, data="auto")
    again = call("table", base, first, same, "--arms-by", "data", "--repeats")
    assert (again.code, "same seed" in again.err) == (2, True)


def test_runs_that_make_no_arms_are_told(call: Command, tmp_path: Path) -> None:
    a = tagged(tmp_path / "a", [1], data="a", size="1")
    b = tagged(tmp_path / "b", [2], data="b", size="1")
    bare, other = tagged(tmp_path / "bare", [1]), tagged(tmp_path / "other", [1], tier="x")
    done = call("table", a, bare, other, "--arms-by", "data")
    assert done.code == 2
    assert f"{bare} lacks data (it has no tags)" in done.err
    assert f"{other} lacks data (it has tier=x)" in done.err
    assert f"{a} lacks" not in done.err
    for words, message in (
        ([a, b, "--arms-by", ","], "--arms-by data,size"),
        ([a, b, "--arms-by", "data,data"], "--arms-by data,size"),
        ([a, "--arms-by", "data"], "at least two arms"),
        ([a, b, "--arms-by", "data", "--base", "data=c"], "is no arm; the arms are"),
        ([a, b, "--arms-by", "data,size", "--base", "size=1"], "is several arms"),
        ([a, b, "--arms-by", "data", "--base", "size=1"], "is no tag of --arms-by"),
        ([a, b, "--base", "data=a"], "--base goes with --arms-by"),
        ([a, b, "--arms-by", "data", "--base", "data=a", "--base", "data=b"], "a tag twice"),
        ([a, b, "--arms-by", "data", "--cumulative"], "not with arms"),
        (["--arms", tmp_path / "x.yaml", "--repeats"], "without --arms-by and --repeats"),
        (["--paper", "list.yaml", a, "--repeats"], "--paper goes with none of"),
        ([a, "--cumulative"], "at least two runs"),
        ([a, a, "--cumulative"], "given twice"),
    ):
        done = call("table", *words)
        assert (done.code, message in done.err) == (2, True), (words, done)


def test_repeats_are_one_row_with_mean_and_deviation(call: Command, tmp_path: Path) -> None:
    runs = [
        make_run(tmp_path / f"seed{seed}", numbered(*letters), seed=seed)
        for seed, letters in enumerate((("Pr", "rr"), ("rP", "rr"), ("PP", "Pr")))
    ]
    other = make_run(tmp_path / "other", numbered("PP", "PP"), model="big", early_stop=True)
    rows = rows_of(call("table", *runs, other, "--repeats", "--k", "1,2", "--format", "csv"))
    assert [(row["run"], row["repeats"], row["budget"]) for row in rows] == [
        ("seed0 and 2 more", "3", "3 × 2"),
        ("other", "1", "2"),
    ]
    # pass@1 of the repeats is 1/2, 0 and 1; pass@2 is 1/2, 1/2 and 1.
    assert [float(rows[0][name]) for name in ("pass@1", "pass@1 sd")] == pytest.approx([0.5, 0.5])
    assert [float(rows[0][name]) for name in ("pass@2", "pass@2 sd")] == pytest.approx(
        [2 / 3, 1 / 12**0.5], abs=1e-5
    )
    assert (rows[0]["solved sd"], rows[0]["proved"]) == (rows[0]["pass@2 sd"], "5")
    text = call("table", *runs, "--repeats", "--k", "1,2").out
    assert "50.0 ± 50.0  66.7 ± 28.9" in text
    assert "as in Xin et al." in told(text)
    assert "no error over problems" in told(text)
    assert "differ in" not in text


def test_runs_that_are_no_repeats_are_rows_of_their_own(call: Command, tmp_path: Path) -> None:
    a = make_run(tmp_path / "a", numbered("PrrP", "rrrr"))
    b = make_run(tmp_path / "b", numbered("PrrP", "rrrr"), seed=1, temperature=0.5)
    done = call("table", a, b, "--repeats", "--k", "1,2")
    assert "a and b differ in sampling.temperature." in told(done.out)
    # Blocks of one attempt: 1/2, 0, 0, 1/2; of two: 1/2, 1/2.
    assert "4, 2     25.0 ± 28.9  50.0 ± 0.0" in done.out
    same = make_run(tmp_path / "same", numbered("PrrP", "rrrr"))
    refused = call("table", a, same, "--repeats")
    assert (refused.code, "the same seed" in refused.err) == (2, True)


def test_the_union_is_one_more_row(call: Command, tmp_path: Path) -> None:
    a = make_run(tmp_path / "a", numbered("Pr", "rr", "rr", "rr"))
    b = make_run(tmp_path / "b", numbered("Prrr", "rrrr", "rrrP", "rrrr"), model="big")
    rows = rows_of(call("table", a, b, "--cumulative", "--format", "csv"))
    assert [row["budget"] for row in rows] == ["2", "4", "6"]
    assert (rows[2]["run"], rows[2]["model"], rows[2]["n"], rows[2]["pass@1"]) == (
        "union of 2 runs",
        "2 models",
        "",
        "",
    )
    assert [float(row["solved"]) for row in rows] == [0.25, 0.5, 0.5]
    assert float(rows[2]["solved low"]) == pytest.approx(0.0675860, abs=1e-6)
    assert rows[2]["proved"] == "3"
    text = told(call("table", a, b, "--cumulative").out)
    assert "2 of 4 problems solved by any run (new with each: a 1, b 1)" in text
    twice = make_run(tmp_path / "twice", numbered("rr", "Pr", "rr", "rr"), seed=1)
    assert "2 × 2 = 4" in call("table", a, twice, "--cumulative").out
    both = rows_of(call("table", a, twice, "--cumulative", "--repeats", "--format", "csv"))
    assert [row["budget"] for row in both] == ["2 × 2", "2 × 2 = 4"]


def test_the_union_over_other_problems_is_refused_or_marked(call: Command, tmp_path: Path) -> None:
    a = make_run(tmp_path / "a", numbered("Pr", "rr"))
    b = make_run(tmp_path / "b", numbered("Pr", "rr", "PP"))
    refused = call("table", a, b, "--cumulative")
    assert (refused.code, "--common" in refused.err) == (2, True)
    done = call("table", a, b, "--cumulative", "--common")
    assert done.code == 0
    assert "!!! The union is over runs that differ" in done.out


def test_budgets_count_repair_rounds(call: Command, tmp_path: Path) -> None:
    runs = [make_run(tmp_path / f"r{seed}", numbered("rrPrrr"), rounds=2, seed=seed) for seed in (0, 1)]
    rows = rows_of(call("table", *runs, "--cumulative", "--format", "csv"))
    assert [row["budget"] for row in rows] == ["2 × 3", "2 × 3", "2 × 2 × 3 = 12"]
    text = told(call("table", *runs, "--repeats").out)
    assert "2 × 2 × 3" in text
    assert "Budget: runs × samples × attempts of a sample, its repair rounds included" in text
    with RunStore.open_readonly(runs[0]) as store:
        save_baseline(store.summary(), tmp_path / "saved.json")
    saved = rows_of(call("table", tmp_path / "saved.json", "--format", "csv"))
    assert saved[0]["budget"] == "2 × 3"


@pytest.mark.parametrize("form", FORMATS)
def test_an_incomplete_repeat_marks_its_row_and_the_union(call: Command, tmp_path: Path, form: str) -> None:
    whole = make_run(tmp_path / "whole", numbered("Pr", "rr"))
    broken = make_run(tmp_path / "broken", numbered("Pi", "rr"), seed=1)
    done = call("table", whole, broken, "--repeats", "--cumulative", "--format", form)
    assert done.code == 3
    marks = done.out.count(",no\n") if form == "csv" else done.out.count("(INCOMPLETE)")
    assert marks == 2
    assert "INCOMPLETE: broken lacks verdicts" in done.out + done.err


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex here")
def test_latex_of_the_new_tables_compiles(call: Command, tmp_path: Path) -> None:
    runs = [
        make_run(tmp_path / f"r_{seed}", numbered("PrP", "rrr"), seed=seed, settings={"tags": {"a_b": "x&y"}})
        for seed in (0, 1)
    ]
    other = make_run(tmp_path / "o", numbered("PPP", "PPP"), settings={"tags": {"a_b": "50%"}})
    tables = [
        call("table", *runs, other, "--repeats", "--cumulative", "--format", "latex"),
        call("table", *runs, other, "--arms-by", "a_b", "--repeats", "--format", "latex"),
        call("report", runs[0], "--by", "split", "--budget", "tokens", "--format", "latex"),
    ]
    assert [done.code for done in tables] == [0, 0, 0], [done.err for done in tables]
    body = "\n".join(done.out for done in tables)
    (tmp_path / "t.tex").write_text(
        f"\\documentclass{{article}}\\usepackage{{booktabs}}\\begin{{document}}\n{body}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "t.tex"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
