"""Raw objects of an .olean file: every pointer and size is checked before anything is read through it."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from harness.errors import OleanError
from harness.lean.olean import layouts as lay
from harness.lean.olean.names import MAX_NUMBER

if TYPE_CHECKING:
    from harness.lean.olean.names import Name

SMALL_NAT_LIMIT = 1 << 63
"""Numbers below this are boxed on 64 bits; a big-number object below it is a forgery."""


@dataclass(frozen=True, slots=True)
class OleanLimits:
    """Bounds on what is read; beyond them a file is refused.

    max_bytes: of the file. max_name_depth: components of one name. max_name_part: characters of one of them.
    max_list: elements of one list. max_nat_bytes: of one big number. work_per_word: list elements, name
    components and objects in extension entries that are looked at in all, per 8 bytes of file.
    """

    max_bytes: int = 1 << 30
    max_name_depth: int = 256
    max_name_part: int = 10_000
    max_list: int = 100_000
    max_nat_bytes: int = 1 << 20
    work_per_word: int = 4


class Region:
    """The objects of one file. A handle is an object's offset in the file, or an odd number: a boxed scalar.

    Lean writes children before parents, so a pointer must lead below its referrer: no cycle can be read.
    Every method raises OleanError, with the offset, for what isn't well formed.
    """

    def __init__(
        self, data: memoryview, base: int, start: int, *, file: str | None, limits: OleanLimits
    ) -> None:
        self.data, self.base, self.start, self.file, self.limits = data, base, start, file, limits
        self.size = len(data) & ~7
        self.words = _words(data[: self.size])
        self._work = 1_000_000 + limits.work_per_word * (self.size >> 3)
        self._names: dict[int, Name] = {1: ()}
        self._strings: dict[int, str] = {}
        self._lists: dict[int, tuple[int, ...]] = {1: ()}
        self._naturals: dict[int, int] = {}

    def fail(self, what: str, offset: int) -> NoReturn:
        """Raise the error for `what` at byte `offset`."""
        what = what if len(what) <= 300 else what[:297] + "..."
        raise OleanError(f"{what} at offset {offset:#x}: the file is damaged or forged", file=self.file)

    def spend(self, amount: int, offset: int) -> None:
        """Count work that a small file could ask for many times over."""
        self._work -= amount
        if self._work < 0:
            self.fail("more shared lists and names than a real file has", offset)

    def forget(self) -> None:
        """Let go of decoded names and strings, which are decoded again where they are asked for."""
        self._names = {1: ()}
        self._strings = {}

    @property
    def decoded_names(self) -> int:
        """How many names are held decoded."""
        return len(self._names)

    def follow(self, word: int, referrer: int) -> int:
        """The handle that the pointer word `word` in the object at `referrer` means."""
        if word & 1:
            return word
        offset = word - self.base
        if word & 7 or not self.start <= offset < referrer:
            self.fail(f"pointer {word:#x} out of bounds, unaligned or not below its referrer", referrer)
        return offset

    def header(self, offset: int) -> tuple[int, int, int]:
        """(tag, number of pointer fields, bytes) of the object at `offset`; an array has 1 for the bytes."""
        if offset & 1:
            self.fail(f"boxed value {offset >> 1} where an object belongs", offset)
        word = self.words[offset >> 3]
        size = word >> 32 & 0xFFFF
        if word & 0xFFFFFFFF or offset + size > self.size:
            self.fail("bad object header", offset)
        return word >> 56, word >> 48 & 0xFF, size

    def fields(self, offset: int, shape: lay.ObjectShape) -> Sequence[int]:
        """Handles of the pointer fields of the object at `offset`, which must have `shape`."""
        tag, pointers, size = self.header(offset)
        if tag != shape.tag or pointers != shape.pointers or size < 8 + 8 * pointers + shape.scalars:
            self.fail(f"object of tag {tag} with {pointers} fields where another belongs", offset)
        at = (offset >> 3) + 1
        return [self.follow(word, offset) for word in self.words[at : at + pointers]]

    def scalars(self, offset: int, shape: lay.ObjectShape) -> bytes:
        """The scalar bytes of an object that `fields` has checked."""
        at = offset + 8 + 8 * shape.pointers
        return bytes(self.data[at : at + shape.scalars])

    def flag(self, value: int, offset: int) -> bool:
        """A stored Bool."""
        if value > 1:
            self.fail(f"truth value {value}", offset)
        return value == 1

    def array(self, offset: int) -> list[int]:
        """Handles of the elements of an array."""
        if self.header(offset)[0] != lay.ARRAY or offset + 24 > self.size:
            self.fail("no array where one belongs", offset)
        at = (offset >> 3) + 1
        count = self.words[at]
        if count > (self.size - offset - 24) >> 3:
            self.fail(f"array of {count} elements is larger than the file", offset)
        return [self.follow(word, offset) for word in self.words[at + 2 : at + 2 + count]]

    def string(self, offset: int) -> str:
        """A string; must be valid UTF-8."""
        found = self._strings.get(offset)
        if found is None:
            found = self._strings[offset] = self._read_string(offset)
        return found

    def _read_string(self, offset: int) -> str:
        if self.header(offset)[0] != lay.STRING or offset + 32 > self.size:
            self.fail("no string where one belongs", offset)
        count = self.words[(offset >> 3) + 1]
        if not 1 <= count <= self.size - offset - 32:
            self.fail(f"string of {count} bytes is larger than the file", offset)
        raw = bytes(self.data[offset + 32 : offset + 32 + count])
        try:
            text = raw[:-1].decode("utf-8")
        except UnicodeDecodeError:
            self.fail("string that isn't UTF-8", offset)
        if raw[-1] or len(text) != self.words[(offset >> 3) + 3]:
            self.fail("string with a wrong length", offset)
        return text

    def natural(self, handle: int) -> int:
        """A natural number; a big one must be as long as it needs to be, since Lean compares by form."""
        if handle & 1:
            return handle >> 1
        found = self._naturals.get(handle)
        if found is None:
            found = self._naturals[handle] = self._read_natural(handle)
        return found

    def _read_natural(self, offset: int) -> int:
        if self.header(offset)[0] != lay.MPZ or offset + 24 > self.size:
            self.fail("no natural number where one belongs", offset)
        counts, pointer = self.words[(offset >> 3) + 1], self.words[(offset >> 3) + 2]
        limbs = counts >> 32
        if pointer != self.base + offset + 24 or not 1 <= limbs <= (self.size - offset - 24) >> 3:
            self.fail("big number with a wrong size", offset)
        if 8 * limbs > self.limits.max_nat_bytes:
            self.fail(f"number of {8 * limbs} bytes is over the limit of {self.limits.max_nat_bytes}", offset)
        value = int.from_bytes(self.data[offset + 24 : offset + 24 + 8 * limbs], "little")
        if value < SMALL_NAT_LIMIT or value >> (64 * (limbs - 1)) == 0:
            self.fail("big number in a form that Lean never writes", offset)
        return value

    def small(self, handle: int, what: str, referrer: int) -> int:
        """A natural number that counts something in the file, so a boxed one below 2^32."""
        if not handle & 1 or handle >> 33:
            self.fail(f"impossible {what}", referrer)
        return handle >> 1

    def items(self, handle: int) -> tuple[int, ...]:
        """Handles of the elements of a List."""
        found = self._lists.get(handle)
        if found is None:
            found = self._lists[handle] = tuple(self._walk_list(handle))
        # Counted at each use: many constants can point at one long list.
        self.spend(len(found), handle)
        return found

    def _walk_list(self, handle: int) -> Iterator[int]:
        count = 0
        while handle != 1:
            count += 1
            if count > self.limits.max_list:
                self.fail(f"list of over {self.limits.max_list} elements", handle)
            head, handle = self.fields(handle, lay.CONS)
            yield head

    def name(self, handle: int) -> Name:
        """A name."""
        found = self._names.get(handle)
        if found is not None:
            return found
        chain: list[tuple[int, str | int]] = []
        at = handle
        while at not in self._names:
            if len(chain) >= self.limits.max_name_depth:
                self.fail(f"name of over {self.limits.max_name_depth} components", handle)
            if self.header(at)[0] == lay.NAME_STR.tag:
                prefix, part = self.fields(at, lay.NAME_STR)
                chain.append((at, self._name_part(part)))
            else:
                prefix, part = self.fields(at, lay.NAME_NUM)
                chain.append((at, self._name_number(part)))
            at = prefix
        name = self._names[at]
        if len(name) + len(chain) > self.limits.max_name_depth:
            self.fail(f"name of over {self.limits.max_name_depth} components", handle)
        for offset, component in reversed(chain):
            name = (*name, component)
            self._names[offset] = name
            self.spend(len(name), offset)
        return name

    def _name_part(self, handle: int) -> str:
        text = self.string(handle)
        if len(text) > self.limits.max_name_part:
            self.fail(f"name with a part of over {self.limits.max_name_part} characters", handle)
        return text

    def _name_number(self, handle: int) -> int:
        number = self.natural(handle)
        if number >= MAX_NUMBER:
            self.fail("name with a number of over 64 bits", handle)
        return number

    def names(self, handle: int) -> tuple[Name, ...]:
        """A List of names."""
        return tuple(self.name(item) for item in self.items(handle))


def _words(data: memoryview) -> Sequence[int]:
    """The bytes as little-endian 64-bit words."""
    if sys.byteorder == "little":
        return data.cast("B").cast("Q")
    words = array("Q")
    words.frombytes(data.tobytes())
    words.byteswap()
    return words
