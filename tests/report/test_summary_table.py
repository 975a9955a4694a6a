"""The table and the JSON object that a run ends with."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checker import Status
from harness.errors import UsageError
from harness.report import render_summary, summary_json
from harness.run.settings import RunSettings
from harness.run.summary import ProblemOutcome, RunSummary

RUN = RunSummary(
    run_dir=Path("runs/nng-tactics-1a2b3c"),
    bench="nng",
    model="tactics",
    n=8,
    early_stop=False,
    problems=tuple(ProblemOutcome(f"p{i}", "test", tuple(j < i % 9 for j in range(8))) for i in range(81)),
    verdicts={"proved": 324, "rejected": 310, "timeout": 12, "resource": 2},
    reasons={
        "rejected/incomplete": 20,
        "rejected/lean_error": 280,
        "rejected/no_code": 10,
        "timeout/cpu": 12,
        "resource/memory": 2,
        "rejected/axiom": 0,
    },
    lean_cpu_s=432.1,
    complete=True,
    settings=RunSettings(),
)

GOLDEN = """\
nng, test split, 81 problems; 8 samples | tactics

          percent    95 % interval
  --------------------------------
  pass@1     50.0     43.0 to 57.0
  pass@8     88.9     80.7 to 94.4
  solved     88.9     80.0 to 94.8  72 of 81

  verdicts        attempts
  ------------------------
  proved               324
  rejected             310
    lean_error         280
    incomplete          20
    no_code             10
  timeout               12
    cpu                 12
  resource               2
    memory               2
  infrastructure         0

Estimator: unbiased pass@k (Chen et al. 2021). Intervals: for pass@k the
Bayesian bootstrap over problems, with half a problem added that is always
solved and half one that never is; for solved exact (Clopper-Pearson).

CPU time in Lean: 7 min 12 s
Run: runs/nng-tactics-1a2b3c"""

BROKEN = replace(
    RUN,
    early_stop=True,
    problems=(ProblemOutcome("a", "test", (False, None, None)), ProblemOutcome("b", "test", (False, True))),
    verdicts={"proved": 1, "rejected": 2, "infrastructure": 2},
    reasons={"rejected/lean_error": 2, "infrastructure/worker": 1, "infrastructure/disk": 1},
    complete=False,
)


def test_golden_table() -> None:
    assert render_summary(RUN, [8, 1]) == GOLDEN


def test_time_and_place_stand_below_the_table() -> None:
    other = replace(RUN, lean_cpu_s=3.14159, run_dir=Path("elsewhere"))
    table, _, tail = render_summary(other, [1, 8]).rpartition("\n\n")
    assert table == GOLDEN.rpartition("\n\n")[0]
    assert tail == "CPU time in Lean: 3.1 s\nRun: elsewhere"


def test_attempts_without_code_are_counted_by_why() -> None:
    text = render_summary(replace(RUN, no_code={"other": 2, "only_prose": 5, "cut_off": 3}), [1, 8])
    assert "no_code             10\n      only_prose         5\n      cut_off            3\n" in text
    # Nothing else is different.
    kept = [
        line for line in text.splitlines() if line.split()[:1] not in (["only_prose"], ["cut_off"], ["other"])
    ]
    assert "\n".join(kept) == GOLDEN


def test_tokens_and_cost_stand_below_the_table_when_known() -> None:
    whole = replace(RUN, prompt_tokens=1234567, completion_tokens=89, cost=7.2)
    tail = render_summary(whole, [1]).rpartition("\n\n")[2]
    assert tail.splitlines()[1:3] == [
        "Tokens: 1,234,567 in prompts, 89 generated",
        "Cost: 7.2, 0.1 for each solved problem",
    ]
    half = render_summary(replace(RUN, completion_tokens=89), [1])
    assert "Tokens: 89 generated\n" in half
    assert "Cost" not in half
    unsolved = replace(whole, problems=tuple(replace(p, outcomes=(False,) * 8) for p in RUN.problems))
    assert "Cost: 7.2\n" in render_summary(unsolved, [1])


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_asked(width: int) -> None:
    text = render_summary(replace(BROKEN, model="a long model name " * 8), [1, 8], width=width)
    assert max(map(len, text.splitlines())) <= width
    assert text.isascii()


def test_an_incomplete_run_says_so_at_the_top() -> None:
    text = " ".join(render_summary(BROKEN, [1, 8]).split())
    assert text.index("!!! INCOMPLETE") < text.index("pass@1")
    assert "Our side broke on 2 attempts (disk, worker)." in text
    assert "Run the same command again" in text
    assert "first success at or before attempt k" in text
    assert "8 samples | tactics | early stop" in text


def test_a_complete_run_has_no_alarm() -> None:
    text = render_summary(RUN, [1])
    assert "INCOMPLETE" not in text
    assert "lower bound" not in text


def test_a_stopped_run_without_broken_attempts_is_incomplete_too() -> None:
    text = render_summary(replace(RUN, complete=False), [1])
    assert "!!! INCOMPLETE" in text
    assert "Our side broke" not in text


def test_missing_attempts_are_told() -> None:
    text = " ".join(render_summary(BROKEN, [1, 8]).split())
    assert ">= (1 short of attempts)" in text
    assert "lower bounds: 1 problem had fewer than 8 attempts with a verdict" in text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0.0 s"), (59.94, "59.9 s"), (60, "1 min 00 s"), (3599.7, "1 h 00 min"), (7260, "2 h 01 min")],
)
def test_cpu_time_is_readable(seconds: float, text: str) -> None:
    assert f"CPU time in Lean: {text}\n" in render_summary(replace(RUN, lean_cpu_s=seconds), [1])


def test_json_has_the_promised_shape() -> None:
    found = summary_json(RUN, [8, 1])
    assert json.loads(json.dumps(found)) == found
    assert found["run_dir"] == str(RUN.run_dir)
    assert (found["bench"], found["model"], found["n"], found["k"]) == ("nng", "tactics", 8, [1, 8])
    assert set(found["pass_at_k"]) == {"1", "8"}
    for figure in found["pass_at_k"].values():
        assert set(figure) == {"estimate", "low", "high"}
        assert 0 <= figure["low"] <= figure["estimate"] <= figure["high"] <= 1
    assert found["pass_at_k"]["8"]["estimate"] == pytest.approx(72 / 81)
    assert (found["solved"], found["problems"]) == (72, 81)
    assert found["verdicts"] == {
        "proved": 324,
        "rejected": 310,
        "timeout": 12,
        "resource": 2,
        "infrastructure": 0,
    }
    assert (found["complete"], found["estimator"]) == (True, "unbiased")
    assert (found["no_code"], found["prompt_tokens"], found["cost"]) == ({}, None, None)


def test_json_of_an_incomplete_run() -> None:
    found = summary_json(BROKEN, [1, 8])
    assert set(found["verdicts"]) == {status.value for status in Status}
    assert (found["complete"], found["early_stop"], found["estimator"]) == (False, True, "first_success")
    assert found["short"] == {"1": 0, "8": 1}


def test_an_impossible_k_is_refused() -> None:
    for function in (render_summary, summary_json):
        with pytest.raises(UsageError, match="largest possible k is 8"):
            function(RUN, [16])
