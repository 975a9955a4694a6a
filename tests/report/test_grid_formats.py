"""One grid in all formats; hostile text stays text."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from harness.report import Figure, Format, Grid, GridRow, PValue, render_grid

HOSTILE = 'a_b & 50% #1 $x$ {y} ^~ \\ |<script>alert("1")</script>| [z](u) `c` *d* @team\nnext'
GRID = Grid(
    "Arms & legs",
    ("run", "pass@8", "difference", "n", "p"),
    (
        GridRow(("base", Figure(0.5, 0.4321, 0.56789), None, 8, None)),
        GridRow(
            (HOSTILE, Figure(0.25, bound=True), Figure(-0.25, -0.3, 0.0, difference=True), 8, PValue(0.0001))
        ),
        GridRow(
            ("broken", Figure(0.0, 0.0, 0.1), Figure(0.0104, -0.1, 0.2, difference=True), 8, PValue(0.25)),
            False,
        ),
    ),
    alarms=("INCOMPLETE: broken lacks verdicts.",),
    notes=("Estimator: x_y.",),
)


def test_text() -> None:
    lines = render_grid(
        Grid("Title", GRID.columns, (GRID.rows[0], GRID.rows[2]), GRID.alarms, GRID.notes), Format.TEXT
    ).splitlines()
    assert lines == [
        "Title",
        "",
        "!!! INCOMPLETE: broken lacks verdicts.",
        "",
        "run                             pass@8           difference  n      p",
        "-" * 69,
        "base                 50.0 [43.2, 56.8]                    -  8      -",
        "broken (INCOMPLETE)    0.0 [0.0, 10.0]  +1.0 [-10.0, +20.0]  8  0.250",
        "",
        "Estimator: x_y.",
    ]


def test_text_of_a_model_moves_no_cursor_and_ends_no_line() -> None:
    text = render_grid(Grid("t\x1b[2J", ("run",), (GridRow(("a\x1b[31m\nb\r",)),)), Format.TEXT)
    assert text.splitlines()[-1] == "a [31m b "[:9].rstrip()
    assert "\x1b" not in text


def test_markdown_has_the_same_number_of_cells_in_each_line() -> None:
    text = render_grid(GRID, Format.MARKDOWN)
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 5
    assert {line.replace("\\|", "").count("|") for line in table} == {6}
    assert table[1] == "| --- | ---: | ---: | ---: | ---: |"
    assert "&lt;script&gt;" in text
    assert "<" not in text
    assert "\\[z\\](u) \\`c\\` \\*d\\*" in text
    assert "@team" not in text
    assert "broken (INCOMPLETE)" in text
    assert "> **INCOMPLETE: broken lacks verdicts.**" in text


def test_latex_escapes_every_special_character() -> None:
    text = render_grid(GRID, Format.LATEX)
    row = next(line for line in text.splitlines() if "a\\_b" in line)
    assert r"a\_b \& 50\% \#1 \$x\$ \{y\} \textasciicircum{}\textasciitilde{} \textbackslash{}" in row
    assert r"\textbar{}\textless{}script\textgreater{}alert(\textquotedblright{}1" in row
    assert row.endswith(r"\\")
    assert row.count(" & ") == 4
    assert r"$\geq$ 25.0" in row
    for word in (r"\toprule", r"\midrule", r"\bottomrule", r"{lrrrr}", r"\caption{Arms \& legs}"):
        assert word in text
    assert "broken (INCOMPLETE)" in text


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex here")
@pytest.mark.parametrize(("copies", "word"), [(1, "tabular"), (60, "longtable")])
def test_latex_compiles(tmp_path: Path, copies: int, word: str) -> None:
    body = render_grid(replace(GRID, rows=GRID.rows * copies), Format.LATEX)
    assert rf"\end{{{word}}}" in body
    packages = "\\documentclass{article}\\usepackage{booktabs,longtable}"
    source = packages + "\\begin{document}\n" + body + "\n\\end{document}\n"
    (tmp_path / "table.tex").write_text(source, encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "table.tex"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]


def test_csv_has_whole_numbers_and_a_column_of_completeness() -> None:
    rows = list(csv.DictReader(io.StringIO(render_grid(GRID, Format.CSV))))
    assert [row["complete"] for row in rows] == ["yes", "yes", "no"]
    assert rows[1]["run"] == HOSTILE
    assert (rows[0]["pass@8"], rows[0]["pass@8 low"], rows[0]["pass@8 high"]) == ("0.5", "0.4321", "0.56789")
    assert (rows[1]["pass@8 low"], rows[0]["difference"], rows[0]["difference low"]) == ("", "", "")
    assert (rows[1]["difference"], rows[1]["n"], rows[1]["p"]) == ("-0.25", "8", "0.0001")


def test_a_mean_over_repeats_has_its_deviation_in_each_format() -> None:
    grid = Grid(
        "", ("run", "pass@1", "solved"), (GridRow(("a", Figure(0.5, sd=0.0321), Figure(0.25, 0.125, 0.5))),)
    )
    for form in (Format.TEXT, Format.MARKDOWN, Format.LATEX, Format.HTML):
        assert "50.0 ± 3.2" in render_grid(grid, form)
    (row,) = csv.DictReader(io.StringIO(render_grid(grid, Format.CSV)))
    assert row == {
        "run": "a",
        "pass@1": "0.5",
        "pass@1 sd": "0.0321",
        "solved": "0.25",
        "solved low": "0.125",
        "solved high": "0.5",
        "complete": "yes",
    }


class Cells(HTMLParser):
    """Tags, and the texts of the cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data


