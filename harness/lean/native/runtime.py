"""start: load libleanshared into this process and initialise it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from harness.errors import LeanUnavailableError
from harness.lean.native.library import LEAN_VERSION, Lean
from harness.lean.native.objects import Heap, text


def start(library: Path, search_path: Sequence[Path]) -> Heap:
    """A running Lean in this process, which may be forked afterwards; once per process.

    search_path: where imported modules lie. Raises LeanUnavailableError when the library can't be loaded, or
    is of another version than the layouts here.
    """
    lean = Lean(library)
    lean.initialize(search_path)
    version = text(lean.constant("l_Lean_versionString"))
    if version != LEAN_VERSION:
        raise LeanUnavailableError(
            f"{library.name} is Lean {version}; the binding is for {LEAN_VERSION}: "
            "install the wheel that prover-eval names"
        )
    return Heap(lean)
