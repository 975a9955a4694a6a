"""Problems in words: what a row may be, and what a model is shown of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.errors import DataError
from harness.pipeline.asking import stage_prompt, stage_prompts
from harness.pipeline.formal import InformalProblem, read_informal
from harness.pipeline.formal.faithful import LabelledStatement, read_verdict
from harness.prompts.templates import load_prompt

PROBLEM = InformalProblem(
    "algebra/7.json", "Show that 2 + 2 = 4.", None, "theorem r : 2 + 2 = 4 := by sorry", "4"
)


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "p").write_text(json.dumps(PROBLEM.to_json()) + "\n")
    assert read_informal(tmp_path / "p") == [PROBLEM]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no rows"),
        ("{", "p:1.*isn't JSON"),
        ('{"id": "a"}', "p:1.*informal"),
        ('{"id": "a", "informal": "x", "reference": 3}', "p:1.*reference"),
        ('{"id": "", "informal": "x"}', "p:1.*id"),
        ('{"id": "a", "informal": "x"}\n{"id": "a", "informal": "y"}', "'a' twice"),
    ],
)
def test_a_bad_file_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "p").write_text(text)
    with pytest.raises(DataError, match=message):
        read_informal(tmp_path / "p")


def test_names_are_leans_and_differ() -> None:
    assert InformalProblem("plain_1", "x").name == "plain_1"
    names = {
        InformalProblem(ident, "x").name for ident in ("a b", "a/b", "a_b", "1", "«a»", "x" * 100, "open")
    }
    assert "open" not in names and len(names) == 7 and all(name.isidentifier() for name in names)


@pytest.mark.parametrize("name", ["formalize_chat", "v1_autoformalize"])
def test_no_prompt_shows_the_reference(name: str) -> None:
    prompt = load_prompt(stage_prompt(name)).render(PROBLEM.problem("import Mathlib\n"))
    text = json.dumps(prompt)
    assert "Show that 2 + 2 = 4." in text and "answer is" in text
    assert "theorem r" not in text and "True" not in text
    without = InformalProblem("a", "Show it.").problem("")
    assert "answer is" not in json.dumps(load_prompt(stage_prompt(name)).render(without))


def test_the_papers_form() -> None:
    assert load_prompt(stage_prompt("v1-autoformalize")).render(PROBLEM.problem("")) == (
        "Mathematical Problem in Natural Language:\nShow that 2 + 2 = 4. The answer is 4.\n\n"
        "Translate the problem to Lean 4 (only the core declaration):\n```lean4\n"
    )


def test_every_prompt_of_a_stage_can_be_read() -> None:
    assert {load_prompt(stage_prompt(name)).id for name in stage_prompts()} == set(stage_prompts())


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("It is the same.\nVerdict: faithful", True),
        ("**Verdict:** Unfaithful.", False),
        ("verdict: not faithful", False),
        ("Verdict: faithful? No.\nVerdict: unfaithful", None),
        ("It is faithful.", None),
        ("", None),
    ],
)
def test_a_judges_answer(answer: str, said: bool | None) -> None:
    assert read_verdict(answer) is said


def test_a_label_must_be_true_or_false() -> None:
    row = {"informal": "x", "formal_statement": "theorem p : True", "faithful": True}
    assert LabelledStatement.from_json(row).to_json() == row
    with pytest.raises(DataError, match="faithful"):
        LabelledStatement.from_json({**row, "faithful": "yes"})
