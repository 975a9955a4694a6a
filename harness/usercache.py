"""What lies in the user's cache, by kind, with size and age; and how a part of it is removed.

Only files whose names this package gives are seen at all, so whatever else lies in that folder stays.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from harness.errors import CacheError


@dataclass(frozen=True, slots=True)
class CacheKind:
    """One kind of what is cached.

    place: the file or folder in the cache. pattern: of the paths below it; empty for a file. folders: whether
    these are folders.
    """

    name: str
    text: str
    place: str
    pattern: str = ""
    folders: bool = False


_HEX16, _HEX64 = "[0-9a-f]{16}", "[0-9a-f]{64}"
CACHE_KINDS: Final = {
    kind.name: kind
    for kind in (
        CacheKind(
            "library", "the embedded Lean's compiled library", "lean", rf"embedded-{_HEX16}(\.\w+)?", True
        ),
        CacheKind("verdicts", "what earlier runs judged", "verdicts.sqlite"),
        CacheKind(
            "references",
            "compiled statements and facts of headers",
            "references",
            rf"\d+/{_HEX16}/([0-9a-f]{{32}}|{_HEX64})\.(olean|names|facts)",
        ),
        CacheKind(
            "snapshots", "Lean's state behind a header", "snapshots", rf"{_HEX16}/{_HEX64}(\.deps|\.sha256)?"
        ),
        CacheKind(
            "subsets",
            "which statements hold on the embedded Lean",
            "subsets",
            rf"\d+/{_HEX16}/{_HEX64}\.json",
        ),
        CacheKind("selftests", "engines that passed their self-test", "engines", _HEX64),
        CacheKind("hashes", "hashes of workspaces' files", "hashes", _HEX64),
        CacheKind("data", "downloaded benchmark data", "benches", rf"{_HEX64}\.data"),
    )
}


@dataclass(frozen=True, slots=True)
class CacheItem:
    """A file, or the folder of a built library. size: bytes. written: its newest file, seconds since 1970."""

    kind: CacheKind
    path: Path
    size: int
    written: float


def cached_items(folder: Path, kind: CacheKind) -> list[CacheItem]:
    """What the cache holds of that kind; nothing behind a symbolic link. Raises CacheError."""
    try:
        return list(_items(folder / kind.place, kind))
    except OSError as error:
        from harness.cachefile import trouble

        raise CacheError(trouble(folder, error)) from error


def _items(place: Path, kind: CacheKind) -> Iterator[CacheItem]:
    if place.is_symlink() or not place.exists():
        return
    if not kind.pattern:
        parts = [path for path in _with_logs(place) if path.is_file()]
        if parts:
            yield CacheItem(kind, place, *_measured(parts))
        return
    for path in _below(place, kind):
        inside = (
            [path, *(file for file in path.rglob("*") if not file.is_symlink())] if path.is_dir() else [path]
        )
        yield CacheItem(kind, path, *_measured(inside))


def _below(place: Path, kind: CacheKind) -> Iterator[Path]:
    for root, folders, files in os.walk(place, onerror=_raise):
        for name in sorted(folders if kind.folders else files):
            path = Path(root, name)
            if re.fullmatch(kind.pattern, path.relative_to(place).as_posix()) and not path.is_symlink():
                yield path


def _raise(error: OSError) -> None:
    raise error


def _measured(paths: Iterable[Path]) -> tuple[int, float]:
    """(bytes, when the newest was written); what goes in the meantime counts nothing."""
    size, written = 0, 0.0
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            found = path.stat()
            size += found.st_size if path.is_file() else 0
            written = max(written, found.st_mtime)
    return size, written


def _with_logs(database: Path) -> list[Path]:
    return [database.with_name(database.name + end) for end in ("", "-wal", "-shm")]


def older_than(items: Iterable[CacheItem], seconds: float) -> list[CacheItem]:
    """Those that were written longer ago than that."""
    now = time.time()
    return [item for item in items if now - item.written > seconds]


def remove(item: CacheItem) -> bool:
    """Remove it; False where another process is building it. Raises CacheError where it can't be removed."""
    try:
        if not item.kind.pattern:
            _empty(item.path)
        elif item.path.is_dir():
            return _remove_build(item.path)
        else:
            item.path.unlink(missing_ok=True)
    except OSError as error:
        raise CacheError(f"{item.path} can't be removed: {error.strerror or error}") from error
    return True


def _remove_build(build: Path) -> bool:
    """Remove a library under the lock that whoever builds it holds; the lock's file stays."""
    lock = build.with_name(build.name.partition(".")[0] + ".lock")
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        shutil.rmtree(build)
    return True


def _empty(database: Path) -> None:
    """Empty a store that others may have open; a file that isn't one any more is removed."""
    try:
        with contextlib.closing(sqlite3.connect(database, timeout=5, isolation_level=None)) as store:
            store.execute("DELETE FROM verdicts")
            store.execute("VACUUM")
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise CacheError(
                f"{database} can't be emptied: {error}; try again when no run uses it"
            ) from error
        for path in _with_logs(database):
            path.unlink(missing_ok=True)


def size_text(size: int) -> str:
    """Bytes for people: 512 B, 13.2 MB."""
    if size < 1000:
        return f"{size} B"
    number = float(size)
    for unit in ("kB", "MB", "GB"):
        number /= 1000
        if number < 1000:
            return f"{number:.1f} {unit}"
    return f"{number / 1000:.1f} TB"
