"""Paper-style tables: published rows with their sources, measured runs beside them."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from synthetic_runs import Command, command_line, make_run

from harness.errors import DataError
from harness.report.papers import list_papers, read_paper, read_published
from harness.report.papers._published import read_published as read_file

HEAD = "system,variant,size,year,kind,bench,split,metric,budget,k,solved,total,percent,spread,source,flags\n"
ROW = "A,,7B,2024,whole-proof,minif2f,test,pass@k,8,8,,244,50.0,,a paper,\n"


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


def miniature(folder: Path, letters: str = "Pr", bench: str = "minif2f:deepseek-v1.5") -> Path:
    return make_run(folder, {f"p{n}": letters for n in range(3)} | {"q": "rr"}, bench=bench)


def test_every_figure_has_a_source_and_fits_its_count() -> None:
    rows = read_published()
    assert len(rows) == 484
    for row in rows:
        if row.solved and row.total and row.percent and "no-count" not in row.flags:
            assert abs(float(row.percent) - 100 * int(row.solved) / int(row.total)) < 0.06, row
        if row.percent and row.total and not row.solved and "no-count" in row.flags:
            exact = round(float(row.percent) * int(row.total) / 100) * 100 / int(row.total)
            assert f"{exact:.{len(row.percent.partition('.')[2])}f}" != row.percent, row


def test_every_shipped_table_can_be_printed(call: Command) -> None:
    names = list_papers()
    assert {f"deepseek-prover-v1-table-{n}" for n in range(1, 6)} <= set(names)
    assert {"minif2f-leaderboard", "fimo"} <= set(names)
    for name in names:
        done = call("table", "--paper", name)
        assert done.code == 0, done.err
        assert "published" in done.out
    done = call("table", "--paper", "list")
    assert done.code == 0
    assert len(done.out.splitlines()) == len(names)


def test_figures_stand_as_published(call: Command) -> None:
    out = call("table", "--paper", "deepseek-prover-v1-table-5").out
    assert "22.95  24.18" in out
    assert "arXiv 2405.14333v1 table 5" in out
    out = call("table", "--paper", "deepseek-prover-v1-table-1").out
    greedy = next(line for line in out.splitlines() if "greedy" in line)
    assert "30.0" in greedy and "c" in greedy.partition(")")[0]
    assert "is no whole number of problems" in out


def test_csv_keeps_what_stands_behind_a_figure_and_the_meaning_of_marks(call: Command) -> None:
    rows = list(
        csv.DictReader(call("table", "--paper", "minif2f-leaderboard", "--format", "csv").out.splitlines())
    )
    spreads = [row for row in rows if row["test ±"]]
    assert len(spreads) >= 30
    for row in spreads:
        (found,) = [
            published
            for published in read_published()
            if (published.bench, published.split, published.source) == ("minif2f", "test", row["source"])
            and row["system"].startswith(published.name)
            and (published.size, published.budget) == (row["size"], row["budget"])
            and published.percent
            and float(published.percent) / 100 == pytest.approx(float(row["test"]))
            and published.spread
        ]
        assert float(row["test ±"]) == pytest.approx(float(found.spread) / 100)
    marked = [row for row in rows if re.search(r" \([a-z](,[a-z])*\)$", row["system"])]
    assert marked
    for row in marked:
        assert len(row["notes"].split("; ")) >= 1
        assert row["notes"]


def test_what_differs_from_the_sources_own_text_is_told_at_every_copy(call: Command) -> None:
    rows = list(csv.DictReader(call("table", "--paper", "putnambench", "--format", "csv").out.splitlines()))
    for number, words in ((47, "49 of 658"), (331, "329"), (329, "331"), (24, "23"), (23, "24")):
        copies = [row for row in rows if re.match(rf"{number}\b", row["solved"])]
        assert copies
        assert all(words in row["notes"] for row in copies if "Goedel" not in row["system"]), number
    percents = {row["system"]: row["percent"] for row in rows if row["percent"]}
    assert percents["Goedel-Architect (DeepSeek-V4-Flash)"] == "0.756"


def test_a_title_says_its_date_and_what_is_left_out(call: Command) -> None:
    for name in list_papers():
        title = " ".join(call("table", "--paper", name).out.partition("\n\n")[0].split())
        assert re.search(r"\(as of [A-Z][a-z]+ 20\d\d; without .+\)$", title), title


@pytest.mark.parametrize(
    ("table", "system", "figure"),
    [
        ("minif2f-leaderboard", "Goedel-Architect (DeepSeek-V4-Flash)", "99.2"),
        ("minif2f-leaderboard", "Prover Agent", "88.1"),
        ("minif2f-leaderboard", "APOLLO (model below 8B)", "84.9"),
        ("minif2f-leaderboard", "BFS-Prover", "72.95"),
        ("minif2f-leaderboard", "Leanabell-Prover-V2", "78.2"),
        ("minif2f-leaderboard", "LongCat-Flash-Prover (TIR)", "97.1"),
        ("putnambench", "Seed-Prover 1.5", "88"),
        ("putnambench", "Goedel-Prover-V2 (self-correction)", "64"),
    ],
)
def test_results_of_2025_and_2026_are_there(call: Command, table: str, system: str, figure: str) -> None:
    lines = call("table", "--paper", table).out.splitlines()
    assert any(line.startswith(system) and figure in line.split() for line in lines)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex here")
@pytest.mark.parametrize("name", ["deepseek-prover-v1-table-1", "minif2f-leaderboard"])
def test_latex_compiles_with_a_run_in_it(call: Command, tmp_path: Path, name: str) -> None:
    body = call("table", "--paper", name, miniature(tmp_path / "mine"), "--format", "latex").out
    assert "measured" in body
    packages = "\\documentclass{article}\\usepackage{booktabs,longtable}"
    (tmp_path / "t.tex").write_text(packages + "\\begin{document}\n" + body + "\\end{document}\n", "utf-8")
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "t.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_a_run_is_slotted_in_and_told_apart(call: Command, tmp_path: Path) -> None:
    folder = miniature(tmp_path / "mine")
    done = call("table", "--paper", "minif2f-leaderboard", str(folder), "--format", "csv")
    assert done.code == 0
    rows = list(csv.DictReader(io.StringIO(done.out)))
    mine = next(n for n, row in enumerate(rows) if row["figures"] == "measured")
    assert "mine" in rows[mine]["system"]
    assert float(rows[mine]["test"]) == 0.75
    assert rows[mine]["test low"] and not rows[mine - 1]["test low"]
    assert float(rows[mine - 1]["test"]) >= 0.75 >= float(rows[mine + 1]["test"])
    assert "NOT THE WHOLE BENCH" in done.err


def test_a_budget_with_repair_rounds_is_a_product(call: Command, tmp_path: Path) -> None:
    bench = "minif2f:deepseek-v1.5"
    plain = make_run(tmp_path / "plain", {"p": "rrP", "q": "rrr"}, bench=bench)
    mended = make_run(tmp_path / "mended", {"p": "rrPrrr", "q": "rrrrrr"}, bench=bench, rounds=2)
    done = call("table", "--paper", "minif2f-leaderboard", plain, mended, "--format", "csv")
    rows = {row["system"]: row["budget"] for row in csv.DictReader(io.StringIO(done.out))}
    assert (rows["toy [plain]"], rows["toy [mended]"]) == ("3", "2 × 3")


def test_a_smaller_budget_and_an_incomplete_run_are_alarms(call: Command, tmp_path: Path) -> None:
    folder = miniature(tmp_path / "mine", "Pi")
    done = call("table", "--paper", "deepseek-prover-v1-table-2", str(folder))
    assert done.code == 3
    assert "SMALLER BUDGET: mine has 2 samples a problem, the table is for 128" in done.out
    assert "lacks verdicts" in done.out


def test_a_run_over_another_bench_is_refused(call: Command, tmp_path: Path) -> None:
    folder = miniature(tmp_path / "mine", bench="nng")
    done = call("table", "--paper", "minif2f-leaderboard", str(folder))
    assert done.code == 2
    assert "is about minif2f" in done.err
    subset = miniature(tmp_path / "subset", bench="minif2f-core")
    assert call("table", "--paper", "minif2f-leaderboard", str(subset)).code == 2


def test_a_table_of_ones_own(call: Command, tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(
        "title: T\nbench: minif2f\nselect: {system: STP, split: test}\ndetails: [budget]\n"
        "columns: [{title: test, split: test}]\n",
        "utf-8",
    )
    done = call("table", "--paper", str(path), "--format", "latex")
    assert done.code == 0, done.err
    assert r"\toprule" in done.out and "STP" in done.out
    assert call("table", "--paper", "minif2f-leaderbord").code == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "mapping"),
        ("title: [", "YAML"),
        ("title: T\nbench: b\nselect: {colour: red}\ncolumns: [{title: a, split: b}]", "select"),
        ("title: T\nbench: b\nselect: {bench: b}\ncolumns: [{title: a}]", "columns"),
        ("title: T\nbench: b\nselect: {bench: b}\ncolumns: [{title: a, split: b}]\nk: 0", "'k'"),
        ("title: T\nbench: b\nselect: {bench: b}\ncolumns: [{title: a, split: b}]\nrows: 3", "rows"),
    ],
)
def test_wrong_definitions_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        read_paper(str(path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ROW, "columns must be"),
        (HEAD + ROW.replace("a paper", ""), "needs a source"),
        (HEAD + ROW.replace("50.0", "half"), "no number"),
        (HEAD + ROW.replace("a paper,", "a paper,odd"), "unknown flag"),
        (HEAD + "A,B\n", "number of fields"),
    ],
)
def test_wrong_rows_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        read_file(path)
