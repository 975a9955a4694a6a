"""Extraction from what the open model families write: the texts in `outputs/`, one folder per case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.backends import Generation
from harness.problem import Problem

pytest.importorskip("jinja2", reason="jinja2 isn't installed")

from harness.errors import BadCandidateError
from harness.lean.source import decode_candidate
from harness.prompts.candidate import candidate_in_file, candidate_of
from harness.prompts.extract import NoCandidate
from harness.prompts.templates import load_prompt

OUTPUTS = Path(__file__).parent / "outputs"
CASES = sorted(path.parent for path in OUTPUTS.glob("*/case.yaml"))
COUNT = 249
PROMPTS = {"last_block": load_prompt("chat"), "open_fence": load_prompt("dpsk15_noncot")}
KEYS = {"family", "source", "note", "statement", "header", "rule", "finish", "reasoning", "reason", "lean"}


def settings_of(case: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((case / "case.yaml").read_text("utf-8")))


def found_in(case: Path) -> str | NoCandidate:
    """What extraction makes of a case's text."""
    settings = settings_of(case)
    statement = settings["statement"]
    problem = Problem(statement.split()[1], "test", statement, settings["header"])
    # Path.read_text would change line ends.
    text = (case / "output.txt").read_bytes().decode()
    generation = Generation(
        0, 1, text, finish_reason=settings.get("finish", "stop"), reasoning=settings.get("reasoning")
    )
    found = PROMPTS[settings.get("rule", "last_block")].candidate(problem, generation)
    if "rule" not in settings:
        assert candidate_of(problem, generation) == found
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_output(case: Path) -> None:
    settings = settings_of(case)
    found = found_in(case)
    if "reason" in settings:
        assert isinstance(found, NoCandidate), found
        assert found.why == settings["reason"]
    else:
        assert found == (case / "expected.lean").read_bytes().decode().removesuffix("\n")


def test_no_text_of_the_cheats_becomes_another() -> None:
    """What is extracted is a piece of what was handed in, and all of it where no fence and no JSON is."""
    seen = 0
    for file in sorted((OUTPUTS.parents[1] / "cheats").glob("*/candidate.lean")):
        settings = settings_of(file.parent)
        problem = Problem(settings["name"], "test", settings["statement"], settings["header"])
        try:
            text = decode_candidate(file.read_bytes())
        except BadCandidateError:
            continue
        found = candidate_in_file(problem, text)
        if isinstance(found, NoCandidate):
            continue
        seen += 1
        if not any(mark in text for mark in ("```", "~~~", '{"')):
            assert found.strip("\n") == text.strip("\n"), file.parent.name
        elif not text.startswith('{"'):
            assert found in text, file.parent.name
    assert seen >= 250


def test_no_case_is_lost() -> None:
    assert len(CASES) == len(list(OUTPUTS.iterdir())) - 1 == COUNT
    for case in CASES:
        settings = settings_of(case)
        names = {"case.yaml", "output.txt"} | (set() if "reason" in settings else {"expected.lean"})
        assert {path.name for path in case.iterdir()} == names, case.name
        assert {"family", "statement", "header"} <= settings.keys() <= KEYS, case.name
