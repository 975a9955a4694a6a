"""A checker with the embedded Lean for the tests of a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest
from _local_checker import check_all, local_checker

from harness.checker.verdict import Verdict
from harness.problem import Problem

CheckAll = Callable[[Sequence[tuple[Problem, str]]], list[Verdict]]


@pytest.fixture(scope="session")
def check() -> CheckAll:
    """`check(pairs)`: the verdicts of the whole checker, in order."""

    def run(pairs: Sequence[tuple[Problem, str]]) -> list[Verdict]:
        async def checked() -> list[Verdict]:
            async with local_checker() as checker:
                return await check_all(checker, pairs)

        return asyncio.run(checked())

    return run
