"""Files of the user's cache that carry a hash of their data, so that a damaged one is never believed."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from pathlib import Path

from harness.errors import DataError

_DIGEST = 32


def load_content(path: Path) -> bytes:
    """The data in a file that `save_content` wrote; raises OSError, or DataError for a damaged one."""
    data = path.read_bytes()
    if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
        raise DataError("damaged cache file", file=path)
    return data[_DIGEST:]


def save_content(path: Path, data: bytes) -> None:
    """Write by rename, so that a reader sees the whole file or none; a full disk only costs the cache."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with open(handle, "wb") as file:  # noqa: PTH123  a descriptor
                file.write(hashlib.sha256(data).digest() + data)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
