"""What a gate writes for CI systems."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from harness.report import (
    gate_annotations,
    gate_benchmark,
    gate_json,
    gate_junit,
    gate_markdown,
    render_gate,
)
from harness.run.settings import RunSettings
from harness.run.summary import ProblemOutcome, RunSummary
from harness.stats import GateResult, Metric, align, decide

HOSTILE = "m\x1b[0m|<img src=x>%0A::error::\u2028]]>&"


def run(proofs: list[int], *, model: str = "m", complete: bool = True) -> RunSummary:
    rows = [(True,) * c + (False,) * (4 - c) for c in proofs]
    problems = [ProblemOutcome(f"p{i}", "test", row) for i, row in enumerate(rows)]
    if not complete:
        problems[0] = replace(problems[0], outcomes=(None, False, False, False))
    broken = {"infrastructure": 0 if complete else 1}
    return RunSummary(
        Path("runs/x"), "bench", model, 4, False, tuple(problems), broken, {}, 0.0, complete, RunSettings()
    )


HIGH, LOW = [4, 3, 4, 2] * 10, [0, 1, 0, 1] * 10


def result(base: list[int], other: RunSummary) -> GateResult:
    return decide(align(run(base), other), Metric.parse("pass@2"), 0.01)


PASSED = result(LOW, run(HIGH))
FAILED = result(HIGH, run(LOW))
UNDECIDED = result(HIGH, run([3, 4, 4, 2] * 10))
INCOMPLETE = result(LOW, run(HIGH, complete=False))
HOSTILE_RESULT = result(HIGH, run(LOW, model=HOSTILE))


def test_text_says_the_decision_and_the_figures() -> None:
    text = " ".join(render_gate(FAILED).split())
    assert "FAILED: pass@2 95.8 -> 25.0, difference -70.8 (95 % interval" in text
    assert "tolerated drop 1" in text
    assert "lost: p0, p2" in text
    assert "would decide" not in text
    assert "would decide it (there are 40)" in " ".join(render_gate(UNDECIDED).split())
    assert "!!! INCOMPLETE: the candidate run lacks verdicts (1 attempt" in render_gate(INCOMPLETE)


@pytest.mark.parametrize(
    ("found", "tag"), [(PASSED, None), (FAILED, "failure"), (UNDECIDED, "skipped"), (INCOMPLETE, "error")]
)
def test_junit(found: GateResult, tag: str | None) -> None:
    suite = ElementTree.fromstring(gate_junit(found))[0]
    names = {"failure": "failures", "skipped": "skipped", "error": "errors"}
    assert suite.attrib["tests"] == "1"
    assert {word: suite.attrib[name] for word, name in names.items()} == {
        word: str(int(word == tag)) for word in names
    }
    (case,) = suite
    assert [child.tag for child in case] == ([tag] if tag else []) + ["system-out"]
    assert case.attrib["classname"] == "prover-eval.bench"


def test_junit_of_hostile_text_is_well_formed() -> None:
    case = ElementTree.fromstring(gate_junit(HOSTILE_RESULT))[0][0]
    assert "<img src=x>" in (case[-1].text or "")
    assert "\x1b" not in gate_junit(HOSTILE_RESULT)


@pytest.mark.parametrize(
    ("found", "level"),
    [(PASSED, "notice"), (FAILED, "error"), (UNDECIDED, "warning"), (INCOMPLETE, "error")],
)
def test_annotations(found: GateResult, level: str) -> None:
    first, *rest = gate_annotations(found).splitlines()
    assert first.startswith(f"::{level} title=Gate {found.decision}%3A pass@2::pass@2 ")
    assert "95 %25 interval" in first
    assert bool(rest) == (found is INCOMPLETE)
    assert all(line.startswith("::warning title=Gate::INCOMPLETE") for line in rest)


def test_markdown() -> None:
    text = gate_markdown(FAILED)
    assert text.startswith("## Gate failed: pass@2 on bench, test split, 40 problems\n")
    assert "| baseline | m | bench, test split, 40 problems; 4 samples | 95.8 | yes |" in text
    assert "20 lost within the attempts looked at" in text
    assert "| **NO** |" in gate_markdown(INCOMPLETE)
    assert "> **INCOMPLETE" in gate_markdown(INCOMPLETE)
    assert "**NO**" not in text
    assert "<img" not in gate_markdown(HOSTILE_RESULT)


def test_benchmark_json_has_the_shape_that_the_action_reads() -> None:
    (entry,) = json.loads(gate_benchmark(FAILED))
    assert (entry["name"], entry["unit"], entry["value"]) == ("bench pass@2", "percent", 25.0)
    assert isinstance(entry["extra"], str)
    assert "INCOMPLETE" in json.loads(gate_benchmark(INCOMPLETE))[0]["extra"]


def test_json_holds_it_all() -> None:
    found = gate_json(FAILED)
    assert json.loads(json.dumps(found)) == found
    assert (found["decision"], found["metric"], found["problems"]) == ("failed", "pass@2", 40)
    assert found["high"] < -0.01
    assert len(found["lost"]) == 20
    assert found["problems_needed"] is None
    assert gate_json(UNDECIDED)["problems_needed"] > 40
    assert gate_json(INCOMPLETE)["alarms"]
