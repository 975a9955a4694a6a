"""Service: checks for many clients at once, each item judged by itself, each client served in turn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from harness.checker.retry import decided
from harness.checker.snippet import SnippetChecker
from harness.prompts.candidate import candidate_in_text, no_code
from harness.prompts.extract import NoCandidate

if TYPE_CHECKING:
    from harness.checker.cache import CachedChecker
    from harness.checker.checker import Checker
    from harness.checker.verdict import Verdict
    from harness.problem import Problem
    from harness.sandbox import Limits
    from harness.serve._metrics import Metrics

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What the service allows.

    keys: bearer keys, any of which opens it; empty: no key is asked for. max_bytes: of a request's body.
    max_items: in one request. checkers: checks at once, over all clients. header: put before a file that
    imports nothing; empty for none.
    """

    keys: tuple[str, ...] = ()
    max_bytes: int = 64 << 20
    max_items: int = 10_000
    checkers: int = 1
    header: str = ""


class Service:
    """Holds the checker.

    checker: its engine, policy and limits; the limits are the most that a client may ask for. cached: the
    same checker behind the verdict cache, for problems with a statement.
    """

    def __init__(
        self, checker: Checker, cached: CachedChecker, settings: ServiceSettings, metrics: Metrics
    ) -> None:
        self.settings, self.metrics = settings, metrics
        self._checker, self._cached = checker, cached
        self._snippets = SnippetChecker(checker)
        self._turns = asyncio.Semaphore(settings.checkers)

    @property
    def limits(self) -> Limits:
        """What one item may use at most."""
        return self._checker.settings.limits

    @property
    def record(self) -> Mapping[str, Any]:
        """What every verdict on a problem depends on."""
        return self._checker.record

    def figures(self) -> bytes:
        """What `/metrics` answers."""
        return self.metrics.text(self._checker.stats())

    async def header(self, header: str) -> None:
        """Compile a header by itself; raises StatementError when it doesn't compile."""
        async with self._turns:
            await self._checker.check_headers([header])

    async def snippet(self, code: str, timeout_s: float | None) -> Verdict:
        """Judge a file; timeout_s: CPU seconds, at most the service's own limit."""
        limits = self.limits
        if timeout_s:
            limits = replace(limits, cpu_s=min(float(timeout_s), limits.cpu_s))
        return await self._turn(lambda: self._snippets.check(code, limits))

    async def problem(self, problem: Problem, candidate: str, *, anew: bool = False) -> Verdict:
        """Judge a candidate against a problem's statement; anew: without the verdicts that are known."""
        checker = self._checker if anew else self._cached
        return await self._turn(lambda: checker.check(problem, candidate))

    async def text(self, problem: Problem, text: str, *, anew: bool = False) -> Verdict:
        """Judge the candidate in a model's answer."""
        found = await asyncio.to_thread(candidate_in_text, problem, text)
        if isinstance(found, NoCandidate):
            verdict = no_code(found, self.record)
            self.metrics.count(verdict, 0.0)
            return verdict
        return await self.problem(problem, found, anew=anew)

    async def each(
        self, items: Sequence[_Item], judge: Callable[[_Item], Awaitable[Verdict]]
    ) -> list[Verdict]:
        """Verdicts in the order of the items; cancelled as a whole when the client hangs up.

        One request has at most as many items waiting for a turn as there are checkers, so that a long one
        doesn't hold back the others.
        """
        verdicts: list[Verdict | None] = [None] * len(items)
        left = iter(range(len(items)))

        async def work() -> None:
            for at in left:
                verdicts[at] = await judge(items[at])

        async with asyncio.TaskGroup() as group:
            for _ in range(min(self.settings.checkers, len(items))):
                group.create_task(work())
        return [verdict for verdict in verdicts if verdict is not None]

    async def _turn(self, check: Callable[[], Awaitable[Verdict]]) -> Verdict:
        """One check when it is its turn; what isn't decided is tried again."""
        self.metrics.waiting.inc()
        try:
            await self._turns.acquire()
        finally:
            self.metrics.waiting.dec()
        self.metrics.running.inc()
        started = time.monotonic()
        try:
            verdict = await decided(check)
        finally:
            self.metrics.running.dec()
            self._turns.release()
        self.metrics.count(verdict, time.monotonic() - started)
        return verdict

    async def close(self) -> None:
        """End what the checker keeps running."""
        await self._checker.close()
