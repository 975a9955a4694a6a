"""From what a model or a person wrote to the candidate that is checked."""

from __future__ import annotations

from harness.backends.base import Generation
from harness.bench import Problem
from harness.prompts.extract import extract


def candidate_of(problem: Problem, generation: Generation) -> str | None:
    """The candidate in a generation: the one that the backend names, else what its text holds, else None."""
    if generation.proof is not None:
        return generation.proof
    return extract(generation.text, problem.name).candidate


def candidate_in_file(problem: Problem, text: str) -> str:
    """A file's text without the code fence around it, if there is one."""
    if "```" not in text:
        return text
    found = extract(text, problem.name).candidate
    return text if found is None else found
