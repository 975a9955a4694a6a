"""The variables of a template, made from a problem."""

from __future__ import annotations

from typing import Any

from harness.lean.source import opening_of
from harness.problem import Problem

#: What a template may name; `demos` is a list of the same, each with `formal_proof` beside them.
NAMES = frozenset(
    {
        "name",
        "header",
        "informal_prefix",
        "informal",
        "formal_statement",
        "statement",
        "goal",
        "metadata",
        "demos",
    }
)

#: What a repair text may name: the same, and what became of the round before it (see repair_variables);
#: `round` is the number of that round, from 1, and `prompt` the text of the first prompt.
REPAIR_NAMES = NAMES | {
    "round",
    "prompt",
    "code",
    "proof",
    "answer",
    "status",
    "reason",
    "detail",
    "errors",
    "omitted",
}


def variables_of(problem: Problem) -> dict[str, Any]:
    """The variables of one problem.

    formal_statement: as the bench has it, up to where the proof begins: a `sorry` at its end is taken off.
    statement: without the `:=` and what stands behind it. informal: the words of the doc comment alone.
    header: ends in a newline unless it is empty; without the answer where the bench hides it.
    """
    problem = problem.as_shown()
    asked = opening_of(problem.formal_statement)
    header = problem.header
    return {
        "name": problem.name,
        "header": header + "\n" if header and not header.endswith("\n") else header,
        "informal_prefix": problem.informal_prefix,
        "informal": problem.informal_prefix.strip().removeprefix("/--").removesuffix("-/").strip(),
        "formal_statement": asked.text,
        "statement": asked.statement or asked.text,
        "goal": problem.goal,
        "metadata": dict(problem.metadata),
    }
