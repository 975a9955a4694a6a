"""Fixtures of the header's tests; the compiler and the builder of files lie beside the reader's tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from _whole_library import HeaderTable
from lean_compiler import LeanCompiler
from olean_builder import Builder

from harness.lean.embedded import run_lean
from harness.lean.search import ModuleFinder
from harness.lean.toolchain import Toolchain

# A module: names of its constants with the kind, and for each the constants that it uses; and its imports.
Text = tuple[dict[str, tuple[str, Sequence[str]]], Sequence[str]]


@pytest.fixture(scope="session")
def lean(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> LeanCompiler:
    """Compiles Lean text to .olean bytes."""
    return LeanCompiler(toolchain, tmp_path_factory.mktemp("lean"))


@pytest.fixture(scope="session")
def table(lean: LeanCompiler) -> HeaderTable:
    """All of `import Embedded.Arith`, held in memory."""
    return HeaderTable.from_imports([("Embedded", "Arith")], lean.library_module)


@pytest.fixture
def compile_modules(toolchain: Toolchain, tmp_path: Path) -> Callable[[dict[str, str]], ModuleFinder]:
    """Compiles modules in order, each of which may import those before it; finds them and the library."""

    def compiled(texts: dict[str, str]) -> ModuleFinder:
        folder = tmp_path / "library"
        folder.mkdir(exist_ok=True)
        path = (*toolchain.search_path, folder)
        assert toolchain.library is not None
        for name, text in texts.items():
            source, target = folder / f"{name}.lean", folder / f"{name}.olean"
            source.write_text(text, "utf-8")
            arguments = ["-R", str(folder), "-o", str(target), str(source)]
            done = run_lean(toolchain.library, arguments, search_path=path)
            assert done.returncode == 0, done.stdout
        return ModuleFinder(path, "test")

    return compiled


@pytest.fixture
def build_modules(tmp_path: Path) -> Callable[[dict[str, Text]], ModuleFinder]:
    """Writes modules by hand."""

    def built(modules: dict[str, Text]) -> ModuleFinder:
        folder = tmp_path / "built"
        folder.mkdir(exist_ok=True)
        for module, (constants, imports) in modules.items():
            builder = Builder()
            made = [(name, _constant(builder, name, *what)) for name, what in constants.items()]
            (folder / f"{module}.olean").write_bytes(builder.file(made, list(imports)))
        return ModuleFinder((folder,), "test")

    return built


def _constant(builder: Builder, name: str, kind: str, used: Sequence[str]) -> int:
    value = builder.sort(1)
    for other in used:
        value = builder.app(value, builder.const(*other.split(".")))
    if kind == "axiom":
        return builder.axiom(name, value)
    if kind == "theorem":
        return builder.theorem(name, builder.sort(1), value)
    return builder.definition(
        name, builder.sort(1), value, safety={"unsafe": 0, "def": 1, "partial": 2}[kind]
    )
