"""Changes single words of a compiled module, as a forger would; the rest of the file stays as it was."""

from __future__ import annotations

import struct

from harness.lean.olean import Module, Name, read_olean

_BASE_AT, _ROOT_AT = 0x50, 0x58


class Forge:
    """A module's bytes, and where in them the parts of a constant lie. Offsets count bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.module: Module = read_olean(data)
        self._base = self._word(_BASE_AT)

    def _word(self, offset: int) -> int:
        value: int = struct.unpack_from("<Q", self.data, offset)[0]
        return value

    def follow(self, offset: int) -> int:
        """Where the pointer at `offset` leads."""
        return self._word(offset) - self._base

    def value_object(self, name: Name) -> int:
        """The object behind a ConstantInfo: TheoremVal, RecursorVal ..."""
        constants = self.follow(self.follow(_ROOT_AT) + 8 + 8 * 2)
        index = list(self.module.constants).index(name)
        return self.follow(self.follow(constants + 24 + 8 * index) + 8)

    def field(self, name: Name, index: int) -> int:
        """The offset of pointer field `index` of the constant's value object."""
        return self.value_object(name) + 8 + 8 * index

    def type_field(self, name: Name) -> int:
        """The offset of the pointer to the constant's type."""
        return self.follow(self.field(name, 0)) + 8 + 8 * 2

    def put(self, offset: int, word: int) -> bytes:
        """The file with another word at `offset`."""
        return self.data[:offset] + struct.pack("<Q", word) + self.data[offset + 8 :]

    def put_byte(self, offset: int, value: int) -> bytes:
        """The file with another byte at `offset`."""
        return self.data[:offset] + bytes([value]) + self.data[offset + 1 :]

    def copy(self, source: int, target: int) -> bytes:
        """The file with the word at `source` written to `target` too."""
        return self.put(target, self._word(source))
