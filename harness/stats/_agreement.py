"""Agreement between several raters of the same things."""

from __future__ import annotations

from collections.abc import Sequence

from harness.errors import UsageError


def krippendorff_alpha(units: Sequence[Sequence[int | None]], *, ordinal: bool = True) -> float | None:
    """Krippendorff's alpha: 1 for perfect agreement, 0 for that of chance, below for less than that.

    units: the ratings of each thing, as numbers from 0 on, None where a rater gave none; their number may
    differ. ordinal: categories are in the order of their numbers, and rating further away is worse; else all
    different ones are equally far. None where no two ratings can be compared, and where all are the same, of
    which alpha says nothing.

    Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", sections C and D.
    Raises UsageError for a negative rating.
    """
    import numpy as np

    rated = [[value for value in unit if value is not None] for unit in units]
    rated = [unit for unit in rated if len(unit) > 1]
    if any(value < 0 for unit in rated for value in unit):
        raise UsageError("ratings are numbers from 0 on")
    if not rated:
        return None
    count = max(map(max, rated)) + 1
    together = np.zeros((count, count))
    for unit in rated:
        held = np.bincount(unit, minlength=count)
        together += (np.outer(held, held) - np.diag(held)) / (len(unit) - 1)
    totals = together.sum(axis=1)
    if ordinal:
        below = np.cumsum(totals) - totals / 2
        distances = (below[:, None] - below[None, :]) ** 2
    else:
        distances = 1.0 - np.eye(count)
    expected = (np.outer(totals, totals) * distances).sum()
    if expected == 0:
        return None
    return float(1 - (totals.sum() - 1) * (together * distances).sum() / expected)
