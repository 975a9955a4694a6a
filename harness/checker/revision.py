"""Which of our code decides a verdict, and its hash: what was decided by other code is not believed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import harness

#: Packages and modules of `harness` that decide a verdict: all that a check imports lies in one of them.
DECIDING: Final = (
    "cachefile.py",
    "checker",
    "errors.py",
    "http_address.py",
    "http_retry.py",
    "keys.py",
    "lazily.py",
    "lean",
    "machine.py",
    "printable.py",
    "problem.py",
    "registry.py",
    "resources.py",
    "sandbox",
)


@cache
def code_revision() -> str:
    """Hash of the code that decides, as hexadecimal digits."""
    root = Path(harness.__file__).parent
    digest = hashlib.sha256()
    for name in DECIDING:
        path = root / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else (path,):
            digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
