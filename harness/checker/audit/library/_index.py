"""NameIndex: which constants a set of modules declares, and where; one file that opens in milliseconds.

The file: magic, SHA-256 and length of the head, the head (JSON), then the entries, sorted by the BLAKE2b of
the name, in blocks. A block is an array of the digests' first halves, one of their second halves, and one of
the constants' numbers. The head has a digest of each block, so that opening reads the head alone, and nothing
damaged is believed. A constant's number is its place in its module plus the module's first number.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from harness.errors import DataError, StaleIndexError
from harness.lean.olean import Name, map_module, part_files

FORMAT = f"1 {sys.byteorder}"
_MAGIC = b"prover-eval header index\n"
_BLOCK = 512
_ENTRY = 20


class IndexedModule(NamedTuple):
    """One module: its name, the path of its .olean, the number of its first constant, and the modules that it
    imports by their positions. stamps: size in bytes and time of change in ns of each of its files."""

    name: Name
    path: str
    first: int
    imports: list[int]
    stamps: list[list[int]]

    def unchanged(self) -> bool:
        """Whether the files are those that were indexed, by size and time."""
        try:
            return self.stamps == file_stamps(self.path, is_module=len(self.stamps) > 1)
        except OSError:
            return False


class NameIndex:
    """An index that was opened. identity: a hash over all of it; count: of all constants."""

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._data = memoryview(data)
        start = len(_MAGIC)
        length = int.from_bytes(self._data[start + 32 : start + 40], "little")
        self._start = start + 40 + length
        text = bytes(self._data[start + 40 : self._start])
        self.identity = hashlib.sha256(text).digest()
        if self._data[:start] != _MAGIC or self._data[start : start + 32] != self.identity:
            raise DataError("no header index, or a damaged one")
        head: dict[str, Any] = json.loads(text)
        if head["format"] != FORMAT or self._start + _ENTRY * head["count"] != len(self._data):
            raise DataError("a header index of another format, or a damaged one")
        self.count: int = head["count"]
        self.modules = [
            IndexedModule(tuple(name), path, first, imports, stamps)
            for name, path, first, imports, stamps in head["modules"]
        ]
        self.positions = {module.name: at for at, module in enumerate(self.modules)}
        self._firsts = [module.first for module in self.modules]
        # Of each block: the first half-digest in it, where it begins (in entries), and its own digest.
        self._fences, self._begins, self._digests = head["fences"], head["begins"], head["digests"]
        self._blocks: dict[int, tuple[memoryview, memoryview, memoryview]] = {}

    @staticmethod
    def open(path: Path) -> NameIndex:
        """The index in the file. Raises OSError where there is none, and DataError for one that is damaged,
        of another format, or StaleIndexError for one that is older than a file that it speaks of."""
        try:
            with path.open("rb") as file:
                index = NameIndex(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            index.check_blocks()
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise DataError(f"a damaged header index ({error})", file=path) from None
        if not all(module.unchanged() for module in index.modules):
            raise StaleIndexError("the modules changed since they were indexed", file=path)
        return index

    def module_of(self, number: int) -> int:
        """The position of the module that declares the constant."""
        return bisect_right(self._firsts, number) - 1

    def find(self, name: Name) -> Sequence[int]:
        """The numbers of the constants of this name: none, one, or several modules that prove one theorem.

        Raises DataError where the file is damaged.
        """
        wanted = name_digest(name)
        high, low = int.from_bytes(wanted[:8], "big"), int.from_bytes(wanted[8:], "big")
        block = bisect_right(self._fences, high) - 1
        if block < 0:
            return ()
        highs, lows, numbers = self._blocks.get(block) or self._load(block)
        at = bisect_left(highs, high)
        found = []
        while at < len(highs) and highs[at] == high:
            if lows[at] == low:
                found.append(numbers[at])
            at += 1
        return found

    def check_blocks(self) -> None:
        """Raises DataError when a block is damaged; takes some milliseconds for the largest libraries."""
        for block in range(len(self._digests)):
            begin, end = self._begins[block], self._begins[block + 1]
            data = self._data[self._start + _ENTRY * begin : self._start + _ENTRY * end]
            if _checksum(data) != self._digests[block]:
                raise DataError("a damaged block of a header index")

    def _load(self, block: int) -> tuple[memoryview, memoryview, memoryview]:
        begin, end = self._begins[block], self._begins[block + 1]
        size = end - begin
        data = self._data[self._start + _ENTRY * begin : self._start + _ENTRY * end]
        if _checksum(data) != self._digests[block]:
            raise DataError("a damaged header index: delete it, it is made anew")
        loaded = (
            data[: 8 * size].cast("Q"),
            data[8 * size : 16 * size].cast("Q"),
            data[16 * size :].cast("I"),
        )
        self._blocks[block] = loaded
        return loaded


def build_index(imports: Iterable[Name], find: Callable[[Name], Path]) -> bytes:
    """The index of `imports` and all that they import, as the bytes of its file.

    find: the .olean of a module. Raises LeanUnavailableError for a module that isn't there, and OleanError
    for a damaged one.
    """
    entries: list[bytes] = []
    order = list(dict.fromkeys(imports))
    positions = {name: at for at, name in enumerate(order)}
    modules = []
    for name in order:
        file, first = find(name), len(entries)
        module = map_module(file)
        for place, handle in enumerate(module.name_handles):
            entries.append(name_digest(module.name(handle)) + (first + place).to_bytes(4, "big"))
        imported = {item.module for item in module.imports}
        for other in imported - positions.keys():
            positions[other] = len(order)
            order.append(other)
        stamps = file_stamps(str(file), is_module=module.is_module)
        modules.append((name, str(file), first, sorted(positions[other] for other in imported), stamps))
    entries.sort()
    return encode(modules, entries)


def encode(modules: Sequence[tuple[object, ...]], entries: Sequence[bytes]) -> bytes:
    """The file's bytes. modules: the fields of each IndexedModule. entries: digests with numbers, sorted."""
    begins, fences, digests, blocks = [0], [], [], []
    while (begin := begins[-1]) < len(entries):
        end = min(begin + _BLOCK, len(entries))
        # Equal names stay in one block.
        while end < len(entries) and entries[end][:8] == entries[end - 1][:8]:
            end += 1
        part = entries[begin:end]
        block = b"".join(
            array(code, (int.from_bytes(entry[start:stop], "big") for entry in part)).tobytes()
            for code, start, stop in (("Q", 0, 8), ("Q", 8, 16), ("I", 16, 20))
        )
        begins.append(end)
        fences.append(int.from_bytes(part[0][:8], "big"))
        digests.append(_checksum(block))
        blocks.append(block)
    head = {
        "format": FORMAT,
        "count": len(entries),
        "modules": modules,
        "fences": fences,
        "begins": begins,
        "digests": digests,
    }
    text = json.dumps(head, separators=(",", ":")).encode()
    start = _MAGIC + hashlib.sha256(text).digest() + len(text).to_bytes(8, "little")
    return b"".join([start, text, *blocks])


def name_digest(name: Name) -> bytes:
    """16 bytes that no two names share: lengths and kinds of the components go in."""
    parts = [f"{len(part)}:{part}" if isinstance(part, str) else f"#{part};" for part in name]
    return hashlib.blake2b("".join(parts).encode(), digest_size=16).digest()


def _checksum(data: bytes | memoryview) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def file_stamps(path: str, *, is_module: bool) -> list[list[int]]:
    """Size and time of change of the files of the module at `path`. Raises OSError."""
    found = map(os.stat, part_files(path, is_module=is_module))
    return [[status.st_size, status.st_mtime_ns] for status in found]
