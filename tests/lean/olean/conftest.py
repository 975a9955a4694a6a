"""Fixtures of the reader's tests; the helper modules lie in this folder."""

from __future__ import annotations

import pytest
from lean_compiler import LeanCompiler

from harness.lean.toolchain import Toolchain


@pytest.fixture(scope="session")
def lean(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> LeanCompiler:
    """Compiles Lean text to .olean bytes."""
    return LeanCompiler(toolchain, tmp_path_factory.mktemp("lean"))
