"""Start one process, feed it, collect its output within limits, and leave nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from harness.sandbox.base import Stop
from harness.sandbox.pipes import sealed

_BLOCK = 1 << 16
_DRAIN_S = 10.0


@dataclass(slots=True)
class Collected:
    """What a process left: its exit code, its pipes' contents, and the limit that ended it.

    drained: whether its pipes were read to their ends.
    """

    code: int
    stopped: Stop | None
    output: bytes
    errors: bytes
    report: bytes
    wall_s: float
    drained: bool


class _Pipe:
    """The reading end of a pipe, read by the event loop up to `limit` bytes; `full` is called past it."""

    def __init__(self, limit: int, full: Callable[[], None]) -> None:
        self.reader, self.writer = os.pipe2(os.O_CLOEXEC)
        os.set_blocking(self.reader, False)
        self.data, self._limit, self._full = bytearray(), limit, full
        self.broken = False
        self._loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[None] = self._loop.create_future()
        self._loop.add_reader(self.reader, self._read)

    def _read(self) -> None:
        try:
            self._take(os.read(self.reader, _BLOCK))
        except BlockingIOError:
            return
        except (OSError, MemoryError):
            self.broken = True
            self._finish()

    def _take(self, block: bytes) -> None:
        if not block:
            self._finish()
        elif len(self.data) + len(block) > self._limit:
            self.data += block[: self._limit - len(self.data)]
            self._full()
        else:
            self.data += block

    def _finish(self) -> None:
        self._loop.remove_reader(self.reader)
        _resolve(self.ended)

    def close_writer(self) -> None:
        if self.writer >= 0:
            os.close(self.writer)
            self.writer = -1

    def close(self) -> None:
        self._finish()
        self.close_writer()
        os.close(self.reader)


def _resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


async def collect(
    command: Callable[[int], Sequence[str]],
    text: bytes,
    *,
    environment: Mapping[str, str],
    output_limit: int,
    report_limit: int,
    wall_s: float,
    folder: str = "/",
) -> Collected:
    """Run `command(report)` with `text` as standard input; `report` is the descriptor of its report pipe.

    Raises OSError when it can't be started. The whole session of processes is killed at the end, however the
    end comes about, cancellation included.
    """
    loop = asyncio.get_running_loop()
    stop: Stop | None = None
    process: subprocess.Popen[bytes] | None = None

    def kill(why: Stop | None) -> None:
        nonlocal stop
        stop = stop or why
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)

    def end() -> None:
        kill(None)
        if process is not None:
            process.wait()

    with contextlib.ExitStack() as opened:
        pipes = []
        for limit, why in (
            (output_limit, Stop.OUTPUT),
            (output_limit, Stop.OUTPUT),
            (report_limit, Stop.FILES),
        ):
            pipes.append(_Pipe(limit, partial(kill, why)))
            opened.callback(pipes[-1].close)
        source = sealed(text)
        opened.callback(os.close, source)
        opened.callback(end)
        started = time.monotonic()
        process = _start(command(pipes[2].writer), source, pipes, environment, folder)
        handle = os.pidfd_open(process.pid)
        opened.callback(os.close, handle)
        ended: asyncio.Future[None] = loop.create_future()
        loop.add_reader(handle, _resolve, ended)
        opened.callback(loop.remove_reader, handle)
        timer = loop.call_later(wall_s, kill, Stop.WALL)
        opened.callback(timer.cancel)
        await ended
        code = process.wait()
        _, waiting = await asyncio.wait([pipe.ended for pipe in pipes], timeout=_DRAIN_S)
        return Collected(
            code=code,
            stopped=stop,
            output=bytes(pipes[0].data),
            errors=bytes(pipes[1].data),
            report=bytes(pipes[2].data),
            wall_s=time.monotonic() - started,
            drained=not waiting and not any(pipe.broken for pipe in pipes),
        )


def _start(
    command: Sequence[str], source: int, pipes: Sequence[_Pipe], environment: Mapping[str, str], folder: str
) -> subprocess.Popen[bytes]:
    output, errors, report = pipes
    try:
        return subprocess.Popen(
            list(command),
            stdin=source,
            stdout=output.writer,
            stderr=errors.writer,
            env=dict(environment),
            cwd=folder,
            pass_fds=(report.writer,),
            start_new_session=True,
        )
    finally:
        for pipe in pipes:
            pipe.close_writer()
