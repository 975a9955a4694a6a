"""The tools of a loop's stages on the embedded Lean, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from harness.checker import CheckerSpec
from harness.pipeline.generator import HEADER
from harness.pipeline.loop import LoopTools, open_tools
from harness.sandbox import Limits

T = TypeVar("T")
LIMITS = Limits(cpu_s=10, heartbeats=20_000)


def with_tools(do: Callable[[LoopTools], Awaitable[T]], spec: CheckerSpec | None = None) -> T:
    """What `do` gives, with tools that are open while it runs and say nothing."""

    async def opened() -> T:
        checking = spec or CheckerSpec(limits=LIMITS)
        async with open_tools(checking, [HEADER], jobs=2, say=lambda line: None) as tools:
            return await do(tools)

    return asyncio.run(opened())
