"""What passes between the application and a server's child without touching the server: pipes and memory."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Callable

from harness.errors import NotWholeError

_BLOCK = 1 << 16
_QUIET_S = 0.02
"""A pipe holds 64 kB meanwhile; most children end before, and waking the loop costs more than they write."""


class Stream:
    """The reading end of a pipe, read by the event loop up to `limit` bytes; `full` is called past it.

    look: is shown each line as soon as it is whole; without one, reading may wait until `finish`.
    """

    def __init__(
        self, limit: int, full: Callable[[], None], look: Callable[[bytes], None] | None = None
    ) -> None:
        self._reader, self.writer = os.pipe2(os.O_CLOEXEC)
        os.set_blocking(self._reader, False)
        self.data, self._limit, self._full, self._look, self._seen = bytearray(), limit, full, look, 0
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[None] | None = None
        self._watched = self._at_end = self._broken = False
        self._timer: asyncio.TimerHandle | None = None
        if look is None:
            self._timer = self._loop.call_later(_QUIET_S, self._watch)
        else:
            self._watch()

    def _watch(self) -> None:
        if not self._watched and not self._at_end and not self._broken:
            self._watched = True
            self._loop.add_reader(self._reader, self._read)

    async def finish(self, timeout_s: float) -> bool:
        """Read on to the end, once the writer is dead; False when it isn't there after `timeout_s`, or can't
        be read."""
        while not self._at_end and len(self.data) < self._limit and self._read():
            pass
        if not self._at_end and not self._broken:
            self._ended = self._loop.create_future()
            self._watch()
            await asyncio.wait([self._ended], timeout=timeout_s)
        return self._at_end

    def _read(self) -> bool:
        """Read a block; False where nothing more is there by now, or can be read."""
        try:
            self._take(os.read(self._reader, _BLOCK))
        except BlockingIOError:
            return False
        except (OSError, MemoryError):
            self._broken = True
            self._finish()
            return False
        return True

    def _finish(self) -> None:
        self._unwatch()
        if self._ended is not None and not self._ended.done():
            self._ended.set_result(None)

    def _take(self, block: bytes) -> None:
        if not block:
            self._at_end = True
            self._finish()
        elif len(self.data) + len(block) > self._limit:
            self.data += block[: self._limit - len(self.data)]
            self._full()
        else:
            self.data += block
            self._look_at_lines()

    def _look_at_lines(self) -> None:
        """Show `look` each line once it is whole."""
        if self._look is None:
            return
        while (end := self.data.find(b"\n", self._seen)) >= 0:
            line = bytes(self.data[self._seen : end])
            self._seen = end + 1
            self._look(line)

    def close_writer(self) -> None:
        """Close the end that was handed on; may be called twice."""
        if self.writer >= 0:
            os.close(self.writer)
            self.writer = -1

    def _unwatch(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._watched:
            self._watched = False
            self._loop.remove_reader(self._reader)

    def close(self) -> None:
        """Close both ends, once."""
        self._unwatch()
        self.close_writer()
        os.close(self._reader)


def sealed(data: bytes) -> int:
    """A descriptor that reads `data` from its start; nobody can change it, or use it as free memory.

    Raises OSError.
    """
    handle = os.memfd_create("data", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        with open(handle, "wb", closefd=False) as file:
            file.write(data)
        os.lseek(handle, 0, os.SEEK_SET)
        seals = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK
        fcntl.fcntl(handle, fcntl.F_ADD_SEALS, seals)
    except BaseException:
        os.close(handle)
        raise
    return handle


def read_module(handle: int, size: int) -> bytes:
    """A module's bytes, `size` as its writer's server reports; the writer is dead.

    Raises OSError, and NotWholeError for another number of bytes.
    """
    with open(handle, "rb", closefd=False) as file:
        data = file.read(size)
    if len(data) != size:
        raise NotWholeError(f"the module has {size} bytes, and {len(data)} came")
    return data
