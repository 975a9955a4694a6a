"""Several runs together: batches of one sampling, the union of what runs solved, mean and deviation."""

from __future__ import annotations

import statistics
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from synthetic_summary import SETTINGS, summary

from harness.errors import UsageError
from harness.run.summary import RunSummary
from harness.stats import clopper_pearson, cumulative, estimate, pool, prefix_pass_at_k, repeats

T, F = True, False


def batch(outcomes: list[tuple[bool | None, ...]], seed: int, **more: Any) -> RunSummary:
    n = max(map(len, outcomes))
    return summary(
        outcomes, n, settings={**SETTINGS, "seed": seed, "n": n, **more.pop("settings", {})}, **more
    )


FIRST, SECOND = batch([(T, F), (F, F), (F, F)], 0, run="a"), batch([(F,), (F,), (T,)], 1, run="b")


def test_batches_are_one_run_with_all_attempts_in_order() -> None:
    found = pool([FIRST, SECOND])
    assert (found.n, found.run_dir, found.complete) == (3, FIRST.run_dir, True)
    assert [p.outcomes for p in found.problems] == [(T, F, F), (F, F, F), (F, F, T)]
    assert [f.estimate for f in estimate(found, [1])] == pytest.approx([2 / 9])
    assert pool([FIRST]) is FIRST
    assert not pool([FIRST, batch([(F,), (None,), (T,)], 1)]).complete


def test_counts_and_times_of_batches_are_summed() -> None:
    one = replace(FIRST, verdicts={"proved": 1, "rejected": 5}, reasons={"rejected/axiom": 5}, lean_cpu_s=1.5)
    two = replace(SECOND, verdicts={"proved": 1, "timeout": 2}, reasons={"timeout/cpu": 2}, lean_cpu_s=2.0)
    found = pool([one, two])
    assert found.verdicts == {"proved": 2, "rejected": 5, "timeout": 2}
    assert found.reasons == {"rejected/axiom": 5, "timeout/cpu": 2}
    assert found.lean_cpu_s == 3.5


def test_the_order_of_problems_in_a_batch_does_not_matter() -> None:
    turned = batch([(T,), (F,), (F,)], 1, names=["p2", "p1", "p0"])
    assert [p.outcomes for p in pool([FIRST, turned]).problems] == [
        p.outcomes for p in pool([FIRST, SECOND]).problems
    ]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (batch([(F,), (F,), (T,)], 0), "same seed"),
        (
            batch([(F,), (F,), (T,)], 1, settings={"sampling": {"temperature": 1}}),
            "sampling.temperature: None against 1",
        ),
        (batch([(F,), (F,), (T,)], 1, settings={"bench_sha256": "d" * 64}), "bench_sha256"),
        (batch([(F,), (F,), (T,)], 1, early_stop=True), "--early-stop"),
        (batch([(F,), (F,)], 1), "only in the first run"),
    ],
)
def test_what_is_no_batch_of_the_same_sampling_is_refused(other: RunSummary, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        pool([FIRST, other])


def test_batches_of_recorded_outputs_differ_in_their_rows() -> None:
    one, two = (
        batch([(F,), (F,)], 0, settings={"backend": {"name": "replay", "sha256": hash_, "rows": rows}})
        for hash_, rows in (("a", 2), ("b", 3))
    )
    assert pool([one, two]).n == 2
    with pytest.raises(UsageError, match="same seed"):
        pool([one, one])
    with pytest.raises(UsageError, match="at least one run"):
        pool([])


def test_the_union_of_what_runs_solved() -> None:
    found = cumulative([FIRST, SECOND])
    assert (found.names, found.problems, found.by_run) == (("p0", "p2"), 3, (1, 1))
    assert found.fraction == pytest.approx(2 / 3)
    assert (found.low, found.high) == clopper_pearson(2, 3)
    assert cumulative([FIRST, FIRST, SECOND]).by_run == (1, 0, 1)


def test_the_union_is_over_the_same_problems_and_the_same_checker() -> None:
    fewer = batch([(T,), (T,)], 3, names=["p1", "new"])
    loose = batch([(T,)] * 3, 3, settings={"check": {**SETTINGS["check"], "policy": "open"}})
    for other, told in ((fewer, "only in the second run"), (loose, "checker policy")):
        with pytest.raises(UsageError, match=told):
            cumulative([FIRST, other])
        assert any(told in line for line in cumulative([FIRST, other], common=True).differences)
    found = cumulative([FIRST, SECOND, fewer], common=True)
    assert (found.names, found.problems, found.by_run) == (("p1",), 1, (0, 0, 1))
    with pytest.raises(UsageError, match="at least one run"):
        cumulative([])


def test_mean_and_deviation_over_blocks_of_one_run() -> None:
    rng = np.random.default_rng(0)
    attempts = rng.random((50, 22)) < rng.beta(0.4, 0.6, (50, 1))
    run = summary([tuple(map(bool, row)) for row in attempts], 22)
    found = repeats([run], 5)
    expected = [attempts[:, start : start + 5].any(axis=1).mean() for start in (0, 5, 10, 15)]
    assert found.values == pytest.approx(expected)
    assert found.mean == pytest.approx(statistics.mean(expected))
    assert found.sd == pytest.approx(statistics.stdev(expected))
    assert str(found) == f"{100 * found.mean:.1f} ± {100 * statistics.stdev(expected):.1f}"


def test_mean_and_deviation_over_runs() -> None:
    found = repeats([FIRST, SECOND], 1)
    assert found.values == tuple(
        prefix_pass_at_k([p.outcomes for p in run.problems], 1) for run in (FIRST, SECOND)
    )
    one = repeats([summary([(T, F), (F, T)], 2)], 2)
    assert (one.values, one.sd, str(one)) == ((1.0,), None, "100.0")
    part = repeats([FIRST, SECOND, batch([(T,), (T,)], 2, names=["p1", "new"])], 1, common=True)
    assert part.values == (0.0, 0.0, 1.0)


def test_impossible_repeats_are_refused() -> None:
    for runs, k, told in (
        ([], 1, "at least one run"),
        ([FIRST], 3, "largest possible k is 2"),
        ([FIRST], 0, "smallest 1"),
        ([summary([(T,), (F, F)], 2, early_stop=True)], 1, "early"),
        ([FIRST, batch([(F,), (F,)], 1)], 1, "only in the first run"),
    ):
        with pytest.raises(UsageError, match=told):
            repeats(runs, k)
