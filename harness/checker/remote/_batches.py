"""Single questions put together into few requests, with a bounded number of requests under way."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from harness.checker.remote._transport import BACKOFF, RemoteFailure
from harness.checker.retry import RESENDS

Item = TypeVar("Item")
Answer = TypeVar("Answer")
# What one item may have brought about must not fail those that came with it.
_ITEMS_OWN = frozenset({400, 413, 422})


@dataclass(slots=True, eq=False)
class _Entry(Generic[Item, Answer]):
    item: Item
    future: asyncio.Future[Answer]
    failures: int = 0


class Batches(Generic[Item, Answer]):
    """Sends what waits as soon as a connection is free, shared out among the free ones.

    send: the answers to several items, in their order; a Failure in place of one for an item that has no
    answer, or raised for all. An item that failed in passing is sent again, by itself, up to RESENDS times.
    connections: requests at once. most: items in one request.
    """

    def __init__(
        self,
        send: Callable[[Sequence[Item]], Awaitable[Sequence[Answer | RemoteFailure]]],
        connections: int,
        most: int,
    ) -> None:
        self._send, self._connections, self._most = send, connections, most
        self._waiting: deque[_Entry[Item, Answer]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    async def ask(self, item: Item) -> Answer:
        """The answer; raises Failure. When it is cancelled, a request that nobody else waits for ends."""
        if self._closed:
            raise RemoteFailure("the connection was closed", passing=False)
        loop = asyncio.get_running_loop()
        entry: _Entry[Item, Answer] = _Entry(item, loop.create_future())
        self._waiting.append(entry)
        # Not at once, so that what is asked in the same moment goes out together.
        loop.call_soon(self._pump)
        return await entry.future

    async def close(self) -> None:
        """End what is under way; whoever still waits is cancelled."""
        self._closed = True
        for entry in self._waiting:
            entry.future.cancel()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _pump(self) -> None:
        while not self._closed and self._waiting and (free := self._connections - len(self._tasks)) > 0:
            share = min(self._most, -(-len(self._waiting) // free))
            if batch := self._take(share):
                task = asyncio.create_task(self._carry(batch))
                self._tasks.add(task)
                task.add_done_callback(self._ended)
                for entry in batch:
                    entry.future.add_done_callback(_ender(task, batch))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._pump()

    def _take(self, share: int) -> list[_Entry[Item, Answer]]:
        """Up to so many that wait; one that failed before goes by itself."""
        batch: list[_Entry[Item, Answer]] = []
        while self._waiting and len(batch) < share:
            if batch and self._waiting[0].failures:
                break
            entry = self._waiting.popleft()
            if not entry.future.done():
                batch.append(entry)
                if entry.failures:
                    break
        return batch

    async def _carry(self, batch: list[_Entry[Item, Answer]]) -> None:
        try:
            await self._send_and_settle(batch)
        except asyncio.CancelledError:
            for entry in batch:
                entry.future.cancel()
            raise
        except Exception as error:  # noqa: BLE001  whoever waits must hear of it
            for entry in batch:
                if not entry.future.done():
                    entry.future.set_exception(error)

    async def _send_and_settle(self, batch: list[_Entry[Item, Answer]]) -> None:
        answers: Sequence[Answer | RemoteFailure]
        try:
            answers = await self._send([entry.item for entry in batch])
        except RemoteFailure as failure:
            answers = [failure] * len(batch)
        alone = len(batch) == 1
        again = [
            (entry, answer)
            for entry, answer in zip(batch, answers, strict=True)
            if not _settled(entry, answer, alone=alone) and isinstance(answer, RemoteFailure)
        ]
        if again:
            await asyncio.sleep(
                max(BACKOFF.wait_s(entry.failures, failure.wait_s) for entry, failure in again)
            )
            self._waiting.extendleft(entry for entry, _ in reversed(again))


def _settled(entry: _Entry[Item, Answer], answer: Answer | RemoteFailure, *, alone: bool) -> bool:
    """Whether nothing more is to be done for the entry; else the answer is a Failure that may pass."""
    if entry.future.done():
        return True
    if not isinstance(answer, RemoteFailure):
        entry.future.set_result(answer)
        return True
    entry.failures += 1
    passes = answer.passing or (not alone and answer.status in _ITEMS_OWN)
    if passes and entry.failures <= RESENDS:
        return False
    entry.future.set_exception(answer)
    return True


def _ender(
    task: asyncio.Task[None], batch: Sequence[_Entry[Item, Answer]]
) -> Callable[[asyncio.Future[Answer]], None]:
    """Ends the request when all who waited for it have gone."""

    def gone(future: asyncio.Future[Answer]) -> None:
        if future.cancelled() and all(entry.future.cancelled() for entry in batch):
            task.cancel()

    return gone
