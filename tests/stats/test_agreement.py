"""Krippendorff's alpha, by the worked example of its source and by what must hold."""

from __future__ import annotations

import pytest

from harness.errors import UsageError
from harness.stats import krippendorff_alpha

# Krippendorff 2011, section C: four observers, twelve units; a dot is a rating that isn't there.
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
UNITS = [[None if mark == "." else int(mark) for mark in unit] for unit in zip(*OBSERVERS, strict=True)]


def test_the_sources_example() -> None:
    nominal, ordinal = (krippendorff_alpha(UNITS, ordinal=kind) for kind in (False, True))
    assert (round(nominal or 0, 3), round(ordinal or 0, 3)) == (0.743, 0.815)


def test_perfect_opposed_and_nothing_to_compare() -> None:
    assert krippendorff_alpha([[0, 0], [1, 1], [4, 4]]) == 1.0
    assert (krippendorff_alpha([[0, 4], [4, 0]]) or 0) < 0
    assert krippendorff_alpha([]) is None
    assert krippendorff_alpha([[1, None], [None, 2]]) is None
    assert krippendorff_alpha([[2, 2], [2, 2]]) is None
    with pytest.raises(UsageError):
        krippendorff_alpha([[0, -1]])


def test_near_ratings_agree_better_where_order_counts() -> None:
    near = [[0, 1], [1, 0], [3, 4], [4, 3], [2, 2]]
    ordinal, nominal = krippendorff_alpha(near), krippendorff_alpha(near, ordinal=False)
    assert ordinal is not None and nominal is not None and ordinal > nominal
