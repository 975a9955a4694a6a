"""What passes between the application and a child without touching the server: text, output, module."""

from __future__ import annotations

import asyncio
import fcntl
import os
import stat
from collections.abc import Callable

_BLOCK = 1 << 16


class Stream:
    """The reading end of a pipe, read by the event loop up to `limit` bytes; `full` is called past it."""

    def __init__(self, limit: int, full: Callable[[], None], look: Callable[[bytes], None] | None) -> None:
        self._reader, self.writer = os.pipe2(os.O_CLOEXEC)
        os.set_blocking(self._reader, False)
        self.data, self._limit, self._full, self._look, self._seen = bytearray(), limit, full, look, 0
        self._loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[None] = self._loop.create_future()
        self._loop.add_reader(self._reader, self._read)

    def _read(self) -> None:
        try:
            block = os.read(self._reader, _BLOCK)
        except BlockingIOError:
            return
        if not block:
            self._loop.remove_reader(self._reader)
            if not self.ended.done():
                self.ended.set_result(None)
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

    def close(self) -> None:
        """Close both ends, once."""
        self._loop.remove_reader(self._reader)
        self.close_writer()
        os.close(self._reader)


def text_descriptor(text: bytes) -> int:
    """A descriptor that reads `text` from its start; sealed, or a child could use it as free memory."""
    handle = os.memfd_create("text", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with open(handle, "wb", closefd=False) as file:
        file.write(text)
    os.lseek(handle, 0, os.SEEK_SET)
    seals = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK
    fcntl.fcntl(handle, fcntl.F_ADD_SEALS, seals)
    return handle


def read_module(handle: int, limit: int) -> bytes | None:
    """A module's bytes; its writer is dead. None when it isn't a plain file of at most `limit` bytes."""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
        return None
    with open(handle, "rb", closefd=False) as file:
        data = file.read(limit)
    return data if len(data) == status.st_size else None
