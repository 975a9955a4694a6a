"""A verdict's places, counted in the file or the answer that somebody handed in."""

from __future__ import annotations

import pytest

from harness.checker.verdict import Message, Reason, Status, Verdict
from harness.lean.source import assemble, column
from harness.problem import Problem
from harness.prompts.candidate import candidate_in_file
from harness.prompts.own_lines import OwnLines, own_record

HEADER = "prelude\nimport A\n\nopen B\n\n"
STATEMENT = "theorem goal (n : Nat) :\n    n = n := by\n"
PROBLEM = Problem("goal", "test", STATEMENT, HEADER)
FILES = {
    "proof": "\n\n  exact here\n",
    "file": "-- mine\nimport A\n\n" + STATEMENT + "  exact here\n",
    "answer": f"I think\n\n```lean4\n{STATEMENT}  exact here\n```\nDone.\n",
    "answer with two blocks": f"`h`:\n```lean4\nsorry\n```\nThen\n```lean4\n{STATEMENT}  exact here\n```\n",
    "a block that repeats itself": "exact h\n```lean4\n  exact here\n```\n",
}


def judged(text: str, detail: str = "line {line}: no") -> tuple[OwnLines, Verdict]:
    """The file's lines, and a verdict with an error at `here`, and one at the statement."""
    candidate = candidate_in_file(PROBLEM, text)
    assert isinstance(candidate, str)
    made = assemble(PROBLEM, candidate).text
    at = made.index("here")
    line, start = made.count("\n", 0, at) + 1, column(made, at)
    errors = (Message("error", "no", line, start, line, start + 4), Message("error", "left", 7, 13, 7, 15))
    verdict = Verdict(Status.REJECTED, Reason.LEAN_ERROR, detail.format(line=line), messages=errors)
    return OwnLines(PROBLEM, text, candidate), verdict


@pytest.mark.parametrize("name", FILES)
def test_lines_and_columns_are_the_files(name: str) -> None:
    text = FILES[name]
    own, verdict = judged(text)
    line = next(number for number, each in enumerate(text.split("\n"), 1) if "here" in each)
    at = text.split("\n")[line - 1].index("here")
    message = own.messages(verdict)[0]
    assert own.in_text and not message.before
    assert (message.message.line, message.message.column) == (line, at)
    assert (message.message.end_line, message.message.end_column) == (line, at + 4)
    assert own.detail(verdict) == f"line {line}: no"
    assert own.verdict(verdict).messages[0] == message.message


def test_an_error_about_the_whole_proof_is_where_the_proof_begins() -> None:
    own, verdict = judged("\n\n  simp\n  exact here\n")
    told = own.messages(verdict)[1]
    assert told.before and (told.message.line, told.message.column) == (3, 2)
    assert [message["of"] for message in own_record(own, verdict)["messages"]] == ["candidate", "statement"]


def test_a_candidate_that_stands_in_other_words_is_counted_in_by_itself() -> None:
    text = '{"proof": "simp\\nexact here"}'
    own, verdict = judged(text)
    assert not own.in_text
    assert own_record(own, verdict)["lines"] == "candidate"
    assert own.messages(verdict)[0].message.line == 2


def test_only_a_line_that_the_detail_begins_with_is_counted_anew() -> None:
    text = "\n\n  exact here\n"
    own, verdict = judged(text, "line {line} of the file: what begins with `line 9: x` isn't code")
    assert own.detail(verdict) == "line 3: what begins with `line 9: x` isn't code"
    own, verdict = judged(text, "the proof says line 12: x")
    assert own.detail(verdict) == "the proof says line 12: x"
