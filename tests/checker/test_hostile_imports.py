"""Imports that a whole file's compiled module names by itself: Lean found all that the text imports."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hostile_modules import Draft

from harness.checker.audit import CANDIDATE
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import ProcessEngine
from harness.checker.snippet import _OfItself
from harness.errors import OleanError
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits

FORGED: dict[str, list[tuple[str | int, ...]]] = {
    "not there": [("Nowhere",)],
    "no name": [()],
    "a number": [(5,)],
    "out of the folder": [("Embedded", "..", "..", "etc")],
    "an absolute path": [("/etc/passwd",)],
    "longer than a file's name": [("x" * 5000,)],
    "longer below a folder": [("Embedded", "x" * 5000)],
    "a NUL": [("Embedded", "a\0b")],
    "a folder": [("Embedded",)],
    "too many": [("Embedded", "Arith")] * 1001,
}


def asked(checker: Checker, *imports: tuple[str | int, ...]) -> int:
    """How many imports the question about a module has that also imports these."""
    draft = Draft()
    names = [draft.build.name(*parts) for parts in imports]
    data = draft.module(*map(draft.imported, names)).theorem().finish()
    question, _ = asyncio.run(_OfItself(checker.references, "").question(data, None, "strict"))
    return len(question.imports)


@pytest.fixture
def checker(toolchain: Toolchain, process_engine: ProcessEngine, tmp_path: Path) -> Checker:
    return Checker(toolchain, process_engine, CheckSettings(Limits()), tmp_path)


@pytest.mark.parametrize("name", FORGED)
def test_forged_imports_are_the_modules_fault(name: str, checker: Checker) -> None:
    with pytest.raises(OleanError) as found:
        asked(checker, *FORGED[name])
    assert found.value.file == CANDIDATE


def test_imports_that_are_there(checker: Checker) -> None:
    assert asked(checker) == 1
    assert asked(checker, ("Embedded", "Logic")) == 2
