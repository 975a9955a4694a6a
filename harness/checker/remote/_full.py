"""Checking on a `prover-eval serve`: its verdicts are whole ones, and its references are its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from harness.checker.cache import decisive
from harness.checker.check import read_text
from harness.checker.codec import from_json, record_of
from harness.checker.messages import up_to_first_error
from harness.checker.policy import Level, check_policy
from harness.checker.record import CheckRecord
from harness.checker.remote._answers import rows_by_id
from harness.checker.remote._batches import Batches
from harness.checker.remote._transport import RemoteFailure, Transport, retried
from harness.checker.retry import RESENDS
from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import CheckServerError, StatementError
from harness.lean.source import Assembled, assemble
from harness.problem import Problem

MOST = 32
"""Candidates in one request."""
_WAITS_S = 600.0

_Asked = tuple[Problem, str]


class FullChecker:
    """Candidates go to POST /v1/check, after the policy here has let them pass.

    about: the answer of GET /v1/about, which every later answer must agree with. connections: requests at
    once. It closes `transport`. first_error: as in CheckSettings; the server's verdicts have all errors.
    anew: the server isn't to use verdicts that it knows.
    """

    def __init__(
        self,
        transport: Transport,
        about: Mapping[str, Any],
        *,
        first_error: bool,
        connections: int,
        anew: bool = False,
    ) -> None:
        self._transport, self.first_error, self._anew = transport, first_error, anew
        self._server: Mapping[str, Any] = dict(about["server"])
        self.record: CheckRecord = record_of(
            {
                **about["record"],
                "errors": "first" if first_error else "all",
                "server": self._server,
            }
        )
        self._decisive = decisive(record_of(about["record"]))
        self._wall_s = float(about["record"]["limits"]["wall_s"])
        most = min(MOST, int(about["max_items"]))
        self._batches: Batches[_Asked, Verdict] = Batches(self._send, connections, most)

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """The server's verdict; infrastructure when it has none to give."""
        level: Level = "open" if self.record.policy == "open" else "strict"
        made = await read_text(
            candidate, lambda text: assemble(problem, text), lambda found: check_policy(found, level)
        )
        if not isinstance(made, Assembled):
            return Verdict(made.status, made.reason, made.detail, record=self.record)
        try:
            verdict = await self._batches.ask((problem, candidate))
        except RemoteFailure as failure:
            detail = f"the server that checks: {failure}"
            return Verdict(Status.INFRASTRUCTURE, Reason.WORKER, detail, record=self.record)
        messages = up_to_first_error(verdict.messages) if self.first_error else verdict.messages
        return replace(verdict, messages=messages, record=self.record)

    async def check_headers(self, headers: Iterable[str]) -> None:
        """Have the server compile each header; raises StatementError, or CheckServerError."""
        for header in headers:
            try:
                compiles, detail = await retried(partial(self._header, header), RESENDS)
            except RemoteFailure as failure:
                raise CheckServerError(f"the server that checks didn't compile a header: {failure}") from None
            if not compiles:
                raise StatementError(detail)

    async def close(self) -> None:
        """End what is under way and close the connections; the server then ends its work on it."""
        await self._batches.close()
        await self._transport.close()

    async def _header(self, header: str) -> tuple[bool, str]:
        answer = await self._transport.post("/v1/header", {"header": header}, self._wall_s + _WAITS_S)
        compiles = answer.get("compiles")
        if not isinstance(compiles, bool):
            raise RemoteFailure("the answer doesn't say whether the header compiles", passing=True)
        return compiles, str(answer.get("detail", ""))

    async def _send(self, asked: Sequence[_Asked]) -> list[Verdict | RemoteFailure]:
        items = [
            {
                "id": str(number),
                "name": problem.name,
                "header": problem.header,
                "formal_statement": problem.formal_statement,
                "candidate": candidate,
            }
            for number, (problem, candidate) in enumerate(asked)
        ]
        within_s = self._wall_s * len(items) + _WAITS_S
        body = {"items": items, "anew": self._anew}
        answer = await self._transport.post("/v1/check", body, within_s)
        if "server" not in answer:
            raise RemoteFailure("the answer doesn't say who judged", passing=True)
        if answer["server"] != self._server:
            raise self._another()
        found = rows_by_id(answer, "id", len(asked), from_json)
        if any(isinstance(each, Verdict) and not self._fits(each) for each in found):
            raise self._another()
        return found

    def _fits(self, verdict: Verdict) -> bool:
        """Whether it was judged as all others; one that isn't decided may have nothing to say of that."""
        return not verdict.decided or decisive(verdict.record) == self._decisive

    def _another(self) -> RemoteFailure:
        return RemoteFailure(
            "it is another version, or has other limits, policy or Lean, than when this run began: "
            "start it as it was, or begin the run anew",
            passing=False,
        )
