"""A real `prover-eval serve` process on a free port of loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from harness.lean.toolchain import Toolchain

Serving = Callable[..., Any]


@contextmanager
def serving(*options: str, **extra: str) -> Iterator[str]:
    """The address of a service with these options; it is ended by SIGTERM and must then end by itself."""
    process = subprocess.Popen(
        [sys.executable, "-m", "harness", "serve", "--port", "0", *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **extra},
    )
    assert process.stderr is not None
    try:
        said: list[str] = []
        while not (line := process.stderr.readline()).startswith("serving"):
            said.append(line)
            assert line, said
        yield line.split(" on ")[1].split(",")[0]
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) in (0, -signal.SIGTERM)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.fixture(scope="session")
def service(toolchain: Toolchain) -> Iterator[str]:
    """One service for the tests that want nothing special."""
    with serving("--max-checkers", "2") as address:
        yield address


@pytest.fixture
def serve(toolchain: Toolchain) -> Serving:
    """`with serve("--max-items", "3") as address`."""
    return serving
