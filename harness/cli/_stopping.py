"""SIGINT and SIGTERM end a run in good order."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import AbstractContextManager

from harness.cli import INTERRUPTED
from harness.printable import say


class Stopping(AbstractContextManager[None]):
    """Within: the first SIGINT or SIGTERM sets `stop`, the second ends the program at once."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop, self._loop = stop, asyncio.get_running_loop()

    def _on_signal(self) -> None:
        if self._stop.is_set():
            os._exit(INTERRUPTED)
        say("stopping: finishing what is being written (once more to end at once)")
        self._stop.set()

    def __enter__(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._loop.add_signal_handler(number, self._on_signal)

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._loop.remove_signal_handler(number)
