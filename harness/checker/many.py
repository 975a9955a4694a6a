"""Many texts through one checker: a bounded number under way, results as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def as_they_end(
    items: Iterable[T], work: Callable[[T], Awaitable[R]], *, under_way: int
) -> AsyncGenerator[tuple[int, R], None]:
    """(number of the item, from 0; what became of it) in the order in which they end.

    items: may be endless: at most `under_way` are taken before their results are. work: for one item.
    Where the iterator is closed, or its reader is cancelled, nothing is left running; use
    `contextlib.aclosing` to leave it early. What `work` raises is raised here, and ends the others.
    """
    left = enumerate(items)
    running: dict[asyncio.Task[R], int] = {}

    def start_more() -> None:
        while len(running) < under_way and (item := next(left, None)) is not None:
            number, value = item
            running[asyncio.ensure_future(work(value))] = number

    try:
        start_more()
        while running:
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            ended = [(running.pop(task), task.result()) for task in done]
            # Before they are read, which may take its time.
            start_more()
            for each in ended:
                yield each
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
