"""A server of the tests' own, in an event loop of its own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator

WAIT_S = 10.0


@contextlib.contextmanager
def in_thread(serving: contextlib.AbstractAsyncContextManager[object]) -> Iterator[None]:
    """Enter and leave `serving` in a thread of its own."""
    started, stop, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()

    async def main() -> None:
        async with serving:
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()))
    thread.start()
    started.wait(WAIT_S)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(WAIT_S)
        loop.close()
