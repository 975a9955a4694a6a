"""Texts of a run, stored once by content and compressed."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib

from harness.errors import StoreError

# Shorter texts gain nothing, and a level above 1 costs more time than it saves space on short ones.
_COMPRESS_FROM = 128
_LEVEL = 1
_REMEMBERED = 4096


class Texts:
    """The table `texts`: content in, number out, and back.

    Every str survives, lone surrogates and NUL included. The caller opens and ends the transactions; after
    a rolled back one this object must not be used again, because it remembers numbers that are gone.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[bytes, int] = {}
        # The attempts of a problem have one prompt.
        self._hashed = (-1, "")
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM texts").fetchone()
        self._next: int = last + 1

    def put(self, text: str) -> int:
        """The number of the text; stores it when it is new. Raises sqlite3.Error."""
        raw = text.encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(raw).digest()
        number = self._known.get(digest)
        if number is None:
            number = self._insert(digest, raw)
            if len(self._known) >= _REMEMBERED:
                for old in list(self._known)[: _REMEMBERED // 2]:
                    del self._known[old]
            self._known[digest] = number
        return number

    def _insert(self, digest: bytes, raw: bytes) -> int:
        data = raw
        if len(raw) >= _COMPRESS_FROM:
            packed = zlib.compress(raw, _LEVEL)
            data = packed if len(packed) < len(raw) else raw
        cursor = self._connection.execute(
            "INSERT INTO texts (id, hash, size, data) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
            (self._next, digest, len(raw), data),
        )
        if cursor.rowcount == 1:
            self._next += 1
            return self._next - 1
        row = self._connection.execute("SELECT id FROM texts WHERE hash = ?", (digest,)).fetchone()
        number: int = row[0]
        # The index gave the number; the row has the last word.
        if self._row(number)[0] != digest:
            raise StoreError(
                f"text {number} is not what was stored: the run is damaged, put a copy of it back"
            )
        return number

    def get(self, number: int) -> str:
        """The text of that number. Raises StoreError when it is missing or damaged, or sqlite3.Error."""
        digest, size, data = self._row(number)
        try:
            raw = data if len(data) == size else zlib.decompress(data)
        except (zlib.error, TypeError) as error:
            raise StoreError(f"text {number} can't be unpacked ({error}): the run is damaged") from error
        if hashlib.sha256(raw).digest() != digest:
            raise StoreError(
                f"text {number} is not what was stored: the run is damaged, put a copy of it back"
            )
        return str(raw, "utf-8", "surrogatepass")

    def hash(self, number: int) -> str:
        """sha256 of the text's UTF-8, as 64 hex digits. Raises as `get`."""
        if number != self._hashed[0]:
            raw = self.get(number).encode("utf-8", "surrogatepass")
            self._hashed = (number, hashlib.sha256(raw).hexdigest())
        return self._hashed[1]

    def _row(self, number: int) -> tuple[bytes, int, bytes]:
        row: tuple[bytes, int, bytes] | None = self._connection.execute(
            "SELECT hash, size, data FROM texts WHERE id = ?", (number,)
        ).fetchone()
        if row is None:
            raise StoreError(f"text {number} is missing: the run is damaged, put a copy of it back")
        return row
