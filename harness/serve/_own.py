"""Our own wire format, POST /v1/check: candidates for stated problems in, whole verdicts out."""

from __future__ import annotations

from pydantic import BaseModel, model_validator

from harness.bench import Problem


class Item(BaseModel):
    """A candidate: a proof body, or a whole file that states the theorem again.

    bench and problem name a problem of a bench; else name, header and formal_statement state one.
    """

    id: str | int
    candidate: str
    bench: str | None = None
    problem: str | None = None
    name: str | None = None
    header: str = ""
    formal_statement: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Item:
        named = self.bench is not None and self.problem is not None
        stated = self.name is not None and self.formal_statement is not None
        if named == stated:
            raise ValueError("give `bench` and `problem`, or `name`, `formal_statement` and `header`")
        return self

    def stated(self) -> Problem:
        """The problem that the item states itself."""
        return Problem(self.name or "", "", self.formal_statement or "", self.header)


class OwnRequest(BaseModel):
    """The body of POST /v1/check."""

    items: list[Item]
