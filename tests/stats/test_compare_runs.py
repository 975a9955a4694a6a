"""Comparisons of whole runs: which are allowed, and what they find."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest
from synthetic_summary import SETTINGS, of_counts, summary

from harness.errors import UsageError
from harness.stats import Metric, MetricKind, align, compare, estimate, measure, metric_values, same_ground

T, F = True, False
BASE = summary([(T, F), (F, T), (F, F), (T, T)], 2)


def changed(path: str, value: Any) -> dict[str, Any]:
    settings = copy.deepcopy(SETTINGS)
    part = settings
    *outer, last = path.split("/")
    for key in outer:
        part = part[key]
    part[last] = value
    return settings


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("bench_sha256", "d" * 64, "bench variant: sha256 bbbbbbbbbbbb against dddddddddddd"),
        ("problems/sha256", "d" * 64, "statements of the problems"),
        ("check/revision", "d" * 64, "checker revision: aaaaaaaaaaaa against dddddddddddd"),
        ("check/policy", "open", "checker policy: strict against open"),
        ("check/limits", {"cpu_s": 30.0}, "checker limits.cpu_s: 60.0 against 30.0"),
        ("check", {}, "checker revision: aaaaaaaaaaaa against not recorded"),
    ],
)
def test_other_benches_and_checkers_are_refused_or_compared_loudly(path: str, value: Any, told: str) -> None:
    other = summary([(T, F)] * 4, 2, settings=changed(path, value))
    with pytest.raises(UsageError, match="--common") as error:
        align(BASE, other)
    assert told in str(error.value)
    pairing = align(BASE, other, common=True)
    assert any(told in line for line in pairing.differences)
    assert len(pairing.base.problems) == 4
    assert not same_ground(BASE, other)


@pytest.mark.parametrize(
    ("path", "value"), [("check/engine", "fork"), ("sampling", {"temperature": 1}), ("seed", 3)]
)
def test_what_cannot_change_a_verdict_is_no_obstacle(path: str, value: Any) -> None:
    other = summary([(T, F)] * 4, 2, settings=changed(path, value))
    assert align(BASE, other).differences == ()
    assert same_ground(BASE, other)


def test_other_problems_are_refused_or_the_common_ones_compared() -> None:
    other = summary([(F, F), (T, T), (T, F)], 2, names=["p3", "new", "p0"])
    with pytest.raises(UsageError, match=r"2 problems only in the first run \(p1, p2\)") as error:
        align(BASE, other)
    assert "1 problem only in the second run (new)" in str(error.value)
    pairing = align(BASE, other, common=True)
    assert [p.name for p in pairing.base.problems] == [p.name for p in pairing.other.problems] == ["p0", "p3"]
    assert [p.outcomes for p in pairing.other.problems] == [(T, F), (F, F)]
    with pytest.raises(UsageError, match="no problem in common"):
        align(BASE, summary([(F, F)], 2, names=["new"]), common=True)


def test_another_bench_of_the_same_names_is_refused() -> None:
    with pytest.raises(UsageError, match="bench: b against c"):
        align(BASE, summary([(T, F)] * 4, 2, bench="c"))


def test_the_order_of_problems_does_not_matter() -> None:
    other = summary([(F, F), (T, T)], 2, names=["p1", "p0"], settings=changed("problems/sha256", "d" * 64))
    pairing = align(summary([(T, F), (F, F)], 2), other)
    assert [p.outcomes for p in pairing.other.problems] == [(T, T), (F, F)]


def test_differences_and_lists() -> None:
    other = summary([(F, F), (T, T), (F, T), (T, T)], 2)
    (found,) = compare(BASE, [other], [1, 2])
    by_name = {str(d.metric): d for d in found.differences}
    assert list(by_name) == ["pass@1", "solved@1", "pass@2", "solved@2"]
    assert by_name["pass@1"].base == pytest.approx(0.5)
    assert by_name["pass@1"].difference == pytest.approx((-0.5 + 0.5 + 0.5 + 0) / 4)
    assert by_name["solved@1"].difference == 0
    assert by_name["pass@2"].difference == by_name["solved@2"].difference == 0
    assert by_name["pass@2"].p == by_name["solved@2"].p == 1
    first, second = found.lists
    assert (first.gained, first.lost, first.both, first.neither) == (("p1",), ("p0",), ("p3",), ("p2",))
    assert (second.gained, second.lost, second.both) == (("p2",), ("p0",), ("p1", "p3"))
    assert found.complete


def test_figures_agree_with_those_of_each_run_and_with_scipy() -> None:
    rng = np.random.default_rng(3)
    chances = rng.beta(0.3, 0.7, 200)
    base, other = (of_counts(rng.binomial(8, p), 8) for p in (chances, chances**0.6))
    (found,) = compare(base, [other], [2, 8])
    for difference in found.differences:
        k = difference.metric.k
        if difference.metric.kind is MetricKind.PASS:
            assert difference.base == pytest.approx(estimate(base, [k])[0].estimate)
            assert difference.other == pytest.approx(estimate(other, [k])[0].estimate)
        assert difference.low < difference.difference < difference.high
    lists = found.lists[-1]
    gained, lost = len(lists.gained), len(lists.lost)
    assert found.differences[-1].p == pytest.approx(binomtest(gained, gained + lost).pvalue)
    assert found.differences[-1].difference == pytest.approx((gained - lost) / 200)


def test_several_others_are_adjusted_together_by_kind() -> None:
    gains = [of_counts([1] * gained + [0] * (40 - gained), 1) for gained in (0, 8, 6, 10)]
    found = compare(gains[0], gains[1:], [1])
    raw = [c.differences[1].p for c in found]
    assert raw == [2 * 0.5**8, 2 * 0.5**6, 2 * 0.5**10]
    assert [c.differences[1].p_holm for c in found] == pytest.approx([2 * raw[0], raw[1], 3 * raw[2]])


def test_runs_with_and_without_early_stop_can_be_compared() -> None:
    stopped = summary([(F, T), (F, F, F), (T,)], 3, early_stop=True)
    full = summary([(F, T, T), (F, F, F), (T, F, F)], 3)
    found = measure(align(stopped, full), Metric.parse("solved@2"))
    assert [found.base, found.other] == pytest.approx([2 / 3, 2 / 3])
    assert metric_values(stopped, Metric(MetricKind.PASS, 1)).tolist() == [0, 0, 1]
    assert metric_values(full, Metric(MetricKind.PASS, 1)).tolist() == pytest.approx([2 / 3, 0, 1 / 3])


def test_missing_attempts_and_verdicts_are_told() -> None:
    found = compare(BASE, [summary([(None, F), (T, T), (F,), (T, F)], 2)], [2])[0]
    assert not found.complete
    assert [d.other_short for d in found.differences] == [2, 2]
    assert [d.base_short for d in found.differences] == [0, 0]


def test_the_same_arguments_give_the_same_figures() -> None:
    rng = np.random.default_rng(8)
    runs = [of_counts(rng.binomial(9, rng.random(30)), 9) for _ in range(2)]
    assert compare(runs[0], runs[1:], [4]) == compare(runs[0], runs[1:], [4])


def test_impossible_requests_are_refused() -> None:
    with pytest.raises(UsageError, match="largest possible k is 2"):
        compare(BASE, [summary([(T, F, F)] * 4, 3)], [3])
    with pytest.raises(UsageError, match="at least one other run"):
        compare(BASE, [], [1])
    for text in ("pass@0", "pass", "solve@2", "pass@8x", "pass@-1", ""):
        with pytest.raises(UsageError, match="no metric"):
            Metric.parse(text)
    assert str(Metric.parse(" pass@64")) == "pass@64"
