"""A real `prover-eval serve` process on a free port of loopback."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.lean.toolchain import Toolchain

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from _service import serving

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
