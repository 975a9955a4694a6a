"""Files of the user's cache: written whole or not at all, and never believed when damaged."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from harness.errors import DataError

_DIGEST = 32


def write_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write by rename, so that a reader sees the whole file or none; makes the folder. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123  a descriptor
            file.write(data)
            os.fchmod(handle, mode)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def save(path: Path, data: bytes) -> None:
    """`write_whole`, except that a full disk only costs the cache."""
    with contextlib.suppress(OSError):
        write_whole(path, data)


def save_sealed(path: Path, data: bytes) -> None:
    """`save` with the data's SHA-256 in front, for `load_sealed`."""
    save(path, hashlib.sha256(data).digest() + data)


def load_sealed(path: Path) -> bytes:
    """What `save_sealed` wrote. Raises OSError where there is none, and DataError for a damaged file."""
    data = path.read_bytes()
    if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
        raise DataError("damaged cache file", file=path)
    return data[_DIGEST:]
