"""Lean's objects in memory: made, read and kept alive. The one place that knows about reference counts.

An object is a word: odd for a boxed number, else an address. At the address lie an i32 count, u16 size,
u8 number of pointer fields, u8 tag, then the fields (`src/include/lean/lean.h`).

The rule: whatever `Heap` returns is kept, i.e. its count is 0, which for Lean means that it lives as long as
the process and is never counted. So it may be passed to a function that consumes its argument, or to one
that borrows it, any number of times. The memory is freed with the process, which is a child of a fork or
holds no more than a header.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Sequence

from harness.errors import LeanUnavailableError
from harness.lean.native.library import Lean

_SMALL = 1 << 63
_ARRAY_TAG = 246
_HEADER = struct.Struct("<iHBB")
CLOSURE_TAG = 245
CLOSURE = struct.Struct("<iHBBQHH4x")
"""An object's header, then function, number of arguments, number of those that are bound."""
_STRING_BYTES = 32
_U64_BITS = 64
_SHARE = 1 << 20

_Count = ctypes.c_int32
_Word = ctypes.c_uint64
_Byte = ctypes.c_uint8


def box(number: int) -> int:
    """The object of a number below 2^63, or of the constructor of that index without fields."""
    return number << 1 | 1


NIL = NONE = ANONYMOUS = ZERO = box(0)
"""Empty list, `none`, the anonymous name, universe level zero."""


def tag(obj: int) -> int:
    """The index of the object's constructor."""
    return obj >> 1 if obj & 1 else _Byte.from_address(obj + 7).value


def field(obj: int, index: int) -> int:
    """The pointer field `index` of a constructor object; alive as long as the object."""
    return _Word.from_address(obj + 8 + 8 * index).value


def scalar(obj: int, pointers: int, index: int) -> int:
    """Byte `index` of the scalars behind the object's `pointers` pointer fields."""
    return _Byte.from_address(obj + 8 + 8 * pointers + index).value


def items(obj: int) -> list[int]:
    """The elements of a List."""
    found = []
    while not obj & 1:
        found.append(field(obj, 0))
        obj = field(obj, 1)
    return found


def text(obj: int) -> str:
    """The text of a String."""
    size = _Word.from_address(obj + 8).value - 1
    return ctypes.string_at(obj + _STRING_BYTES, size).decode("utf-8", "replace")


def keep(obj: int) -> int:
    """Make an object that Lean returned live as long as the process; returns it."""
    if not obj & 1:
        count = _Count.from_address(obj)
        # The library's own constants have count 0 and may lie in memory that can't be written.
        if count.value:
            count.value = 0
    return obj


def share(obj: int) -> int:
    """Let an object that is shared with Lean's threads outlive every use, whichever thread counts it at this
    moment; returns it."""
    if not obj & 1:
        count = _Count.from_address(obj)
        if count.value > 0:
            count.value += _SHARE
        elif count.value < 0:
            count.value -= _SHARE
    return obj


class Heap:
    """Makes objects in the memory of a Lean."""

    def __init__(self, lean: Lean) -> None:
        self.lean = lean

    def constructor(self, index: int, fields: Sequence[int], scalars: bytes = b"") -> int:
        """A constructor object with pointer `fields` and `scalars`, which must be in Lean's order.

        Without either it is a boxed number.
        """
        if not fields and not scalars:
            return box(index)
        scalars += bytes(-len(scalars) % 8)
        size = 8 + 8 * len(fields) + len(scalars)
        data = _HEADER.pack(0, size, len(fields), index) + struct.pack(f"<{len(fields)}Q", *fields) + scalars
        obj = self.lean.alloc(size)
        ctypes.memmove(obj, data, size)
        return obj

    def string(self, value: str) -> int:
        """A String."""
        data = value.encode("utf-8")
        return keep(self.lean.string(data, len(data)))

    def array(self, elements: Sequence[int]) -> int:
        """An Array."""
        count = len(elements)
        data = _HEADER.pack(0, 0, 0, _ARRAY_TAG) + struct.pack(f"<{count + 2}Q", count, count, *elements)
        obj = self.lean.alloc(len(data))
        ctypes.memmove(obj, data, len(data))
        return obj

    def closure(self, symbol: str, arguments: int, *bound: int) -> int:
        """A function of the library that takes `arguments`, of which the first are `bound` already."""
        size = CLOSURE.size + 8 * len(bound)
        address = self.lean.address(symbol)
        data = CLOSURE.pack(0, size, 0, CLOSURE_TAG, address, arguments, len(bound))
        obj = self.lean.alloc(size)
        ctypes.memmove(obj, data + struct.pack(f"<{len(bound)}Q", *bound), size)
        return obj

    def list(self, elements: Sequence[int]) -> int:
        """A List."""
        found = NIL
        for element in reversed(elements):
            found = self.constructor(1, (element, found))
        return found

    def natural(self, value: int) -> int:
        """A Nat of any size, put together from halves: its decimal form would cost quadratic time."""
        if value < _SMALL:
            return box(value)
        bits = value.bit_length()
        if bits <= _U64_BITS:
            return keep(self.lean.uint64_to_nat(value))
        half = max(bits // 2 // _U64_BITS, 1) * _U64_BITS
        high = keep(self.lean.nat_shift_left(self.natural(value >> half), box(half)))
        return keep(self.lean.nat_add(high, self.natural(value & (1 << half) - 1)))

    def io(self, result: int) -> int:
        """The value of an IO action's result. Raises LeanUnavailableError with Lean's text if it failed."""
        value = keep(field(result, 0))
        if tag(result) != 0:
            raise LeanUnavailableError(f"Lean says: {text(self.lean.io_error_text(value))}")
        return value
