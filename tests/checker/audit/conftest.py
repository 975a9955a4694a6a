"""Fixtures of the audit's tests; the compiler and the builder of files lie beside the reader's tests."""

from __future__ import annotations

import pytest
from _whole_library import HeaderTable
from lean_compiler import LeanCompiler

from harness.lean.toolchain import Toolchain


@pytest.fixture(scope="session")
def lean(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> LeanCompiler:
    """Compiles Lean text to .olean bytes."""
    return LeanCompiler(toolchain, tmp_path_factory.mktemp("lean"))


@pytest.fixture(scope="session")
def header(lean: LeanCompiler) -> HeaderTable:
    """The table of `import Embedded.Arith`."""
    return HeaderTable.from_imports([("Embedded", "Arith")], lean.library_module)
