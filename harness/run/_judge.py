"""From a generation to its candidate, and from a candidate to its verdict, whatever goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from harness.backends.base import Generation
from harness.checker.retry import decided
from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import describe
from harness.prompts.extract import NoCandidate
from harness.waits import Waits

if TYPE_CHECKING:
    from harness.checker.protocol import AnyChecker
    from harness.problem import Problem


Extract = Callable[["Problem", Generation], str | NoCandidate | None]


class Judge:
    """A checker and the way to its candidates. A check of ours that fails is made again (see
    harness.checker.retry), after `retry_delay_s` and twice that."""

    def __init__(self, checker: AnyChecker, extract: Extract, retry_delay_s: float) -> None:
        self._checker, self._extract, self._retry_delay_s = checker, extract, retry_delay_s
        own = getattr(checker, "waits", None)
        self._waits = Waits("the checker")
        self.parties = (self._waits, own) if isinstance(own, Waits) else (self._waits,)

    def candidate(self, problem: Problem, generation: Generation) -> tuple[str | None, Verdict | None]:
        """(the candidate, None), or (None, the verdict on a text without one)."""
        if generation.proof is not None:
            return generation.proof, None
        try:
            candidate = self._extract(problem, generation)
        except Exception as error:  # noqa: BLE001  one text must not end the run
            return None, Verdict(
                Status.INFRASTRUCTURE, Reason.WORKER, f"extraction failed: {describe(error)}"
            )
        if candidate is None or isinstance(candidate, NoCandidate):
            detail = "the model's text has no proof in it" if candidate is None else str(candidate)
            return None, Verdict(Status.REJECTED, Reason.NO_CODE, detail)
        return candidate, None

    async def verdict(self, problem: Problem, candidate: str) -> Verdict:
        """The verdict; one of infrastructure when our side failed each time."""
        verdict = await decided(lambda: self._checker.check(problem, candidate), self._pause)
        if verdict.decided:
            self._waits.succeeded()
        return verdict

    async def _pause(self, retry: int, verdict: Verdict) -> None:
        self._waits.failed(verdict.detail)
        with self._waits.pause(self._retry_delay_s * retry):
            await asyncio.sleep(self._retry_delay_s * retry)
