"""The table of published results, reports/published/results.csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from harness.errors import DataError
from harness.resources import data_folder

FLAGS: Final[Mapping[str, str]] = {
    "no-count": "is no whole number of problems: an average, cut off, or a misprint; printed as published",
    "lean-3": "proved in Lean 3",
    "isabelle": "proved in Isabelle",
    "percent-computed": "percent computed from the published count",
    "subset": "on a part of the benchmark",
    "mean": "mean over repeated runs",
    "split-not-stated": "the source doesn't say which split",
    "second-hand": "read in a copy or a later source, not in the first one",
    "budget-not-stated": "the source read here doesn't say the budget",
    "47-or-49": "47 of 658 in the paper's table and on the leaderboard, 49 of 658 in the paper's abstract",
    "331-or-329": "331 in the report's table, 329 on PutnamBench's leaderboard",
    "24-or-23": "24 in the paper's abstract, 23 on PutnamBench's leaderboard",
    "184-or-192": "86 at pass@184 in the paper's abstract and on the leaderboard, at pass@192 in the README",
    "148-or-149": "the paper gives 148 problems in one place and 149 in another",
}
"""What a row of the table may be marked with, in words for footnotes."""

_COLUMNS: Final = (
    "system",
    "variant",
    "size",
    "year",
    "kind",
    "bench",
    "split",
    "metric",
    "budget",
    "k",
    "solved",
    "total",
    "percent",
    "spread",
    "source",
    "flags",
)


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure, all fields as text the way the source prints them; empty where it says nothing.

    variant: of the system: mode, training data, ablation. k: samples of a proof in pass@k. spread: half width
    that the source gives, in percent points. flags: keys of FLAGS.
    """

    system: str
    variant: str
    size: str
    year: str
    kind: str
    bench: str
    split: str
    metric: str
    budget: str
    k: str
    solved: str
    total: str
    percent: str
    spread: str
    source: str
    flags: tuple[str, ...]

    @property
    def name(self) -> str:
        """System and variant."""
        return f"{self.system} ({self.variant})" if self.variant else self.system

    @property
    def fraction(self) -> float | None:
        """The percentage as a fraction; None where only a count was published."""
        return float(self.percent) / 100 if self.percent else None


def read_published(path: Path | None = None) -> tuple[Published, ...]:
    """The published figures in the order of the file; raises DataError with the line of a broken row."""
    return _read(path or data_folder("reports") / "published" / "results.csv")


@cache
def _read(path: Path) -> tuple[Published, ...]:
    rows: list[Published] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != _COLUMNS:
                raise DataError(f"the columns must be {','.join(_COLUMNS)}", file=path, line=1)
            for row in reader:
                rows.append(_row(row, path, reader.line_num))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"can't be read: {error}", file=path) from error
    return tuple(rows)


def _row(row: Mapping[str, str | None], path: Path, line: int) -> Published:
    values = {key: row.get(key) for key in _COLUMNS}
    flags = tuple((values.pop("flags") or "").split())
    if None in row or None in values.values():
        raise DataError("the row has another number of fields than the first line", file=path, line=line)
    for flag in flags:
        if flag not in FLAGS:
            raise DataError(f"unknown flag {flag!r}; known are {', '.join(FLAGS)}", file=path, line=line)
    found = Published(**{key: str(value) for key, value in values.items()}, flags=flags)
    for key in ("percent", "spread", "k", "solved", "total"):
        text = getattr(found, key)
        if text and not text.replace(".", "", 1).isdigit():
            raise DataError(f"{text!r} is no number", file=path, line=line, field=key)
    if not found.source or not (found.percent or found.solved):
        raise DataError("a row needs a source, and a percentage or a count", file=path, line=line)
    return found
