"""Training examples: what a model is asked, by a prompt of the provers, and what it should answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from harness.errors import CandidateError, ProverEvalError
from harness.lean.source import assemble, opening_of
from harness.problem import Problem
from harness.prompts.templates import Messages, Prompt

_FENCE: Final = "```"


@dataclass(frozen=True, slots=True)
class Example:
    """prompt: a text, or the messages of a chat. completion: the text that the model should write."""

    prompt: str | Messages
    completion: str

    def row(self) -> dict[str, Any]:
        """As TRL reads it: both are texts, or both are lists of messages."""
        return {"prompt": self.prompt, "completion": answer_of(self)}


def answer_of(example: Example) -> str | Messages:
    """The completion in the form of the prompt."""
    if isinstance(example.prompt, str):
        return example.completion
    return [{"role": "assistant", "content": example.completion}]


def example_of(problem: Problem, proof: str, prompt: Prompt) -> Example | None:
    """What the model is asked for a problem, and a candidate of it as the answer.

    A chat is answered by the whole file in a code block. A completion goes on where the prompt ends: by the
    proof, and by the end of the code block where the prompt opens one. None where the candidate can't be
    put so: it restates the theorem in other words, or isn't proper text. Raises as Prompt.render.
    """
    asked = prompt.render(problem)
    try:
        whole = assemble(problem, proof)
    except CandidateError:
        return None
    if not isinstance(asked, str):
        return Example(asked, f"{_FENCE}lean4\n{whole.text.rstrip()}\n{_FENCE}")
    body = proof if whole.mode == "splice" else _body(problem, whole.candidate)
    if body is None or _FENCE in body:
        return None
    body = body.strip("\n").rstrip()
    if not body[:1].isspace():
        body = "\n".join(f"  {line}" if line else line for line in body.split("\n"))
    # A prompt that opens a block of code is answered up to its end.
    ends = asked.count(_FENCE) % 2 == 1
    return Example(asked, f"{body}\n{_FENCE}" if ends else f"{body}\n")


def example_lines(examples: Iterable[Example]) -> str:
    """The examples as lines of JSON."""
    return "".join(json.dumps(each.row(), ensure_ascii=False) + "\n" for each in examples)


def _body(problem: Problem, text: str) -> str | None:
    """What stands behind the statement in a candidate that has it word for word and nothing before it."""
    try:
        opening = opening_of(problem.formal_statement).text.strip()
    except ProverEvalError:
        return None
    before, found, body = text.partition(opening)
    bare = before.replace(problem.header.strip(), "").strip()
    return body if found and not bare and body.strip() else None
