"""Attempts packed for the page: JSON, deflated, as base64; in the page or in script files beside it."""

from __future__ import annotations

import base64
import json
import zlib
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from harness.errors import UsageError

#: base64 that one page may hold; above it the attempts go into files.
PAGE_LIMIT = 22_000_000
_FILE_SIZE = 1_000_000
_MARK = "prover_eval_attempts("
_LEVEL = 6
_THREADS = 2
_AHEAD = 4


def pack(value: Mapping[str, Any]) -> str:
    """JSON as a raw deflate stream (RFC 1951) in base64."""
    try:
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        # A lone surrogate can't be UTF-8, but JSON can spell it.
        data = json.dumps(value, separators=(",", ":")).encode()
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return base64.b64encode(packer.compress(data) + packer.flush()).decode()


class ChunkStore:
    """Where chunks go: into the page while they are few, else into files of `folder`.

    folder: of the script files; made when the first one is written. key: of the report, so that a page can
    tell its own files. in_page: False for files from the start.
    `files` has, for each file, the number of its first chunk; empty while all chunks are in the page.
    """

    def __init__(self, folder: Path, key: str, *, in_page: bool, limit: int = PAGE_LIMIT) -> None:
        self.folder, self.key = folder, key
        self.chunks: list[str] = []
        self.files: list[int] = []
        self.size = 0
        self._limit = limit
        self._in_page = in_page
        self._count = 0
        self._filed = 0
        self._waiting: list[str] = []
        self._waiting_size = 0
        # zlib lets other threads run: the next attempts are read meanwhile.
        self._threads = ThreadPoolExecutor(_THREADS)
        self._packing: deque[Future[str]] = deque()

    def add(self, value: Mapping[str, Any]) -> int:
        """Take a chunk to be packed; its number, from 0. Raises UsageError when a file can't be written."""
        self._packing.append(self._threads.submit(pack, value))
        if len(self._packing) > _AHEAD:
            self._take(self._packing.popleft().result())
        self._count += 1
        return self._count - 1

    def finish(self) -> None:
        """Write what is left for files, and remove files of an earlier report that this one doesn't have.

        Raises UsageError when a file can't be written.
        """
        while self._packing:
            self._take(self._packing.popleft().result())
        self._write_file()
        if self.files:
            for path in self.folder.glob("[0-9]*.js"):
                if path.stem.isdecimal() and int(path.stem) >= len(self.files) and _is_ours(path):
                    path.unlink()

    def close(self) -> None:
        """End the threads; may be called twice."""
        self._threads.shutdown(cancel_futures=True)

    def _take(self, chunk: str) -> None:
        self.size += len(chunk)
        if not self._in_page:
            self._to_file(chunk)
            return
        self.chunks.append(chunk)
        if self.size > self._limit:
            self._in_page = False
            chunks, self.chunks = self.chunks, []
            for earlier in chunks:
                self._to_file(earlier)

    @property
    def in_page(self) -> bool:
        """Whether the chunks are in the page itself."""
        return self._in_page

    def _to_file(self, chunk: str) -> None:
        self._waiting.append(chunk)
        self._waiting_size += len(chunk)
        if self._waiting_size >= _FILE_SIZE:
            self._write_file()

    def _write_file(self) -> None:
        if not self._waiting:
            return
        first = self._filed
        path = self.folder / f"{len(self.files)}.js"
        # A page opened from a disk may not fetch files, but it may load scripts.
        text = f"{_MARK}{json.dumps(self.key)},{first},{json.dumps(self._waiting)});\n"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="ascii")
        except OSError as error:
            raise UsageError(f"{path} can't be written ({error}): give another --html") from error
        self.files.append(first)
        self._filed += len(self._waiting)
        self._waiting, self._waiting_size = [], 0


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MARK)) == _MARK.encode()
