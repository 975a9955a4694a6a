"""Classes of scores: what an answer says, what votes make, and what rows may hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from harness.bench import find_bench
from harness.errors import DataError
from harness.lean.source import normal_statement
from harness.pipeline.asking import stage_prompt
from harness.pipeline.loop import LoopStatement, Origin, VerifiedPair
from harness.pipeline.scoring import (
    ScoreClass,
    ScoredStatement,
    median_class,
    read_class,
    score_metrics,
    score_outcomes,
)
from harness.pipeline.scoring.classes import LabelledScore

ANSWERS: dict[str, tuple[str | None, str]] = yaml.safe_load(
    (Path(__file__).parent / "answers.yaml").read_text("utf-8")
)
EXCELLENT, GOOD, ABOVE, FAIR, POOR = ScoreClass


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answers_class(name: str) -> None:
    wanted, text = ANSWERS[name]
    assert read_class(text) == wanted


def test_the_median_takes_the_worse_of_two() -> None:
    assert median_class([GOOD, POOR, GOOD]) is GOOD
    assert median_class([GOOD, POOR]) is POOR
    assert median_class([None, FAIR, None]) is FAIR
    assert median_class([None, None]) is None and median_class([]) is None


def test_only_the_threshold_and_better_is_kept() -> None:
    kept = [each for each in ScoreClass if ScoredStatement("a", (each,), each).kept(ABOVE)]
    assert kept == [EXCELLENT, GOOD, ABOVE]
    assert not ScoredStatement("a", (None,), None).kept(POOR)


def test_rows_come_back_and_bad_ones_say_why() -> None:
    row = ScoredStatement("a", (GOOD, None), GOOD, ("closed by `simp`",))
    assert ScoredStatement.from_json(json.loads(json.dumps(row.to_json()))) == row
    for bad in ({"votes": ["great"]}, {"score": 3}, {"statement": None}, {"facts": "x"}):
        with pytest.raises(DataError):
            ScoredStatement.from_json({**row.to_json(), **bad})
    with pytest.raises(DataError):
        LabelledScore.from_json({"statement": "a"})


def statement(ident: str, truth: str | None = None) -> LoopStatement:
    return LoopStatement(ident, f"t_{ident}", "", "theorem x : True := by\n", Origin("given", truth=truth))


SCORED = [
    ScoredStatement("a", (GOOD, GOOD, GOOD), GOOD),
    ScoredStatement("b", (POOR, FAIR, None), POOR),
    ScoredStatement("c", (None, None, None), None),
]
STATEMENTS = [statement("a", "true"), statement("b", "contradictory"), statement("c")]


def test_figures_against_labels_and_truth() -> None:
    labels = [LabelledScore("a", GOOD), LabelledScore("t_b", FAIR), LabelledScore("z", POOR)]
    found = score_metrics(SCORED, STATEMENTS, ABOVE, labels)
    assert (found["kept"], found["dropped"]) == (1, 2)
    assert found["histogram"] == {"good": 1, "poor": 1, "unparseable": 1}
    assert found["unparseable_votes"] == [4, 9]
    assert 0.5 < found["alpha"] < 1
    labelled = found["labelled"]
    assert (labelled["labels"], labelled["not_found"]) == (2, 1)
    assert (labelled["exact"], labelled["within_one"]) == (1, 2)
    assert labelled["confusion"] == {"good": {"good": 1}, "fair": {"poor": 1}}
    assert found["truth"] == {"true": {"kept": 1, "dropped": 0}, "contradictory": {"kept": 0, "dropped": 1}}


def test_what_a_later_stage_found() -> None:
    def pair(ident: str, side: str) -> VerifiedPair:
        return VerifiedPair.from_json(
            {"statement": ident, "side": side, "round": 0, "sample": 0}
            | dict.fromkeys(("name", "header", "formal_statement", "proof", "model", "verdict"), "")
        )

    found = score_outcomes(
        SCORED, ABOVE, [pair("a", "statement"), pair("b", "negation"), pair("z", "statement")]
    )
    assert found == {
        "kept": {"statements": 1, "proved": 1, "refuted": 0},
        "dropped": {"statements": 2, "proved": 0, "refuted": 1},
    }


@pytest.mark.parametrize("name", ["score_chat", "v1_score"])
def test_the_examples_are_of_no_bench_and_of_every_class(name: str) -> None:
    text = stage_prompt(name).read_text("utf-8")
    examples = re.findall(r"^theorem example_\d.*? := by$", text, re.MULTILINE | re.DOTALL)
    assert len(examples) == 5
    assert sorted(re.findall(r"^Assessment: (.*)$", text, re.MULTILINE)) == sorted(ScoreClass)
    shipped = {
        normal_statement(problem.formal_statement)
        for bench in ("nng", "minif2f-core")
        for problem in find_bench(bench).problems
    }
    assert len(shipped) > 200 and not shipped & {normal_statement(example) for example in examples}
