"""Where the folders `tasks`, `reports` and `lean_workspace` lie, and the user's cache."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder `name` inside the installed wheel, or at the top of a source checkout."""
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def cache_folder() -> Path:
    """`$PROVER_EVAL_CACHE`, else `prover-eval` below `$XDG_CACHE_HOME` or `~/.cache`; not created here."""
    if chosen := os.environ.get("PROVER_EVAL_CACHE"):
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "prover-eval"
