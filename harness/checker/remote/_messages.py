"""Checking on a server of Kimina's format, of which only messages are seen."""

from __future__ import annotations

import asyncio
import math
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from harness.checker.audit import ALLOWED_AXIOMS
from harness.checker.check import read_text
from harness.checker.judge import used_up_heartbeats
from harness.checker.messages import up_to_first_error
from harness.checker.once import Once
from harness.checker.policy import check_policy
from harness.checker.record import MESSAGES_ONLY, NOT_TOLD, CheckRecord
from harness.checker.remote._answers import Seen
from harness.checker.remote._batches import Batches
from harness.checker.remote._question import axioms_in, bare, compared, foreign, probes, question
from harness.checker.remote._route import Route, ask
from harness.checker.remote._transport import RemoteFailure, Transport
from harness.checker.unreplayed import NONE, ONLY_MESSAGES
from harness.checker.verdict import Message, Reason, Status, Verdict
from harness.errors import CheckServerError, InfrastructureError, StatementError
from harness.lean.source import Assembled, assemble
from harness.problem import Problem

MOST = 8
"""Files in one request, as Kimina's own client has it."""
_FIRST_LINE = 300
SORRY = "sorryAx"


class MessagesChecker:
    """Candidates are sent as files, with commands behind them that ask Lean for the theorem's axioms.

    lean: the version that the server reports, or NOT_TOLD. server: what it is. timeout_s: seconds on the
    server's clock for one file. connections: requests at once. first_error: as in CheckSettings. It closes
    `transport`.
    """

    def __init__(
        self,
        transport: Transport,
        route: Route,
        *,
        lean: str,
        server: Mapping[str, str],
        timeout_s: float,
        connections: int,
        first_error: bool,
    ) -> None:
        self._transport, self._route, self.first_error = transport, route, first_error
        self._timeout_s = math.ceil(timeout_s)
        self._batches: Batches[str, Seen] = Batches(self._send, connections, MOST)
        self._ready: Once[tuple[str, ...], bool] = Once()
        self.record = CheckRecord(
            toolchain="server",
            lean=lean,
            revision=NOT_TOLD,
            engine="kimina",
            sandbox=NOT_TOLD,
            policy="strict",
            limits={"timeout_s": self._timeout_s},
            errors="first" if first_error else "all",
            audit=MESSAGES_ONLY,
            replay=NONE,
            no_replay=ONLY_MESSAGES,
            statement="not compared by kernel terms",
            server=dict(server),
        )

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """The verdict, as far as messages tell one; infrastructure when the server has none to give."""
        made = await read_text(
            candidate, lambda text: assemble(problem, text), lambda found: check_policy(found, "strict")
        )
        if not isinstance(made, Assembled):
            return self._verdict(made.status, made.reason, made.detail)
        try:
            comparable = await self._prepared(problem)
            asked = question(problem, made)
            if asked is None or (made.mode == "file" and not comparable):
                detail = "the candidate states the theorem itself, which only messages can't compare here"
                return self._verdict(Status.INFRASTRUCTURE, Reason.AUDIT, detail)
            seen = await self._batches.ask(asked.text)
        except InfrastructureError as error:
            return self._verdict(Status.INFRASTRUCTURE, Reason.LEAN, str(error))
        except RemoteFailure as failure:
            return self._verdict(Status.INFRASTRUCTURE, Reason.WORKER, f"the server that checks: {failure}")
        own = replace(seen, messages=asked.own_messages(seen.messages))
        return self._judged(own, axioms_in(seen, asked))

    async def check_headers(self, headers: Iterable[str]) -> None:
        """Have the server take each header with a true theorem and refuse it with a false one.

        Raises StatementError for a header that doesn't compile, CheckServerError when the server judges
        wrongly or gives no answer.
        """
        for header in headers:
            await self._ready.get((header,), partial(self._probe, header))

    async def close(self) -> None:
        """End what is under way and close the connections."""
        await self._batches.close()
        await self._ready.close()
        await self._transport.close()

    def _judged(self, seen: Seen, axioms: tuple[str, ...] | None) -> Verdict:
        if seen.broken is not None:
            detail = f"the server: {_first(seen.broken)}"
            return self._verdict(Status.INFRASTRUCTURE, Reason.WORKER, detail, seen)
        if seen.timed_out:
            detail = f"no end within {self._timeout_s} s on the server's clock"
            return self._verdict(Status.TIMEOUT, Reason.WALL, detail, seen)
        if (error := seen.first_error) is not None:
            if used_up_heartbeats(error):
                return self._verdict(Status.TIMEOUT, Reason.HEARTBEATS, _error_line(error), seen)
            return self._verdict(Status.REJECTED, Reason.LEAN_ERROR, _error_line(error), seen)
        if seen.sorries:
            return self._verdict(Status.REJECTED, Reason.INCOMPLETE, "the proof has a hole (sorry)", seen)
        if axioms is None:
            detail = "Lean didn't say which axioms the theorem rests on"
            return self._verdict(Status.REJECTED, Reason.INCOMPLETE, detail, seen)
        others = ", ".join(foreign(axioms, ALLOWED_AXIOMS))
        if not others:
            return self._verdict(Status.PROVED, None, "", seen, axioms)
        reason = Reason.INCOMPLETE if SORRY in axioms else Reason.AXIOM
        return self._verdict(Status.REJECTED, reason, f"the theorem rests on {others}", seen, axioms)

    def _verdict(
        self,
        status: Status,
        reason: Reason | None,
        detail: str,
        seen: Seen | None = None,
        axioms: tuple[str, ...] | None = None,
    ) -> Verdict:
        seen = seen or Seen()
        messages: tuple[Message, ...] = seen.messages
        if self.first_error:
            messages = up_to_first_error(messages)
        return Verdict(status, reason, detail, axioms, messages, wall_s=seen.time_s, record=self.record)

    async def _prepared(self, problem: Problem) -> bool:
        """Whether a candidate that states the theorem itself can be compared with the problem's statement.

        Raises StatementError when header or statement doesn't compile there, CheckServerError.
        """
        await self.check_headers([problem.header])
        key = (problem.header, problem.name, problem.formal_statement)
        return await self._ready.get(key, lambda: self._state(problem))

    async def _probe(self, header: str) -> bool:
        true, false = probes(header, f"prover_eval_{uuid.uuid4().hex}")
        good, bad = await asyncio.gather(self._answer(true.text), self._answer(false.text))
        if (error := good.first_error) is not None:
            raise StatementError(
                f"the header {header.strip()!r} doesn't compile on the server: {_error_line(error)}"
            )
        if axioms_in(good, true) != () or bad.first_error is None:
            raise CheckServerError(
                "the server that checks doesn't judge: it has to accept a true theorem, to say that it rests "
                "on no axiom, and to refuse a false one; see that --checker-url is a Lean server"
            )
        return True

    async def _state(self, problem: Problem) -> bool:
        wanted = compared(problem)
        if wanted is not None:
            seen = await self._answer(wanted.text)
            if seen.first_error is None:
                return True
        seen = await self._answer(bare(problem).text)
        if (error := seen.first_error) is not None:
            raise StatementError(
                f"the statement of {problem.name} doesn't compile on the server: {_error_line(error)}"
            )
        return False

    async def _answer(self, text: str) -> Seen:
        """What the server says of a text of our own; raises CheckServerError when it says nothing."""
        try:
            seen = await self._batches.ask(text)
        except RemoteFailure as failure:
            raise CheckServerError(f"the server that checks: {failure}") from None
        if seen.broken is not None or seen.timed_out:
            raise CheckServerError(
                f"the server that checks failed on a text of our own: {_first(seen.broken or 'out of time')}"
            )
        return seen

    async def _send(self, texts: Sequence[str]) -> list[Seen | RemoteFailure]:
        return await ask(self._transport, self._route, texts, self._timeout_s)


def _error_line(error: Message) -> str:
    return f"line {error.line}: {_first(error.text)}"


def _first(text: str) -> str:
    return text.strip().split("\n", 1)[0][:_FIRST_LINE]
