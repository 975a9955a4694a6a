"""A Grid as text, Markdown, LaTeX, CSV or HTML."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Mapping
from enum import StrEnum

from harness.printable import one_line
from harness.report._escape import csv_text, latex, markdown
from harness.report._grid import Cell, Figure, Grid, GridRow, PValue
from harness.report._words import INCOMPLETE, p_text, percent, signed, wrapped

_STYLE = (
    "body{font:16px/1.4 system-ui,sans-serif;margin:2em;color-scheme:light dark}"
    "div{overflow-x:auto}table{border-collapse:collapse}"
    "th,td{padding:.3em .7em;text-align:left;white-space:nowrap;border-bottom:1px solid #8886}"
    "thead th{border-bottom:2px solid}.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".alarm{border-left:.3em solid #c22;padding-left:.7em;font-weight:600}small{opacity:.8}"
)

# A LaTeX table with more rows doesn't fit on a page.
_ROWS_OF_A_PAGE = 40


_CSV_NAMES = {"spread": "±"}


class Format(StrEnum):
    """What `render_grid` can write."""

    TEXT = "text"
    MARKDOWN = "markdown"
    LATEX = "latex"
    CSV = "csv"
    HTML = "html"


def render_grid(grid: Grid, form: Format, *, width: int = 100) -> str:
    """The grid in that format, without a last newline; text comes out whole and needs no escaping after.

    width: where notes of the text format are wrapped.
    """
    if form is Format.TEXT:
        return _text(grid, width)
    return _FORMATS[form](grid)


def _shown(cell: Cell) -> str:
    """A cell for people."""
    if cell is None:
        return "-"
    if isinstance(cell, Figure):
        if cell.printed is not None:
            return cell.printed
        number = signed if cell.difference else percent
        text = _mark(cell) + number(cell.value)
        if cell.sd is not None:
            text += f" ± {percent(cell.sd)}"
        if cell.low is None or cell.high is None:
            return text
        return f"{text} [{number(cell.low)}, {number(cell.high)}]"
    if isinstance(cell, PValue):
        return p_text(cell)
    if isinstance(cell, float):
        return f"{cell:.3f}"
    return str(cell)


def _mark(cell: Figure) -> str:
    if cell.bound and cell.upper:
        return "? "
    return ">= " if cell.bound else "<= " if cell.upper else ""


def _cells(row: GridRow) -> list[str]:
    first, *rest = (_shown(cell) for cell in row.cells)
    return [first if row.complete else f"{first} ({INCOMPLETE})", *rest]


def _text(grid: Grid, width: int) -> str:
    head, *rows = (list(map(one_line, cells)) for cells in (grid.columns, *map(_cells, grid.rows)))
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: list[str]) -> str:
        parts = (
            f"{text:>{size}}" if grid.is_number(place) else f"{text:{size}}"
            for place, (text, size) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join(parts).rstrip()

    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    blocks = [wrapped(f"!!! {alarm}", width, "    ") for alarm in grid.alarms]
    blocks.append("\n".join([line(head), rule, *map(line, rows)]))
    if grid.title:
        blocks.insert(0, wrapped(one_line(grid.title), width))
    if grid.notes:
        blocks.append("\n".join(wrapped(note, width) for note in grid.notes))
    return "\n\n".join(blocks)


def _markdown(grid: Grid) -> str:
    def line(cells: list[str] | tuple[str, ...]) -> str:
        return "| " + " | ".join(markdown(cell) for cell in cells) + " |"

    rule = "| " + " | ".join("---:" if grid.is_number(i) else "---" for i in range(len(grid.columns))) + " |"
    blocks = [f"> **{markdown(alarm)}**" for alarm in grid.alarms]
    blocks.append("\n".join([line(grid.columns), rule, *(line(_cells(row)) for row in grid.rows)]))
    if grid.title:
        blocks.insert(0, f"### {markdown(grid.title)}")
    return "\n\n".join([*blocks, *map(markdown, grid.notes)])


def _latex(grid: Grid) -> str:
    def line(cells: list[str] | tuple[str, ...]) -> str:
        return "  " + " & ".join(latex(cell) for cell in cells) + r" \\"

    columns = "".join("r" if grid.is_number(i) else "l" for i in range(len(grid.columns)))
    rows = [line(_cells(row)) for row in grid.rows]
    caption = [rf"  \caption{{{latex(grid.title)}}}"] if grid.title else []
    head = [r"  \toprule", line(grid.columns), r"  \midrule"]
    below = [
        *(rf"  \par\smallskip{{\footnotesize\textbf{{{latex(alarm)}}}}}" for alarm in grid.alarms),
        *(rf"  \par\smallskip{{\footnotesize {latex(note)}}}" for note in grid.notes),
    ]
    if len(rows) > _ROWS_OF_A_PAGE:
        title = [caption[0] + r" \\"] if caption else []
        body = [
            "% needs \\usepackage{booktabs,longtable}",
            rf"\begin{{longtable}}{{{columns}}}",
            *(*title, *head, r"  \endfirsthead", *head, r"  \endhead", *rows, r"  \bottomrule"),
            r"\end{longtable}",
            *below,
        ]
    else:
        body = [
            "% needs \\usepackage{booktabs}",
            r"\begin{table}",
            r"  \centering",
            *caption,
            rf"  \begin{{tabular}}{{{columns}}}",
            *(*head, *rows, r"  \bottomrule"),
            r"  \end{tabular}",
            *below,
            r"\end{table}",
        ]
    return "\n".join(body)


def _csv(grid: Grid) -> str:
    """Numbers in full, figures as columns of fractions with what they have beside, and then `complete`.

    A column of figures is followed by ` low` and ` high`, one of means over repeats by ` sd`, one of
    published figures by ` ±` where sources print that; what the marks of a row mean stands in `notes`. Where
    a row was judged without a kernel replay, a column `no kernel replay` at the end says why.
    """
    columns = ([row.cells[i] for row in grid.rows] for i in range(len(grid.columns)))
    parts = [_csv_parts([cell for cell in column if isinstance(cell, Figure)]) for column in columns]
    head: list[str] = []
    for title, names in zip(grid.columns, parts, strict=True):
        head += [title, *(f"{title} {_CSV_NAMES.get(name, name)}" for name in names)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    noted = any(row.notes for row in grid.rows)
    unreplayed = any(row.no_replay for row in grid.rows)
    head += ["notes"] if noted else []
    head += ["complete", "no kernel replay"] if unreplayed else ["complete"]
    writer.writerow(map(csv_text, head))
    for row in grid.rows:
        values: list[str] = []
        for cell, names in zip(row.cells, parts, strict=True):
            if isinstance(cell, Figure):
                numbers = (cell.value, *(getattr(cell, name) for name in names))
                values += ["" if number is None else f"{number:.6g}" for number in numbers]
            else:
                text = csv_text(cell) if isinstance(cell, str) else str(cell)
                values += ["" if cell is None else text, *[""] * len(names)]
        values += [csv_text("; ".join(row.notes))] if noted else []
        values.append("yes" if row.complete else "no")
        values += [csv_text(row.no_replay)] if unreplayed else []
        writer.writerow(values)
    return out.getvalue().rstrip("\n")


def _csv_parts(figures: list[Figure]) -> tuple[str, ...]:
    """What the figures of a column have beside their value."""
    if not figures:
        return ()
    spread = any(figure.sd is not None for figure in figures)
    bounds = any(figure.low is not None for figure in figures)
    published = any(figure.spread is not None for figure in figures)
    return (
        *(("low", "high") if bounds or not spread else ()),
        *(("sd",) if spread else ()),
        *(("spread",) if published else ()),
    )


def _html(grid: Grid) -> str:
    def line(cells: list[str] | tuple[str, ...], tag: str) -> str:
        parts = (
            f"<{tag}{' class=n' if grid.is_number(place) else ''}>{html.escape(text)}</{tag}>"
            for place, text in enumerate(cells)
        )
        return f"<tr>{''.join(parts)}</tr>"

    title = html.escape(grid.title or "prover-eval")
    body = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{title}</h1>",
        *(f"<p class=alarm role=alert>{html.escape(alarm)}</p>" for alarm in grid.alarms),
        "<div><table><thead>",
        line(grid.columns, "th"),
        "</thead><tbody>",
        *(line(_cells(row), "td") for row in grid.rows),
        "</tbody></table></div>",
        *(f"<p><small>{html.escape(note)}</small></p>" for note in grid.notes),
        "</body></html>",
    ]
    return "\n".join(body)


_FORMATS: Mapping[Format, Callable[[Grid], str]] = {
    Format.MARKDOWN: _markdown,
    Format.LATEX: _latex,
    Format.CSV: _csv,
    Format.HTML: _html,
}
