"""A program that trains, in a process of its own: its log, its end, and whether it left anything."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from harness.errors import InfrastructureError, UsageError

_SHOWN_BYTES: Final = 2000
_GRACE_S: Final = 10.0


async def run_logged(
    command: Sequence[str],
    log: Path,
    *,
    environment: Mapping[str, str] | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Run a program to its end; what it prints goes to the end of the file `log`.

    When `stop` is set, or the caller is cancelled, the program and its children are asked to end and then
    made to. Raises UsageError where it can't be started, InfrastructureError where it fails or is stopped.
    """
    with log.open("ab") as file:
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise UsageError(f"{command[0]} can't be started ({error}): give another command") from error
    ending = asyncio.ensure_future(process.wait())
    stopping = asyncio.ensure_future(stop.wait()) if stop is not None else None
    try:
        await asyncio.wait(
            [each for each in (ending, stopping) if each is not None], return_when=asyncio.FIRST_COMPLETED
        )
        if not ending.done():
            raise InfrastructureError(f"training was stopped; the same command goes on with it; log: {log}")
    finally:
        if stopping is not None:
            stopping.cancel()
        await _end(process)
    if process.returncode:
        ended = f"exit code {process.returncode}"
        if process.returncode < 0:
            ended = f"signal {-process.returncode}"
        raise InfrastructureError(f"the trainer failed ({ended}); {log} ends with:\n{last_lines(log)}")


def last_lines(log: Path) -> str:
    """The end of a log."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _SHOWN_BYTES))
        return file.read().decode(errors="replace").strip()


async def _end(process: asyncio.subprocess.Process) -> None:
    """End the program's process group, also where the program itself has ended and left children."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        if process.returncode is not None:
            continue
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _GRACE_S)
