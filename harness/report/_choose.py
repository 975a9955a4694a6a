"""A part of a grid: some of its columns, some of its rows, rows under other names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from operator import ge, gt, le, lt

from harness.errors import UsageError
from harness.report._grid import Cell, Figure, Grid

_ORDER: Mapping[str, Callable[[float, float], bool]] = {">=": ge, "<=": le, ">": gt, "<": lt}
_MARKS = re.compile(r" \([a-z](?:,[a-z])*\)$")


@dataclass(frozen=True, slots=True)
class Condition:
    """COLUMN=TEXT, COLUMN!=TEXT with * and ? in TEXT, or COLUMN>=NUMBER, <=, >, <.

    Figures count in percent.
    """

    column: str
    sign: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Raises UsageError for what is no condition."""
        found = re.fullmatch(r"\s*([^=<>!]+?)\s*(!=|>=|<=|=|>|<)\s*(.*?)\s*", text)
        if found is None:
            raise UsageError(
                f"{text!r} is no condition: give COLUMN=TEXT, COLUMN!=TEXT (with * and ?), or COLUMN>=NUMBER"
            )
        condition = cls(found[1], found[2], found[3])
        if condition.sign in _ORDER and _number(condition.value) is None:
            raise UsageError(f"{text!r} needs a number behind {condition.sign}, like pass@1>=20")
        return condition

    def holds(self, cell: Cell) -> bool:
        """Whether a cell fulfils it; an empty cell has the text "-" and no number."""
        if self.sign in _ORDER:
            number = _of_cell(cell)
            return number is not None and _ORDER[self.sign](number, float(self.value))
        same = self._is(cell)
        return same if self.sign == "=" else not same

    def _is(self, cell: Cell) -> bool:
        number, wanted = _of_cell(cell), _number(self.value)
        if number is not None and wanted is not None:
            return abs(number - wanted) < 0.05 if isinstance(cell, Figure) else number == wanted
        text = "-" if cell is None else _MARKS.sub("", str(cell))
        return fnmatchcase(text.casefold(), self.value.casefold())


def choose(grid: Grid, columns: Sequence[str] = (), where: Sequence[Condition] = ()) -> Grid:
    """The rows that fulfil all conditions, with those columns in that order; none given means all.

    The first column, which names the rows, always stays. Raises UsageError for a column that the grid
    doesn't have, and when no row is left.
    """
    for condition in where:
        place = _place(grid, condition.column)
        rows = tuple(row for row in grid.rows if condition.holds(row.cells[place]))
        if not rows:
            asked = f"{condition.column}{condition.sign}{condition.value}"
            raise UsageError(
                f"no row of the table has {asked}: leave out that --where, or give another value"
            )
        grid = replace(grid, rows=rows)
    if not columns:
        return grid
    places = [0, *(place for name in columns if (place := _place(grid, name)))]
    kept = list(dict.fromkeys(places))
    return replace(
        grid,
        columns=tuple(grid.columns[place] for place in kept),
        rows=tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in grid.rows),
    )


def rename(grid: Grid, names: Sequence[str]) -> Grid:
    """The first rows under these names, in order. Raises UsageError for more names than rows."""
    if len(names) > len(grid.rows):
        raise UsageError(
            f"{len(names)} names for {len(grid.rows)} rows: give --label once for each row at most"
        )
    rows = list(grid.rows)
    for place, name in enumerate(names):
        rows[place] = replace(rows[place], cells=(name, *rows[place].cells[1:]))
    return replace(grid, rows=tuple(rows))


def _place(grid: Grid, name: str) -> int:
    for place, title in enumerate(grid.columns):
        if title.casefold() == name.strip().casefold():
            return place
    raise UsageError(f"the table has no column {name.strip()!r}; it has {', '.join(grid.columns)}")


def _of_cell(cell: Cell) -> float | None:
    if isinstance(cell, Figure):
        return 100 * cell.value
    return _number(_MARKS.sub("", str(cell)))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
