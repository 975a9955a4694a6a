"""From what a model or a person wrote to the candidate that is checked."""

from __future__ import annotations

from harness.backends.base import Generation
from harness.bench import Problem
from harness.prompts._renamed import with_the_name
from harness.prompts.extract import NoCandidate, Why, extract

_CUT_OFF = frozenset({Why.ONLY_PROSE, Why.OTHER_LANGUAGE, Why.EMPTY_BLOCK, Why.CUT_OFF})


def candidate_of(problem: Problem, generation: Generation) -> str | NoCandidate:
    """The candidate in a generation: the one that the backend names, else what its text holds, else why there
    is none. A theorem that states the problem under another name gets the problem's."""
    if generation.proof is not None:
        return generation.proof
    found = extract(generation.text, problem.name)
    if isinstance(found, str):
        return with_the_name(problem, found)
    limit = generation.finish_reason == "length"
    if found.why is Why.EMPTY and generation.reasoning:
        # The server keeps the thinking apart.
        return NoCandidate(Why.UNCLOSED_THINKING if limit else Why.ONLY_THINKING)
    return NoCandidate(Why.CUT_OFF) if limit and found.why in _CUT_OFF else found


def candidate_in_file(problem: Problem, text: str) -> str:
    """A file's text without the code fence around it, if there is one."""
    if "```" not in text:
        return text
    found = extract(text, problem.name)
    return found if isinstance(found, str) else text
