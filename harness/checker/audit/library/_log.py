"""FactLog: what was found out about a header's constants, kept for later processes.

The file: one line with format and the index's identity, then batches. A batch is the length of its content
(4 bytes), a BLAKE2b of it (16 bytes), and the content: a line of JSON, the distinct facts as [kind, safety,
[axioms]], then an array of constants' numbers and one of positions in that line. Batches are only ever added,
each with one write under a lock, so several processes may; a file that is damaged anywhere is made again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sys
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from harness.cachefile import tell_damage
from harness.checker.audit.library._fact import ConstantFact
from harness.errors import DataError
from harness.lean.olean import ConstantKind, Name, Safety

FORMAT = f"1 {sys.byteorder}"
_FRAME = 20


class FactLog:
    """The log at `path` of the index with this identity and number of constants."""

    def __init__(self, path: Path, identity: bytes, count: int) -> None:
        self._path, self._count = path, count
        self._head = f"prover-eval header facts {FORMAT} {identity.hex()}\n".encode()

    def read(self) -> list[tuple[ConstantFact, array[int]]]:
        """Pairs of a fact and constants that it is true of.

        A file that is damaged or of another index gives nothing, and is replaced by an empty one.
        """
        found: list[tuple[ConstantFact, array[int]]] = []
        with suppress(OSError), self._locked() as file:
            data = self._path.read_bytes()
            try:
                for batch in self._batches(data):
                    found += batch
            except (DataError, ValueError, KeyError, IndexError, TypeError, RecursionError):
                found.clear()
                if data.startswith(self._head):
                    tell_damage(self._path)
                os.ftruncate(file, 0)
                os.write(file, self._head)
        return found

    def add(self, facts: Mapping[ConstantFact, array[int]]) -> None:
        """Add a batch; where it can't be written only time is lost."""
        order = list(facts)
        line = [[fact.kind, fact.safety, fact.axioms] for fact in order]
        numbers, places = array("I"), array("I")
        for place, fact in enumerate(order):
            numbers.extend(facts[fact])
            places.extend([place] * len(facts[fact]))
        content = json.dumps(line).encode() + b"\n" + numbers.tobytes() + places.tobytes()
        frame = len(content).to_bytes(4, "little") + _checksum(content)
        with suppress(OSError), self._locked() as file:
            # Another process may have begun a log of changed modules, whose constants have other numbers.
            if os.pread(file, len(self._head), 0) != self._head:
                return
            size = os.fstat(file).st_size
            if os.write(file, frame + content) != len(frame) + len(content):
                os.ftruncate(file, size)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file).st_size == 0:
                os.write(file, self._head)
            yield file
        finally:
            os.close(file)

    def _batches(self, data: bytes) -> Iterator[list[tuple[ConstantFact, array[int]]]]:
        if not data.startswith(self._head):
            raise DataError("facts of another header, or damaged")
        at = len(self._head)
        while at < len(data):
            size = int.from_bytes(data[at : at + 4], "little")
            content = data[at + _FRAME : at + _FRAME + size]
            if len(content) != size or _checksum(content) != data[at + 4 : at + _FRAME]:
                raise DataError("a damaged batch of facts")
            yield self._batch(content)
            at += _FRAME + size

    def _batch(self, content: bytes) -> list[tuple[ConstantFact, array[int]]]:
        line, _, rest = content.partition(b"\n")
        half = len(rest) // 2
        numbers, places = array("I", rest[:half]), array("I", rest[half:])
        facts = [
            (ConstantFact(ConstantKind(kind), Safety(safety), tuple(map(_name, axioms))), array("I"))
            for kind, safety, axioms in json.loads(line)
        ]
        for number, place in zip(numbers, places, strict=True):
            facts[place][1].append(number)
        if numbers and max(numbers) >= self._count:
            raise DataError("facts of constants that aren't there")
        return facts


def _name(parts: list[str | int]) -> Name:
    return tuple(parts)


def _checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
