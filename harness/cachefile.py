"""Files of the user's cache: written whole or not at all, and never believed when damaged."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
import warnings
from pathlib import Path

from harness.errors import DamageWarning, DataError
from harness.resources import CACHE_ADVICE

_DIGEST = 32
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
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


def probe(folder: Path, size: int = 1 << 16) -> None:
    """Make the folder and write so many bytes into it, which don't stay. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(size))


def trouble(folder: Path, error: OSError) -> str:
    """Why the folder of the cache can't be used, and the way out, in one line."""
    return f"the cache {folder} can't be used: {_reason(folder, error)}; {CACHE_ADVICE}"


def _reason(folder: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return "no space is left there"
    if error.errno == errno.EROFS:
        return "its file system is read-only"
    if folder.is_symlink() and not folder.exists():
        return f"it is a link to {folder.readlink()}, which isn't there"
    try:
        there = next(path for path in (folder, *folder.parents) if path.exists())
        if not there.is_dir():
            return f"{there} is a file"
        owner = there.stat().st_uid
    except OSError:
        return error.strerror or str(error)
    if error.errno in (errno.EACCES, errno.EPERM) and owner != os.geteuid():
        return f"{there} belongs to user {owner}, and this is user {os.geteuid()}"
    return f"{there} can't be written ({error.strerror or error})"
