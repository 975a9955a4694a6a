"""Runs that hold the same samples, told by their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from synthetic_summary import SETTINGS, summary

from harness.errors import UsageError
from harness.run.summary import RunSummary
from harness.stats import pool, repeats, same_texts, shared_notes, shared_texts, unchanged


def texts(rows: Sequence[Sequence[int]], seed: int, run: str = "run") -> RunSummary:
    """A run whose attempts have these texts, by number; a text is a proof when its number is a multiple of
    5."""
    outcomes = [tuple(number % 5 == 0 for number in row) for row in rows]
    made = summary(outcomes, max(map(len, rows)), run=f"{run}{seed}", settings={**SETTINGS, "seed": seed})
    marks = [b"".join(number.to_bytes(8, "big") for number in row) for row in rows]
    problems = tuple(replace(p, marks=mark) for p, mark in zip(made.problems, marks, strict=True))
    return replace(made, problems=problems)


def drawn(seed: int, kinds: int, *, problems: int = 60, n: int = 4) -> list[list[int]]:
    """Samples of a model with that many answers to each problem, some likelier than others."""
    rng = np.random.default_rng(seed)
    chances = 1 / np.arange(1, kinds + 1)
    picked = rng.choice(kinds, (problems, n), p=chances / chances.sum())
    return [[int(1 + 100 * i + kind) for kind in row] for i, row in enumerate(picked)]


@pytest.mark.parametrize("kinds", [1, 3, 50, 100])
def test_batches_with_the_same_texts_are_refused(kinds: int) -> None:
    rows = drawn(0, kinds)
    first, second = texts(rows, 0), texts(rows, 1)
    for function in (lambda: pool([first, second]), lambda: repeats([first, second], 1)):
        with pytest.raises(UsageError, match="run0 and run1 hold the same samples: 240 of 240"):
            function()


@pytest.mark.parametrize("kinds", [2, 3, 50])
def test_batches_drawn_apart_are_pooled_and_what_they_share_is_told(kinds: int) -> None:
    batches = [texts(drawn(seed, kinds), seed) for seed in range(3)]
    assert pool(batches).n == 12
    assert len(repeats(batches, 2).values) == 3
    (note, *_) = shared_notes(batches)
    assert note.startswith("run0 and run1 share ")


def test_a_part_of_a_batch_its_rows_in_another_order_and_a_copied_half_are_refused() -> None:
    rows = drawn(1, 60)
    part = [row[:2] for row in rows]
    turned = [row[::-1] for row in rows]
    half = [row if i % 5 else other for i, (row, other) in enumerate(zip(rows, drawn(2, 60), strict=True))]
    for other in (part, turned, half):
        with pytest.raises(UsageError, match="hold the same samples"):
            pool([texts(rows, 0), texts(other, 1)])
    with pytest.raises(UsageError, match="run0 and run2"):
        pool([texts(rows, 0), texts(drawn(3, 60), 1), texts(turned, 2)])


def test_texts_that_are_not_known_are_no_evidence() -> None:
    one, two = (
        replace(texts(drawn(0, 9), seed), problems=summary([(True,)] * 60, 4).problems) for seed in (0, 1)
    )
    assert shared_texts(one, two) is None
    assert not unchanged(one, two)
    assert not same_texts(one, two)
    assert pool([one, two]).n == 8


def test_marks_stay_with_their_attempts_in_a_pool() -> None:
    first, second = texts([[1, 5], [2, 3]], 0), texts([[7, 8], [9, 10]], 1)
    found = pool([first, second])
    marks = [problem.marks for problem in found.problems]
    assert [[m[at : at + 8][-1] for at in range(0, 32, 8)] for m in marks] == [[1, 5, 7, 8], [2, 3, 9, 10]]


def test_unchanged_needs_the_same_texts_and_the_same_ends() -> None:
    run = texts([[1, 5], [2, 3]], 0)
    assert unchanged(run, replace(run, run_dir=run.run_dir / "copy"))
    other_end = replace(run.problems[1], outcomes=(False, True))
    changed = replace(run, problems=(run.problems[0], other_end))
    assert (unchanged(run, changed), same_texts(run, changed)) == (False, True)
    other = texts([[1, 5], [2, 4]], 0)
    assert (unchanged(run, other), same_texts(run, other)) == (False, False)
