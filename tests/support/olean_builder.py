"""Writes small .olean files by hand, good ones and broken ones, for tests of the reader."""

from __future__ import annotations

import struct
from collections.abc import Sequence

BASE = 0x6309_2049_0000
VERSION, GITHASH = b"4.35.0", b"f" * 40


class Builder:
    """Appends objects as Lean's compactor does, children first; each method returns its object's pointer."""

    def __init__(self) -> None:
        self.body = bytearray()
        self._strings: dict[bytes, int] = {}

    @property
    def here(self) -> int:
        """The address of the next object."""
        return BASE + 0x60 + len(self.body)

    def raw(self, data: bytes) -> int:
        at = self.here
        self.body += data + bytes(-len(data) % 8)
        return at

    def ctor(self, tag: int, fields: Sequence[int] = (), scalars: bytes = b"") -> int:
        size = 8 + 8 * len(fields) + (len(scalars) + 7) // 8 * 8
        return self.raw(
            struct.pack("<iHBB", 0, size, len(fields), tag)
            + struct.pack(f"<{len(fields)}Q", *fields)
            + scalars
        )

    def string(self, text: str) -> int:
        data = text.encode()
        head = struct.pack("<iHBBQQQ", 0, 1, 0, 249, len(data) + 1, len(data) + 1, len(text))
        return self.raw(head + data + b"\0")

    def array(self, items: Sequence[int]) -> int:
        head = struct.pack("<iHBBQQ", 0, 1, 0, 246, len(items), len(items))
        return self.raw(head + struct.pack(f"<{len(items)}Q", *items))

    def nat(self, value: int) -> int:
        if value < 1 << 63:
            return box(value)
        limbs = value.to_bytes((value.bit_length() + 63) // 64 * 8, "little")
        count = len(limbs) // 8
        return self.raw(struct.pack("<iHBBiiQ", 0, 24, 0, 250, count, count, self.here + 24) + limbs)

    def name(self, *parts: str | int) -> int:
        at = box(0)
        for part in parts:
            tag, field = (1, self.string(part)) if isinstance(part, str) else (2, self.nat(part))
            at = self.ctor(tag, [at, field], bytes(8))
        return at

    def list(self, items: Sequence[int]) -> int:
        at = box(0)
        for item in reversed(items):
            at = self.ctor(1, [item, at])
        return at

    def bvar(self, index: int) -> int:
        return self.ctor(0, [box(index)], bytes(8))

    def sort(self, level: int) -> int:
        return self.ctor(3, [level], bytes(8))

    def const(self, *parts: str | int, levels: Sequence[int] = ()) -> int:
        return self.ctor(4, [self.name(*parts), self.list(levels)], bytes(8))

    def app(self, function: int, argument: int) -> int:
        return self.ctor(5, [function, argument], bytes(8))

    def pi(self, kind: int, body: int, binder: str = "x", info: int = 0) -> int:
        return self.ctor(7, [self.name(binder), kind, body], bytes(8) + bytes([info]))

    def lam(self, kind: int, body: int, binder: str = "x", info: int = 0) -> int:
        return self.ctor(6, [self.name(binder), kind, body], bytes(8) + bytes([info]))

    def let(self, kind: int, value: int, body: int) -> int:
        return self.ctor(8, [self.name("x"), kind, value, body], bytes(9))

    def lit(self, value: int | str) -> int:
        inner = (
            self.ctor(1, [self.string(value)]) if isinstance(value, str) else self.ctor(0, [self.nat(value)])
        )
        return self.ctor(9, [inner], bytes(8))

    def mdata(self, term: int) -> int:
        return self.ctor(10, [box(0), term], bytes(8))

    def proj(self, structure: str, index: int, term: int) -> int:
        return self.ctor(11, [self.name(structure), box(index), term], bytes(8))

    def param(self, *parts: str | int) -> int:
        return self.ctor(4, [self.name(*parts)], bytes(8))

    def succ(self, level: int) -> int:
        return self.ctor(1, [level], bytes(8))

    def level_max(self, first: int, second: int, *, imax: bool = False) -> int:
        return self.ctor(3 if imax else 2, [first, second], bytes(8))

    def head(self, name: int, params: int, kind: int) -> int:
        return self.ctor(0, [name, params, kind])

    def theorem(self, text: str, kind: int, value: int, params: Sequence[str] = ()) -> int:
        name = self.name(*text.split("."))
        head = self.head(name, self.list([self.name(param) for param in params]), kind)
        return self.ctor(2, [self.ctor(0, [head, value, self.list([name])])])

    def axiom(self, text: str, kind: int) -> int:
        return self.ctor(0, [self.ctor(0, [self.head(self.name(*text.split(".")), box(0), kind)], b"\0")])

    def definition(
        self, text: str, kind: int, value: int, params: Sequence[str] = (), safety: int = 1
    ) -> int:
        name = self.name(*text.split("."))
        head = self.head(name, self.list([self.name(param) for param in params]), kind)
        return self.ctor(1, [self.ctor(0, [head, value, box(1), self.list([name])], bytes([safety]))])

    def file(self, constants: Sequence[tuple[str, int]], imports: Sequence[str] = ()) -> bytes:
        """A whole file with these (name, ConstantInfo) and no extension entries."""
        names = self.array([self.name(*text.split(".")) for text, _ in constants])
        wanted = [self.ctor(0, [self.name(*item.split("."))], b"\0\1\0") for item in imports]
        fields = [
            self.array(wanted),
            names,
            self.array([info for _, info in constants]),
            self.array([]),
            self.array([]),
        ]
        return self.finish(self.ctor(0, fields, b"\0"))

    def finish(self, root: int) -> bytes:
        """The file with this root pointer."""
        head = b"olean\x02\x01" + VERSION.ljust(33, b"\0") + GITHASH
        return head + struct.pack("<QQ", BASE, root) + bytes(self.body)


def box(value: int) -> int:
    """A boxed number."""
    return value << 1 | 1


def patched(data: bytes, offset: int, word: int) -> bytes:
    """The file with the 64-bit word at `offset` replaced."""
    return data[:offset] + struct.pack("<Q", word) + data[offset + 8 :]
