"""Kimina's wire format: requests in, and a Verdict as the answer that its clients read.

They decide by messages and by the words "timed out", so whatever speaks against a file and isn't a message of
Lean becomes an error message of our own at its first line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, FailFast, Field, model_validator

from harness.checker.snippet import NO_THEOREM
from harness.checker.verdict import Message, Reason, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEVERITIES = {"information": "info"}
_SORRY_KIND = "hasSorry"
Infotree = Literal["full", "tactics", "original", "substantive"]
Timeout = Annotated[int, Field(ge=0, le=86_400)]


class Code(BaseModel):
    """One item of /verify."""

    custom_id: str | int
    proof: str | None = None
    code: str | None = None

    @model_validator(mode="after")
    def _has_text(self) -> Code:
        if self.proof is None and self.code is None:
            raise ValueError("give `proof` or `code`")
        return self

    @property
    def text(self) -> str:
        """The file."""
        return self.proof if self.proof is not None else self.code or ""


class VerifyRequest(BaseModel):
    """The body of POST /verify."""

    codes: Annotated[list[Code], FailFast()]
    timeout: Timeout = 300
    infotree_type: Infotree | None = None
    disable_cache: bool = False


class Snippet(BaseModel):
    """One item of /api/check."""

    id: str
    code: str


class CheckRequest(BaseModel):
    """The body of POST /api/check; also the older form with a single `snippet`."""

    snippets: Annotated[list[Snippet], FailFast()]
    timeout: Timeout = 30
    debug: bool = False
    reuse: bool = True
    infotree: Infotree | None = None

    @model_validator(mode="after")
    def _unique(self) -> CheckRequest:
        if len({snippet.id for snippet in self.snippets}) < len(self.snippets):
            raise ValueError("the ids of the snippets must be unique")
        return self


def answer(verdict: Verdict, timeout_s: float, first_line: int) -> dict[str, Any]:
    """`error`, or `response` with messages and sorries; keys whose value is null are left out.

    first_line: line of the checked text that is the first line of the client's.
    """
    time_s = round(verdict.wall_s, 4)
    if verdict.status is Status.TIMEOUT and verdict.reason is not Reason.HEARTBEATS:
        return {"error": f"Lean REPL command timed out in {float(timeout_s)} seconds"}
    if verdict.status in (Status.RESOURCE, Status.INFRASTRUCTURE):
        return {"error": f"{verdict.status.value} ({verdict.reason}): {verdict.detail}"}
    messages = [_message(message, first_line) for message in verdict.messages]
    sorries = list(_sorries(verdict, first_line))
    has_error = any(message["severity"] == "error" for message in messages)
    # That nothing is stated is no fault to clients that also send definitions and `#check`.
    idle = verdict.reason is Reason.INCOMPLETE and verdict.detail == NO_THEOREM
    # Clients that allow holes must learn of whatever else there is.
    if not verdict.proved and not has_error and not idle and not (sorries and _open(verdict)):
        text = f"prover-eval: {verdict.status.value} ({verdict.reason}): {verdict.detail}"
        start = {"line": 1, "column": 0}
        messages.append({"severity": "error", "pos": start, "endPos": start, "data": text})
    response: dict[str, Any] = {"env": 0, "time": time_s}
    if idle and not messages:
        start = {"line": 1, "column": 0}
        note = {"severity": "warning", "pos": start, "endPos": start, "data": f"prover-eval: {NO_THEOREM}"}
        messages.append(note)
    if messages:
        response["messages"] = messages
    if sorries:
        response["sorries"] = sorries
    return {"response": response}


def _message(message: Message, first_line: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "severity": _SEVERITIES.get(message.severity, message.severity),
        "pos": _position(message.line, message.column, first_line),
        "data": message.text,
    }
    if message.end_line is not None and message.end_column is not None:
        found["endPos"] = _position(message.end_line, message.end_column, first_line)
    return found


def _position(line: int, column: int, first_line: int) -> dict[str, int]:
    return {"line": max(1, line - first_line + 1), "column": column}


def _open(verdict: Verdict) -> bool:
    return verdict.reason is Reason.INCOMPLETE and verdict.detail != NO_THEOREM


def _sorries(verdict: Verdict, first_line: int) -> Iterator[dict[str, Any]]:
    """A place for each declaration that uses `sorry`, one where only the audit saw it."""
    holes = [message for message in verdict.messages if message.kind == _SORRY_KIND]
    for message in holes:
        place = _message(message, first_line)
        yield {"pos": place["pos"], "endPos": place.get("endPos", place["pos"]), "goal": ""}
    if not holes and _open(verdict):
        start = {"line": 1, "column": 0}
        yield {"pos": start, "endPos": start, "goal": ""}
