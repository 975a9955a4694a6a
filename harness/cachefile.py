"""Files of the user's cache: written whole or not at all, and never believed when damaged."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import warnings
from pathlib import Path

from harness.errors import DamageWarning, DataError

_DIGEST = 32
_TRIES = 10


def write_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write so that a reader sees the whole file or none; makes the folder. Raises OSError.

    Where the file system can, the file has no name until it is whole, so a process that is killed leaves
    nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write_nameless(path, data, mode)
    except (OSError, AttributeError):
        # No Linux, or a file system that can't.
        _write_by_rename(path, data, mode)


def _write_nameless(path: Path, data: bytes, mode: int) -> None:
    handle = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with open(handle, "wb") as file:  # noqa: PTH123  a descriptor
        file.write(data)
        file.flush()
        os.fchmod(handle, mode)
        for _ in range(_TRIES):
            with contextlib.suppress(FileExistsError):
                # A directory's descriptor, though it isn't looked at, has Python follow the link.
                os.link(f"/proc/self/fd/{handle}", path, src_dir_fd=handle, follow_symlinks=True)
                return
            # A link replaces nothing. Whoever looks between the two calls finds no file, and makes it again.
            path.unlink(missing_ok=True)
    raise FileExistsError(f"{path} is written by too many at once")


def _write_by_rename(path: Path, data: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123  a descriptor
            file.write(data)
            os.fchmod(handle, mode)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def tell_damage(path: Path, what: str = "it is made again") -> None:
    """Warn in one line that a file of the cache was damaged, and of what becomes of it."""
    warnings.warn(f"{path} was damaged: {what}", DamageWarning, stacklevel=3)


def save(path: Path, data: bytes) -> None:
    """`write_whole`, except that a full disk only costs the cache."""
    with contextlib.suppress(OSError):
        write_whole(path, data)


def save_sealed(path: Path, data: bytes) -> None:
    """`save` with the data's SHA-256 in front, for `load_sealed`."""
    save(path, hashlib.sha256(data).digest() + data)


def load_sealed(path: Path) -> bytes:
    """What `save_sealed` wrote.

    Raises OSError where there is none, and DataError for a damaged file, which is reported to the user.
    """
    data = path.read_bytes()
    if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
        tell_damage(path)
        raise DataError("damaged cache file", file=path)
    return data[_DIGEST:]
