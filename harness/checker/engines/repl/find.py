"""Where the program of leanprover-community/repl lies."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from harness.errors import EngineUnsupportedError, LeanUnavailableError
from harness.lean.toolchain import Toolchain

PROGRAM = "repl"
HOW = "prover-eval setup --workspace DIR builds it in a workspace that requires REPL (lake build repl)"


def find_repl(toolchain: Toolchain, given: Path | None = None) -> Path | None:
    """The program: the `given` one, else what the workspace has built; None where there is none.

    Raises LeanUnavailableError when the given one isn't a program.
    """
    if given is not None:
        if not given.is_file() or not os.access(given, os.X_OK):
            raise LeanUnavailableError(f"--repl {given} is no program that can be run; {HOW}")
        return given.resolve()
    for folder in toolchain.programs:
        path = folder / PROGRAM
        if path.is_file() and os.access(path, os.X_OK):
            return path.resolve()
    return None


def need_repl(toolchain: Toolchain, given: Path | None = None) -> Path:
    """As `find_repl`; raises EngineUnsupportedError where there is none."""
    found = find_repl(toolchain, given)
    if found is None:
        raise EngineUnsupportedError(
            f"{toolchain.name} has no program {PROGRAM} of leanprover-community/repl; {HOW}, "
            "--repl PATH names one, --engine process needs none"
        )
    return found


def identity(program: Path) -> str:
    """The beginning of the program's sha256, for records."""
    digest = hashlib.sha256()
    with program.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()[:16]