def test_html_shows_hostile_text_as_text() -> None:
    text = render_grid(GRID, Format.HTML)
    found = Cells()
    found.feed(text)
    assert "script" not in found.tags
    assert len(found.cells) == 20
    assert HOSTILE in found.cells
    assert "broken (INCOMPLETE)" in found.cells
    assert "role=alert>INCOMPLETE" in text
    assert "http" not in text


@pytest.mark.parametrize("form", list(Format))
def test_a_grid_without_title_notes_and_alarms(form: Format) -> None:
    text = render_grid(Grid("", ("run", "n"), (GridRow(("a", 1)),)), form)
    assert text == text.strip()
    assert "!!!" not in text
    assert "caption" not in text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=1", "\n=1", "  =1", "\uff1d1", '=HYPERLINK("x")', "-5.0"]
)
def test_a_text_in_csv_is_no_formula(text: str) -> None:
    grid = Grid("", ("run", text), (GridRow((text, text)),))
    head, row, *_ = csv.reader(io.StringIO(render_grid(grid, Format.CSV)))
    assert head[1] == f"'{text}"
    assert row[:2] == [f"'{text}"] * 2


def test_a_carriage_return_ends_no_line_of_csv() -> None:
    text = render_grid(Grid("", ("run",), (GridRow(("\r=1",)), GridRow(("a\r\nb",)))), Format.CSV)
    assert list(csv.reader(io.StringIO(text)))[1:] == [["' =1", "yes"], ["a \nb", "yes"]]


def test_a_number_in_csv_stays_a_number() -> None:
    figure = Figure(-0.25, -0.5, 0.0, difference=True)
    grid = Grid("", ("run", "n", "x", "d", "p"), (GridRow(("a-b=c", -3, -0.5, figure, PValue(1e-5))),))
    _, row = csv.reader(io.StringIO(render_grid(grid, Format.CSV)))
    assert row == ["a-b=c", "-3", "-0.5", "-0.25", "-0.5", "0", "1e-05", "yes"]


def test_a_bare_address_is_no_link_in_markdown() -> None:
    text = render_grid(Grid("", ("run",), (GridRow(("see https://x.org, WWW.x.org",)),)), Format.MARKDOWN)
    assert "https://" not in text
    assert "WWW." not in text
    assert "https\u200b://x.org" in text
    assert "wwwx" in render_grid(Grid("", ("run",), (GridRow(("wwwx",)),)), Format.MARKDOWN)


def test_a_star_at_the_start_of_a_row_is_printed_in_latex() -> None:
    text = render_grid(Grid("", ("run", "n"), (GridRow(("*a", 1)), GridRow(("[b]", 2)))), Format.LATEX)
    assert "  {*}a & 1" in text
    assert "  {[}b{]} & 2" in text
