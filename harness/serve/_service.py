"""Service: checks for many clients at once, each item judged by itself, each client served in its turn."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from harness.checker.prefilter import TOGETHER
from harness.checker.record import CheckRecord
from harness.checker.retry import decided
from harness.checker.snippet import SnippetChecker
from harness.prompts.candidate import candidate_in_text, no_code
from harness.prompts.extract import NoCandidate
from harness.serve._gate import RequestRefusal
from harness.serve._turns import ClientTurns

if TYPE_CHECKING:
    from harness.checker.cache import CachedChecker
    from harness.checker.checker import Checker
    from harness.checker.prefilter import PrefilterChecker
    from harness.checker.verdict import Verdict
    from harness.problem import Problem
    from harness.sandbox import Limits
    from harness.serve._metrics import Metrics
    from harness.serve._settings import ServiceSettings

_Item = TypeVar("_Item")


class Service:
    """Holds the checker.

    checker: its engine, policy and limits; the limits are the most that a client may ask for. cached: the
    same checker behind the verdict cache, for problems with a statement. prefilter: the one that rejects
    together what fails together, where `cached` has it.
    """

    def __init__(
        self,
        checker: Checker,
        cached: CachedChecker,
        settings: ServiceSettings,
        metrics: Metrics,
        prefilter: PrefilterChecker | None = None,
    ) -> None:
        self.settings, self.metrics = settings, metrics
        self._checker, self._cached, self._prefilter = checker, cached, prefilter
        self._snippets = SnippetChecker(checker)
        self._turns = ClientTurns(settings.checkers, settings.extra)
        self._items: Counter[str] = Counter()

    @property
    def limits(self) -> Limits:
        """What one item may use at most."""
        return self._checker.settings.limits

    @property
    def record(self) -> CheckRecord:
        """What every verdict on a problem depends on."""
        return self._checker.record

    def figures(self) -> bytes:
        """What `/metrics` answers."""
        return self.metrics.text(self._checker.stats(), self._turns)

    async def header(self, client: str, header: str) -> None:
        """Compile a header by itself; raises StatementError when it doesn't compile."""
        async with self._turns.of(client):
            await self._checker.check_headers([header])

    async def snippet(self, client: str, code: str, timeout_s: float | None) -> Verdict:
        """Judge a file; timeout_s: CPU seconds, at most the service's own limit."""
        limits = self.limits
        if timeout_s:
            limits = replace(limits, cpu_s=min(float(timeout_s), limits.cpu_s))
        return await self._turn(client, lambda: self._snippets.check(code, limits))

    async def problem(self, client: str, problem: Problem, candidate: str, *, anew: bool = False) -> Verdict:
        """Judge a candidate against a problem's statement; anew: without the verdicts that are known."""
        checker = (self._prefilter or self._checker) if anew else self._cached
        return await self._turn(client, lambda: checker.check(problem, candidate))

    async def text(self, client: str, problem: Problem, text: str, *, anew: bool = False) -> Verdict:
        """Judge the candidate in a model's answer."""
        found = await asyncio.to_thread(candidate_in_text, problem, text)
        if isinstance(found, NoCandidate):
            verdict = no_code(found, self.record)
            self.metrics.count(verdict, 0.0)
            return verdict
        return await self.problem(client, problem, found, anew=anew)

    async def failing(
        self, client: str, problem: Problem, candidates: Sequence[str], *, anew: bool = False
    ) -> list[Verdict | None]:
        """The verdicts on those candidates of a problem that fail together, in one turn; else None."""
        found: list[Verdict | None] = [None] * len(candidates)
        if self._prefilter is None:
            return found
        known = [not anew and self._cached.knows(problem, candidate) for candidate in candidates]
        asked = [at for at, is_known in enumerate(known) if not is_known]
        if len(asked) < 2:
            return found
        started = time.monotonic()
        async with self._turns.of(client):
            verdicts = await self._prefilter.failing(problem, [candidates[at] for at in asked])
        for at, verdict in zip(asked, verdicts, strict=True):
            found[at] = verdict
            if verdict is not None:
                self._cached.keep(problem, candidates[at], verdict)
                self.metrics.count(verdict, time.monotonic() - started)
        return found

    @property
    def together(self) -> int:
        """How many candidates of one problem a request may have judged together."""
        return TOGETHER if self._prefilter is not None else 1

    async def each(
        self,
        client: str,
        items: Sequence[_Item],
        judge: Callable[[_Item], Awaitable[Verdict]],
        together: Sequence[Sequence[int]] | None = None,
        failing: Callable[[Sequence[_Item]], Awaitable[Sequence[Verdict | None]]] | None = None,
    ) -> list[Verdict]:
        """Verdicts in the order of the items; cancelled as a whole when the client hangs up.

        One request has at most as many items waiting for a turn as there are checkers, so that a long one
        doesn't hold back the client's others. together: the items' places, in the groups of which `failing`
        is asked for verdicts first. Raises Refusal when too many items are there already, this client's or
        everybody's.
        """
        most = self.settings.max_waiting
        if self._items.total() + len(items) > most:
            raise RequestRefusal(503, f"{most} items are under way, as many as the service takes", 5)
        if self._items[client] and self._items[client] + len(items) > max(most // 2, 1):
            raise RequestRefusal(429, f"{self._items[client]} items of this client are under way", 5)
        self._items[client] += len(items)
        try:
            return await self._each(items, judge, together or [[at] for at in range(len(items))], failing)
        finally:
            self._items[client] -= len(items)
            if not self._items[client]:
                del self._items[client]

    async def _each(
        self,
        items: Sequence[_Item],
        judge: Callable[[_Item], Awaitable[Verdict]],
        groups: Sequence[Sequence[int]],
        failing: Callable[[Sequence[_Item]], Awaitable[Sequence[Verdict | None]]] | None,
    ) -> list[Verdict]:
        verdicts: list[Verdict | None] = [None] * len(items)
        left = iter(groups)

        async def work() -> None:
            for group in left:
                known: Sequence[Verdict | None] = [None] * len(group)
                if failing is not None and len(group) > 1:
                    known = await failing([items[at] for at in group])
                for at, verdict in zip(group, known, strict=True):
                    verdicts[at] = verdict or await judge(items[at])

        async with asyncio.TaskGroup() as group:
            for _ in range(min(self.settings.checkers, len(items))):
                group.create_task(work())
        return [verdict for verdict in verdicts if verdict is not None]

    async def _turn(self, client: str, check: Callable[[], Awaitable[Verdict]]) -> Verdict:
        """One check when it is its turn; what isn't decided is tried again."""
        async with self._turns.of(client):
            started = time.monotonic()
            verdict = await decided(check)
        self.metrics.count(verdict, time.monotonic() - started)
        return verdict

    async def close(self) -> None:
        """End what the checker keeps running."""
        await self._checker.close()
