"""Fixtures that every test may use: the embedded Lean, built once per machine into the user's cache."""

from __future__ import annotations

import pytest

from harness.checker.engines import ProcessEngine
from harness.checker.sandbox.bubblewrap import Bubblewrap
from harness.lean.embedded import EmbeddedLean
from harness.lean.toolchain import Toolchain


@pytest.fixture(scope="session")
def toolchain() -> Toolchain:
    """The embedded Lean with our core library."""
    return EmbeddedLean(say=lambda line: None).prepare()


@pytest.fixture(scope="session")
def process_engine(toolchain: Toolchain) -> ProcessEngine:
    """Engine `process` in bubblewrap, as a run has it."""
    return ProcessEngine(toolchain, Bubblewrap())
