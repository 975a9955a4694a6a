"""Runs, comparisons and tables as pandas data frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from harness.errors import UsageError
from harness.export._rows import FIELDS, TEXT_FIELDS, attempt_rows

if TYPE_CHECKING:
    import pandas as pd

    from harness.report import Grid
    from harness.run.store import RunStore
    from harness.run.summary import RunSummary
    from harness.stats import Comparison

# Types that tell a missing value from 0, False and the empty text.
_DTYPES = {"text": "string", "int": "Int64", "float": "Float64", "bool": "boolean"}


def attempts_frame(stores: Iterable[RunStore], *, texts: bool = False) -> pd.DataFrame:
    """One row for each attempt, with the columns FIELDS, and TEXT_FIELDS with `texts`.

    Whole numbers, figures, truth values and texts have pandas' own types with missing values; axioms, records
    and messages are Python objects. Raises UsageError when pandas isn't installed, StoreError.
    """
    pandas = _pandas()
    fields = {**FIELDS, **(TEXT_FIELDS if texts else {})}
    rows = [row for store in stores for row in attempt_rows(store, texts=texts)]
    columns = {
        name: pandas.Series([row[name] for row in rows], dtype=_DTYPES.get(kind, "object"))
        for name, kind in fields.items()
    }
    return pandas.DataFrame(columns)


def problems_frame(runs: Iterable[RunSummary]) -> pd.DataFrame:
    """One row for each problem of each run: run, bench, model, problem, split, attempts, proofs, solved, and
    first: the number of the first proof from 1, missing where there is none.

    attempts: those with a verdict; they are samples, each with its repair rounds, unless the summary counts
    attempts. Raises UsageError when pandas isn't installed.
    """
    pandas = _pandas()
    names = ("run", "bench", "model", "problem", "split", "attempts", "proofs", "solved", "first")
    kinds = ("text",) * 5 + ("int", "int", "bool", "int")
    rows = []
    for run in runs:
        for problem in run.problems:
            judged = [outcome for outcome in problem.outcomes if outcome is not None]
            first = judged.index(True) + 1 if problem.solved else None
            counts = (len(judged), judged.count(True), problem.solved, first)
            rows.append((run.run_dir.name, run.bench, run.model, problem.name, problem.split, *counts))
    return _frame(pandas, names, kinds, rows)


def comparisons_frame(comparisons: Iterable[Comparison]) -> pd.DataFrame:
    """One row for each difference: base and other (run folders' names), metric, k, and the fractions of
    `Difference`: base_value, other_value, difference, low, high, p, p_holm.

    Raises UsageError when pandas isn't installed.
    """
    pandas = _pandas()
    figures = ("base_value", "other_value", "difference", "low", "high", "p", "p_holm")
    names = ("base", "other", "metric", "k", *figures)
    rows = [
        (
            comparison.pairing.base.run_dir.name,
            comparison.pairing.other.run_dir.name,
            str(each.metric.kind),
            each.metric.k,
            *(each.base, each.other, each.difference, each.low, each.high, each.p, each.p_holm),
        )
        for comparison in comparisons
        for each in comparison.differences
    ]
    return _frame(pandas, names, ("text", "text", "text", "int", *("float",) * len(figures)), rows)


def table_frame(grid: Grid) -> pd.DataFrame:
    """A table as it is shown, one row for each run or arm: a column of figures is fractions, with columns
    `TITLE low` and `TITLE high` behind it where a figure has an interval, and `complete` at the end.

    Raises UsageError when pandas isn't installed.
    """
    from harness.report import Figure

    pandas = _pandas()
    columns: dict[str, Any] = {}
    for number, title in enumerate(grid.columns):
        cells = [row.cells[number] for row in grid.rows]
        if not any(isinstance(cell, Figure) for cell in cells):
            columns[title] = pandas.Series(cells, dtype=None if grid.is_number(number) else "string")
            continue
        figures = [cell if isinstance(cell, Figure) else None for cell in cells]
        columns[title] = _floats(pandas, [None if each is None else each.value for each in figures])
        for end in ("low", "high"):
            ends = [None if each is None else getattr(each, end) for each in figures]
            if any(value is not None for value in ends):
                columns[f"{title} {end}"] = _floats(pandas, ends)
    columns["complete"] = pandas.Series([row.complete for row in grid.rows], dtype="boolean")
    return pandas.DataFrame(columns)


def _floats(pandas: Any, values: Sequence[float | None]) -> Any:
    return pandas.Series(values, dtype="Float64")


def _frame(
    pandas: Any, names: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[Any]]
) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return pandas.DataFrame(
        {
            name: pandas.Series(list(values), dtype=_DTYPES[kind])
            for name, kind, values in zip(names, kinds, columns, strict=True)
        }
    )


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise UsageError("data frames need pandas: pip install 'prover-eval[export]'") from error
    return pandas
