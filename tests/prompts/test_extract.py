"""Extraction of a candidate: the texts in `extraction/`, one folder per case.

text.md: what the model wrote. expected.lean: the candidate, or reason.txt: the word for why there is none.
case.yaml, where it is needed: theorem (name), statement, rule (last_block, open_fence), finish (reason),
reasoning, crlf (the text's line ends are CR LF).
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from harness.backends import Generation
from harness.lean.source import tokenize
from harness.lean.source.parts import code_tokens
from harness.problem import Problem

pytest.importorskip("jinja2", reason="jinja2 isn't installed")

from harness.prompts.candidate import candidate_in_file, candidate_of
from harness.prompts.extract import NoCandidate, Why, extract, why_of
from harness.prompts.templates import load_prompt

CASES = sorted((Path(__file__).parent / "extraction").iterdir())
PROMPTS = {"last_block": load_prompt("chat"), "open_fence": load_prompt("dpsk15_noncot")}


def text_of(path: Path) -> str:
    # Path.read_text would change line ends.
    return path.read_bytes().decode()


def settings_of(case: Path) -> dict[str, Any]:
    path = case / "case.yaml"
    return dict(yaml.safe_load(text_of(path))) if path.exists() else {}


def problem_of(settings: dict[str, Any]) -> Problem:
    if "statement" in settings:
        statement: str = settings["statement"]
        return Problem(statement.split()[1], "test", statement, "")
    name = settings.get("theorem", "foo")
    return Problem(name, "test", f"theorem {'«my foo»' if ' ' in name else name} : 1 = 1 := by\n", "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_extraction(case: Path) -> None:
    settings = settings_of(case)
    text = text_of(case / "text.md")
    if settings.get("crlf"):
        text = text.replace("\n", "\r\n")
    generation = Generation(
        0, 1, text, finish_reason=settings.get("finish", "stop"), reasoning=settings.get("reasoning")
    )
    problem = problem_of(settings)
    found = PROMPTS[settings.get("rule", "last_block")].candidate(problem, generation)
    if (case / "reason.txt").exists():
        assert isinstance(found, NoCandidate), found
        assert found.why == text_of(case / "reason.txt").strip()
    else:
        assert found == text_of(case / "expected.lean").removesuffix("\n")
    if "rule" not in settings:
        assert candidate_of(problem, generation) == found


def test_every_case_is_whole_and_every_reason_has_one() -> None:
    reasons = Counter[str]()
    for case in CASES:
        names = {path.name for path in case.iterdir()}
        assert names - {"case.yaml"} in ({"text.md", "expected.lean"}, {"text.md", "reason.txt"}), case.name
        known = {"theorem", "statement", "rule", "finish", "reasoning", "crlf"}
        assert settings_of(case).keys() <= known, case.name
        if "reason.txt" in names:
            reasons[text_of(case / "reason.txt").strip()] += 1
    assert reasons.keys() == {why.value for why in Why}
    assert len(CASES) - reasons.total() >= 60


def test_a_backends_own_proof_is_taken_as_it_is() -> None:
    problem = problem_of({})
    for proof in ("", "theorem bar : 1 = 1 := rfl", "```lean4\nrfl\n```"):
        for prompt in PROMPTS.values():
            assert prompt.candidate(problem, Generation(0, 1, "I think not.", proof=proof)) == proof


def test_a_reason_is_told_in_words_and_read_back() -> None:
    for why in Why:
        told = str(NoCandidate(why))
        assert why_of(told) == why.value
        assert len(told.split()) > 4
    assert why_of("the candidate holds only comments") == "other"
    assert why_of("") == "other"


def test_a_file_is_taken_whole_without_a_fence() -> None:
    problem = problem_of({})
    assert candidate_in_file(problem, "-- text\nrfl\n") == "-- text\nrfl"
    assert candidate_in_file(problem, "```lean4\nrfl\n```\n") == "rfl"
    assert candidate_in_file(problem, "~~~lean4\nrfl\n~~~\n") == "rfl"
    assert candidate_in_file(problem, "It is plain.\n```lean4\nrfl\n```\n") == "rfl"
    assert candidate_in_file(problem, "h.2 x\n") == "h.2 x\n"
    assert candidate_in_file(problem, "```python\n1\n```\n") == NoCandidate(Why.OTHER_LANGUAGE)
    assert candidate_in_file(problem, "<think>rfl") == NoCandidate(Why.UNCLOSED_THINKING)


PIECES = [
    "```",
    "```lean4\n",
    "```lean4 ",
    "<think>",
    "</think>",
    "rfl",
    "\n",
    " ",
    "~~~",
    "a",
    "> ",
    "/-",
    "-/",
]
PIECES += ["theorem foo : 1 = 1 := by\n", "theorem bar : 1 = 1 := by rfl\n", "sorry", "</s>", "\t", "example"]


@given(st.lists(st.sampled_from(PIECES)), st.sampled_from(["last_block", "open_fence"]))
def test_any_text_gives_code_or_a_reason(pieces: list[str], rule: str) -> None:
    found = PROMPTS[rule].candidate(problem_of({}), Generation(0, 1, "".join(pieces)))
    assert isinstance(found, NoCandidate) or code_tokens(tokenize(found))


LONG = ["<think>", "```lean4\n", "` ", "```a\n~~~b\n", "```a```\n", "</s>", "> ", "```lean4\n/-\n```\n", "<|"]
LONG += ['```lean4\n"\n```\n', "/-\n```\n-/\n", "-- ```\n", "rfl -- <think>\n"]


@pytest.mark.parametrize("piece", LONG)
def test_long_texts_without_code_end(piece: str) -> None:
    for rule in PROMPTS.values():
        found = rule.candidate(problem_of({}), Generation(0, 1, piece * 10_000))
        assert isinstance(found, (NoCandidate, str))


def test_long_texts_with_code_end() -> None:
    block = "```lean4\ntheorem foo : 1 = 1 := by\n  rfl\n```\n"
    assert extract(block * 1_000, "foo") == "theorem foo : 1 = 1 := by\n  rfl"
    prose = "the theorem foo is true.\n" * 4_000
    assert extract(prose, "foo") == NoCandidate(Why.ONLY_PROSE)
    many = "".join(f"theorem t{number} : 1 = 1 := rfl\n" for number in range(2_000))
    assert dataclasses.replace(problem_of({})).name == "foo"
    assert candidate_of(problem_of({}), Generation(0, 1, many)) == many.strip("\n")
