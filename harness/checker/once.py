"""Once: what is made once for each key, for all who ask for it at once and later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

K = TypeVar("K")
T = TypeVar("T")


class Once(Generic[K, T]):
    """Values by key, each made by whoever asks first.

    A caller that is cancelled leaves the making to the others. A making that fails fails all who wait for it,
    and the next call makes again; so does the first one in another event loop for what isn't ready.
    """

    def __init__(self) -> None:
        self._makings: dict[K, asyncio.Task[T]] = {}

    async def get(self, key: K, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The value of `key`; `make` makes it where there is none. Raises as `make`."""
        task = self._makings.get(key)
        if task is None or _failed(task) or _of_another_loop(task):
            task = self._makings[key] = asyncio.create_task(make())
        return await asyncio.shield(task)

    def forget(self, key: K) -> None:
        """Make it again when it is next asked for; a making that is under way is cancelled."""
        task = self._makings.pop(key, None)
        if task is not None and not task.done() and not task.get_loop().is_closed():
            task.cancel()

    async def close(self) -> None:
        """Forget everything, and wait for the end of what was under way in this event loop."""
        tasks = [task for task in self._makings.values() if not task.done() and not _of_another_loop(task)]
        for key in list(self._makings):
            self.forget(key)
        await asyncio.gather(*tasks, return_exceptions=True)


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _of_another_loop(task: asyncio.Task[Any]) -> bool:
    return not task.done() and task.get_loop() is not asyncio.get_running_loop()
