"""A real `prover-eval serve` process on a free port of loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from _service import serving

from harness.lean.toolchain import Toolchain

Serving = Callable[..., Any]


@pytest.fixture(scope="session")
def service(toolchain: Toolchain) -> Iterator[str]:
    """One service for the tests that want nothing special."""
    with serving("--max-checkers", "2") as address:
        yield address


@pytest.fixture
def serve(toolchain: Toolchain) -> Serving:
    """`with serve("--max-items", "3") as address`."""
    return serving
