"""Our own wire format: candidates for stated problems in, whole verdicts out, and who it is that judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, FailFast, Field, model_validator

from harness import __version__
from harness.checker.codec import record_row, to_json
from harness.checker.revision import code_revision
from harness.checker.unreplayed import warning
from harness.errors import CandidateError
from harness.lean.source import assemble
from harness.problem import Problem
from harness.prompts.candidate import candidate_in_text
from harness.prompts.extract import NoCandidate

if TYPE_CHECKING:
    from harness.checker.checker import Mode
    from harness.checker.verdict import Verdict
    from harness.serve._service import Service


# The names that are near to an unknown one are looked for, which takes time by its length.
Name = Annotated[str, Field(max_length=1000)]


class Item(BaseModel):
    """What is to be judged: a candidate, Lean as it is (a proof body, or a whole file that states the theorem
    again), or a text, a model's answer from which the candidate is taken first.

    bench and problem name a problem of a bench; else name, header and formal_statement state one.
    """

    id: str | int
    candidate: str | None = None
    text: str | None = None
    bench: Name | None = None
    problem: Name | None = None
    name: Name | None = None
    header: str = ""
    formal_statement: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Item:
        named = self.bench is not None and self.problem is not None
        stated = self.name is not None and self.formal_statement is not None
        if named == stated:
            raise ValueError("give `bench` and `problem`, or `name`, `formal_statement` and `header`")
        if (self.candidate is None) == (self.text is None):
            raise ValueError("give `candidate` or `text`")
        return self

    def stated(self) -> Problem:
        """The problem that the item states itself."""
        return Problem(self.name or "", "", self.formal_statement or "", self.header)


class OwnRequest(BaseModel):
    """The body of POST /v1/check. anew: judge again what the service judged before."""

    items: Annotated[list[Item], FailFast()]
    anew: bool = False


class HeaderRequest(BaseModel):
    """The body of POST /v1/header: a header that is to be compiled by itself."""

    header: str


def identity() -> dict[str, str]:
    """Which program judges; part of every answer, so that a client notices when it is another one."""
    return {"name": "prover-eval", "version": __version__, "code": code_revision()}


def about(service: Service) -> dict[str, Any]:
    """The answer of GET /v1/about. record: what every verdict depends on. no_replay: a sentence where no
    kernel replays, else None. checkers: checks at once."""
    return {
        "server": identity(),
        "record": record_row(service.record),
        "no_replay": warning(service.record),
        "checkers": service.settings.checkers,
        "max_items": service.settings.max_items,
    }


def own_row(item: Item, problem: Problem, verdict: Verdict, mode: Mode) -> dict[str, Any]:
    """One result of /v1/check. mode: in which candidates are put together with their problems."""
    row = {"id": item.id, **to_json(verdict), "checks": list(verdict.checks)}
    # Only places need it.
    return {**row, "first_line": _first_line(item, problem, mode) if verdict.messages else None}


def _first_line(item: Item, problem: Problem, mode: Mode) -> int | None:
    """The line of the text that Lean got in which the candidate begins; None where it got none."""
    candidate = candidate_in_text(problem, item.text) if item.text is not None else item.candidate or ""
    if isinstance(candidate, NoCandidate):
        return None
    try:
        return assemble(problem, candidate, mode).candidate_start_line
    except CandidateError:
        return None
