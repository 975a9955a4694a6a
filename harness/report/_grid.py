"""Grid: a table of figures before it has a format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its interval, as fractions; shown in percent.

    low, high: None for a figure without interval. sd: standard deviation over repeats, for a mean.
    difference: shown with its sign. bound: the figure is a lower bound; upper: an upper one; both: neither.
    printed: the figure as its source prints it, for one that wasn't measured here; spread: what the source
    prints behind ±.
    """

    value: float
    low: float | None = None
    high: float | None = None
    difference: bool = False
    bound: bool = False
    upper: bool = False
    printed: str | None = None
    sd: float | None = None
    spread: float | None = None


class PValue(float):
    """A p-value; a plain float is a quantity in the unit of its column."""


Cell = str | int | float | Figure | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One run or arm. complete: False marks the row in every format. For formats without sentences below:
    no_replay, why there was no kernel replay, empty where there was one; notes, what the marks in it mean."""

    cells: tuple[Cell, ...]
    complete: bool = True
    no_replay: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """columns: titles, as many as each row has cells; the first one names the rows.

    alarms: what makes the figures doubtful. notes: how they were made.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    alarms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def is_number(self, column: int) -> bool:
        """Whether the column holds numbers only, so that it is aligned to the right."""
        return not any(isinstance(row.cells[column], str) for row in self.rows)
