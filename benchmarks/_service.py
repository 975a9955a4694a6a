"""A real `prover-eval serve` process on a free port of loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def serving(*options: str, **extra: str) -> Iterator[str]:
    """The address of a service with these options and variables.

    In the end it gets SIGTERM, and must then end by itself: raises RuntimeError when it doesn't, or when it
    never came up.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "harness", "serve", "--port", "0", *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **extra},
    )
    try:
        yield _address(process)
        process.send_signal(signal.SIGTERM)
        if (code := process.wait(60)) not in (0, -signal.SIGTERM):
            raise RuntimeError(f"the service ended with {code}")
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def _address(process: subprocess.Popen[str]) -> str:
    """What it says that it serves on."""
    said: list[str] = []
    for line in process.stderr or ():
        if line.startswith("serving"):
            return line.split(" on ")[1].split(",")[0]
        said.append(line)
    raise RuntimeError(f"the service didn't start: {''.join(said)}")
