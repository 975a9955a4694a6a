"""Fixtures of the reader's tests; the helper modules lie in this folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from harness.lean.toolchain import Toolchain

sys.path.insert(0, str(Path(__file__).parent))

from lean_compiler import LeanCompiler


@pytest.fixture(scope="session")
def lean(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> LeanCompiler:
    """Compiles Lean text to .olean bytes."""
    return LeanCompiler(toolchain, tmp_path_factory.mktemp("lean"))
