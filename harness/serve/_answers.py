"""What the service answers, for OpenAPI: every field that an answer may have."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from harness.checker.verdict import Reason, Status


class _Exact(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Position(_Exact):
    """line from 1, column from 0 in code points."""

    line: int
    column: int


class KiminaMessage(_Exact):
    """A message of Lean, or a sentence of ours as an error at the first line."""

    severity: Literal["error", "warning", "info"]
    pos: Position
    endPos: Position | None = None
    data: str


class KiminaSorry(_Exact):
    """Where a proof is left open."""

    pos: Position
    endPos: Position
    goal: str


class KiminaResponse(_Exact):
    """What Lean said. time: seconds on the clock."""

    env: int
    time: float | None = None
    messages: list[KiminaMessage] | None = None
    sorries: list[KiminaSorry] | None = None


class VerifyResult(_Exact):
    """One item of /verify: `response`, or `error` where nothing can be said of the file."""

    custom_id: str | int
    response: KiminaResponse | None = None
    error: str | None = None


class VerifyAnswer(_Exact):
    """The answer of POST /verify. warning: where no kernel replays."""

    results: list[VerifyResult]
    warning: str | None = None


class CheckResult(_Exact):
    """One item of /api/check. time: seconds on the clock."""

    id: str
    time: float
    response: KiminaResponse | None = None
    error: str | None = None


class CheckAnswer(_Exact):
    """The answer of POST /api/check."""

    results: list[CheckResult]
    warning: str | None = None


class LeanMessage(_Exact):
    """A message of Lean, at a place in the text that Lean got."""

    severity: str
    text: str
    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None
    kind: str | None = None


class Judged(_Exact):
    """One item of /v1/check: the whole verdict.

    checks: the steps that were gone through. axioms: None where they aren't known. record: what the verdict
    depends on. first_line: the line of the text that Lean got, in which messages count, where the candidate
    begins; None where there is no message.
    """

    id: str | int
    status: Status
    reason: Reason | None
    detail: str
    axioms: list[str] | None
    messages: list[LeanMessage]
    cpu_s: float
    wall_s: float
    record: dict[str, Any]
    checks: list[Any]
    first_line: int | None = None


class Identity(_Exact):
    """Which program judges; `code` is the hash of all that decides."""

    name: str
    version: str
    code: str


class OwnAnswer(_Exact):
    """The answer of POST /v1/check."""

    server: Identity
    results: list[Judged]
    warning: str | None = None


class About(_Exact):
    """The answer of GET /v1/about."""

    server: Identity
    record: dict[str, Any]
    no_replay: str | None
    checkers: int
    max_items: int


class HeaderAnswer(_Exact):
    """The answer of POST /v1/header. detail: Lean's complaint."""

    compiles: bool
    detail: str | None = None


class Health(_Exact):
    """The answer of GET /health."""

    status: Literal["ok"]
    warning: str | None = None


class Refused(_Exact):
    """Why a request was refused: a sentence, or what is wrong at which place of the body."""

    detail: str | list[dict[str, Any]] = Field(description="a sentence, or `type`, `loc` and `msg`")


REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"model": Refused, "description": "No valid key."},
    408: {"model": Refused, "description": "The body didn't come."},
    413: {"model": Refused, "description": "Too many bytes, JSON values or items."},
    422: {"model": Refused, "description": "The body isn't what is asked for."},
    429: {"model": Refused, "description": "This client has too much under way; see `Retry-After`."},
    503: {"model": Refused, "description": "The service has too much under way, or its Lean fails."},
}
