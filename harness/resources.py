"""Where the folders `tasks`, `reports` and `lean_workspace` lie, and the user's cache."""

from __future__ import annotations

import os
from pathlib import Path

from harness.errors import CacheError, UsageError

CACHE_ADVICE = "set PROVER_EVAL_CACHE to a folder of yours, e.g. PROVER_EVAL_CACHE=/tmp/my-cache"

_PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder `name` inside the installed wheel, or at the top of a source checkout."""
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def cache_folder() -> Path:
    """`$PROVER_EVAL_CACHE`, else `prover-eval` below `$XDG_CACHE_HOME` or `~/.cache`; not created here.

    A `~` is written out, since no shell does it in a file of variables.
    Raises CacheError for a user without a home folder.
    """
    try:
        if chosen := os.environ.get("PROVER_EVAL_CACHE"):
            return expanded(chosen)
        return Path(os.environ.get("XDG_CACHE_HOME") or home_folder() / ".cache") / "prover-eval"
    except UsageError as error:
        raise CacheError(f"{error}, or {CACHE_ADVICE}") from None


def home_folder() -> Path:
    """The user's own folder: HOME, else as the system knows it. Raises UsageError where there is none."""
    import pwd

    home = os.environ.get("HOME", "")
    if not home:
        try:
            home = pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:
            home = ""
    if not home:
        raise UsageError(f"user {os.getuid()} has no home folder: set HOME")
    return Path(home)


def expanded(path: str | Path) -> Path:
    """The path with `~` and `~user` written out. Raises UsageError where there is no such folder."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise UsageError(f"{path}: {error}; write the path without ~") from None
