"""What is common to checkers, wherever their Lean runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from harness.checker.cache import Checks


class AnyChecker(Checks, Protocol):
    """Judges candidates here or elsewhere; `check` may run many times at once and never raises for what a
    candidate does."""

    @property
    def first_error(self) -> bool:
        """Whether verdicts have Lean's messages up to the first error alone."""
        ...

    async def check_headers(self, headers: Iterable[str]) -> None:
        """Compile each header by itself.

        Raises StatementError for the first that doesn't compile, InfrastructureError when that can't be told.
        """
        ...

    async def close(self) -> None:
        """End what is kept running or open."""
        ...
