"""FileHashes: SHA-256 of files that are large and seldom change, remembered by size and time of change."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

from harness.cachefile import load_sealed, save_sealed
from harness.errors import DataError

# A file that changed this lately could change again without its time changing.
_SETTLED_NS = 2_000_000_000


class FileHashes:
    """The hashes that the cache file `path` remembers; one that is missing or damaged remembers none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = False
        self._known: dict[str, list[int | str]] = {}
        try:
            found = json.loads(load_sealed(path))
        except (OSError, DataError, ValueError):
            return
        if isinstance(found, dict):
            self._known = found

    def sha256(self, file: str) -> str:
        """The hash of the file, hexadecimal. Raises OSError where it can't be read."""
        status = Path(file).stat()
        known = self._known.get(file)
        if known is not None and known[:2] == [status.st_size, status.st_mtime_ns]:
            return str(known[2])
        with Path(file).open("rb") as data:
            found = hashlib.file_digest(data, "sha256").hexdigest()
        if status.st_mtime_ns < time.time_ns() - _SETTLED_NS:
            self._known[file] = [status.st_size, status.st_mtime_ns, found]
            self._changed = True
        return found

    def save(self) -> None:
        """Remember what is new."""
        if self._changed:
            save_sealed(self._path, json.dumps(self._known).encode())
            self._changed = False
