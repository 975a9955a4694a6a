"""What is common to checkers, wherever their Lean runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from harness.checker.record import CheckRecord
from harness.checker.verdict import Verdict
from harness.problem import Problem


class AnyChecker(Protocol):
    """Judges candidates, here or elsewhere; `check` may be called from many tasks at once."""

    @property
    def record(self) -> CheckRecord:
        """What every verdict depends on."""
        ...

    @property
    def first_error(self) -> bool:
        """Whether verdicts have Lean's messages up to the first error alone."""
        ...

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """Judge one candidate: a proof body, or a whole file that states the theorem again.

        Never raises for what a candidate does; what is our fault is an infrastructure verdict. A check that
        is cancelled leaves nothing running.
        """
        ...

    async def check_headers(self, headers: Iterable[str]) -> None:
        """Compile each header by itself.

        Raises StatementError for the first that doesn't compile, InfrastructureError when that isn't known.
        """
        ...

    async def close(self) -> None:
        """End what is kept running or open; may be called twice."""
        ...
