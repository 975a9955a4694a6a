"""From what a model or a person wrote to the candidate that is checked."""

from __future__ import annotations

from harness.backends.base import Generation
from harness.checker.record import CheckRecord
from harness.checker.verdict import Reason, Status, Verdict
from harness.problem import Problem
from harness.prompts.extract import NoCandidate, Why, extract, whole_proof

_CUT_OFF = frozenset({Why.ONLY_PROSE, Why.OTHER_LANGUAGE, Why.EMPTY_BLOCK, Why.CUT_OFF})
# What no code was found in may be Lean all the same that begins like none: a term, or comments alone.
_MAY_BE_LEAN = frozenset({Why.EMPTY, Why.ONLY_PROSE})


def candidate_of(problem: Problem, generation: Generation) -> str | NoCandidate:
    """The candidate in a generation: the one that the backend names, else what its text holds, else why there
    is none."""
    if generation.proof is not None:
        return generation.proof
    found = extract(generation.text, problem.name)
    if isinstance(found, str):
        return found
    limit = generation.finish_reason == "length"
    if found.why is Why.EMPTY and generation.reasoning:
        # The server keeps the thinking apart.
        if whole := whole_proof(generation.reasoning, problem.name):
            return whole
        return NoCandidate(Why.UNCLOSED_THINKING if limit else Why.ONLY_THINKING)
    return NoCandidate(Why.CUT_OFF) if limit and found.why in _CUT_OFF else found


def candidate_in_text(problem: Problem, text: str) -> str | NoCandidate:
    """The candidate in what a model wrote, or why there is none."""
    return candidate_of(problem, Generation(0, 0, text))


def candidate_in_file(problem: Problem, text: str) -> str | NoCandidate:
    """The candidate in a file that is said to hold a proof: what a model's answer of this text would hold, or
    the whole text where that isn't an answer; else why there is none."""
    found = candidate_in_text(problem, text)
    return text if isinstance(found, NoCandidate) and found.why in _MAY_BE_LEAN else found


def no_code(found: NoCandidate, record: CheckRecord) -> Verdict:
    """The verdict on a text without a candidate. record: what the checker's verdicts depend on."""
    return Verdict(Status.REJECTED, Reason.NO_CODE, str(found), record=record)
