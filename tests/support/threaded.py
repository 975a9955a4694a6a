"""Servers of the tests' own: the connections, and a thread with an event loop for them."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

WAIT_S = 10.0
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.contextmanager
def in_thread(serving: contextlib.AbstractAsyncContextManager[object]) -> Iterator[None]:
    """Enter and leave `serving` in a thread of its own."""
    started, stop, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()

    async def main() -> None:
        async with serving:
            started.set()
            await stop.wait()
        # Transports that were closed are gone some turns of the loop later.
        await asyncio.sleep(0.01)

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()))
    thread.start()
    started.wait(WAIT_S)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(WAIT_S)
        loop.close()


@contextlib.asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[int]:
    """A port here whose connections go to `serve`, each in a task; what is left is ended with the block."""
    tasks: set[asyncio.Future[None]] = set()
    writers: set[asyncio.StreamWriter] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        task = asyncio.ensure_future(serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listener = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        # What was accepted a moment ago becomes a connection some turns of the loop later.
        await asyncio.sleep(0.05)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # One whose task was cancelled before it began is still open.
        for writer in writers:
            writer.transport.abort()
