"""What is loaded in a process that is forked, or started, for each candidate: it costs every one of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import harness

ROOT = Path(harness.__file__).parents[1]
HEAVY = {"asyncio", "logging", "ssl", "subprocess", "hashlib", "inspect", "dataclasses", "typing", "json"}
CHEAP = {"dataclasses", "typing", "json", "inspect", "hashlib"}
PROGRAMS = {
    # Its children are copies of it: each module is memory that a fork has to map again.
    "harness.checker.engines.fork.programs.serve": CHEAP,
    "harness.checker.replay.programs.server": CHEAP,
    # Started for each candidate.
    "harness.sandbox.programs.guest": {"json", "typing"},
    "harness.sandbox.programs.session": {"json", "typing"},
}
OURS = {
    "harness.checker.engines.fork.programs.serve": (
        "harness.checker", "harness.checker.engines", "harness.checker.engines.fork", "harness.sandbox",
    ),
    "harness.checker.replay.programs.server": (
        "harness.checker", "harness.lean", "harness.sandbox", "harness.errors",
    ),
    "harness.sandbox.programs.guest": ("harness.sandbox",),
    "harness.sandbox.programs.session": ("harness.sandbox",),
}  # fmt: skip


def loaded(program: str) -> set[str]:
    """Names of the modules that are there once `program` is imported, as it is started in a sandbox."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {program}; "
    code += "print(*sys.modules, sep='\\n')"
    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("program", PROGRAMS)
def test_programs_load_little(program: str) -> None:
    found = loaded(program)
    assert HEAVY & found <= PROGRAMS[program]


@pytest.mark.parametrize("program", OURS)
def test_programs_load_only_what_they_need_of_ours(program: str) -> None:
    other = {
        name
        for name in loaded(program)
        if name.startswith("harness.") and name != "harness.lazily" and not name.startswith(OURS[program])
    }
    assert not other


def test_a_heavy_import_would_be_seen() -> None:
    assert "asyncio" in loaded("harness.checker.pool") & HEAVY
