"""Our own wire format, POST /v1/check: candidates for stated problems in, whole verdicts out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, model_validator

from harness.bench import Problem

if TYPE_CHECKING:
    from harness.checker.verdict import Verdict


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


def verdict_row(item: Item, verdict: Verdict) -> dict[str, Any]:
    """A whole verdict as JSON; lines of messages count in the text that was checked."""
    return {
        "id": item.id,
        "status": verdict.status.value,
        "reason": verdict.reason.value if verdict.reason else None,
        "detail": verdict.detail,
        "axioms": list(verdict.axioms) if verdict.axioms is not None else None,
        "cpu_s": round(verdict.cpu_s, 4),
        "wall_s": round(verdict.wall_s, 4),
        "messages": [
            {"severity": m.severity, "line": m.line, "column": m.column, "kind": m.kind, "text": m.text}
            for m in verdict.messages
        ],
        "record": dict(verdict.record),
    }
