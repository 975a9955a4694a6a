"""A real service with small limits, and the command line in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from _service import serving

from harness.lean.toolchain import Toolchain

# As `limits` in asking.py.
LIMITS = ("--cpu-limit", "2", "--memory-limit", "256", "--heartbeats", "2000")


@pytest.fixture(scope="module")
def service(toolchain: Toolchain) -> Iterator[str]:
    """One service for the tests of a file that want nothing special."""
    with serving("--max-checkers", "2", *LIMITS) as address:
        yield address


@pytest.fixture
def serve(toolchain: Toolchain) -> Callable[..., object]:
    """`with serve("--max-items", "3") as address`."""
    return serving
