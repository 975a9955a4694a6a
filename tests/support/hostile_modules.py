"""Modules that no Lean writes: hand-made ones, each with one fault or oddity, and changed good ones.

Each is on top of Embedded.Arith and has, as far as it can be read, `theorem t : True := True.intro`.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from olean_builder import BASE, Builder, box, patched

from harness.lean.olean.names import MAX_NUMBER

Make = Callable[[Builder], int]
HARMLESS: Make = lambda b: b.name("Lean", "reducibilityCoreExt")  # noqa: E731
"""An extension that every module has entries of."""


class Draft:
    """A module under way: what its root points to, so that one part can be another's."""

    def __init__(self) -> None:
        self.build = Builder()
        b = self.build
        self.imports = [self.imported(b.name("Embedded", "Arith"))]
        self.names: list[int] = []
        self.infos: list[int] = []
        self.extra: list[int] = []
        self.entries: list[int] = []

    def imported(self, name: int) -> int:
        return self.build.ctor(0, [name], b"\0\1\0")

    def theorem(
        self,
        *,
        name: int | None = None,
        kind: int | None = None,
        value: int | None = None,
        params: Sequence[int] = (),
        block: Sequence[int] | None = None,
    ) -> Draft:
        b = self.build
        name = b.name("t") if name is None else name
        kind = b.const("True") if kind is None else kind
        value = b.const("True", "intro") if value is None else value
        head = b.ctor(0, [name, b.list(params), kind])
        parts = [head, value, b.list([name] if block is None else block)]
        self.names.append(name)
        self.infos.append(b.ctor(2, [b.ctor(0, parts)]))
        return self

    def add(self, name: int, info: int) -> Draft:
        self.names.append(name)
        self.infos.append(info)
        return self

    def entry(self, name: int, values: Sequence[int]) -> Draft:
        return self.entries_at(self.build.ctor(0, [name, self.build.array(values)]))

    def entries_at(self, pair: int) -> Draft:
        self.entries.append(pair)
        return self

    def code(self, name: int) -> Draft:
        self.extra.append(name)
        return self

    def module(self, *imports: int) -> Draft:
        self.imports.extend(imports)
        return self

    def finish(self) -> bytes:
        b = self.build
        parts = (self.imports, self.names, self.infos, self.extra, self.entries)
        return b.finish(b.ctor(0, [b.array(part) for part in parts], b"\0"))


def _bad_string(b: Builder, data: bytes, characters: int | None = None, size: int | None = None) -> int:
    size = len(data) + 1 if size is None else size
    head = struct.pack("<iHBBQQQ", 0, 1, 0, 249, size, size, len(data) if characters is None else characters)
    return b.raw(head + data + b"\0")


def _named(b: Builder, part: int, *, number: bool = False, prefix: int = 1, hashed: int = 0) -> int:
    return b.ctor(2 if number else 1, [prefix, part], struct.pack("<Q", hashed))


def _mpz(b: Builder, allocated: int, limbs: int, data: bytes, *, pointer: int | None = None) -> int:
    at = b.here + 24 if pointer is None else pointer
    return b.raw(struct.pack("<iHBBiiQ", 0, 24, 0, 250, allocated, limbs, at) + data)


NAMES: dict[str, Make] = {
    "number of 5,001 digits": lambda b: b.name("t", 10**5000),
    "number of 65 bits": lambda b: b.name("t", MAX_NUMBER),
    "number of a megabyte": lambda b: b.name("t", 1 << (8 << 20) - 1),
    "number in a text": lambda b: _named(b, b.string("9" * 9000), number=True),
    "number that points at itself": lambda b: _named(
        b, _mpz(b, 1, 1, b"\1" * 8, pointer=b.here), number=True
    ),
    "long part": lambda b: b.name("x" * 20_000),
    "many parts": lambda b: b.name(*("a" * 300)),
    "half a surrogate pair": lambda b: _named(b, _bad_string(b, b"\xed\xa0\x80", 1)),
    "overlong character": lambda b: _named(b, _bad_string(b, b"\xc0\x80", 1)),
    "NUL and a line's end": lambda b: b.name("t\0\n\r\x1b[2J\u202e"),
    "wrong hash": lambda b: _named(b, b.string("t"), hashed=(1 << 64) - 1),
    "other text": lambda b: _named(b, _bad_string(b, b"tt", 7)),
    "text beyond the end": lambda b: _named(b, _bad_string(b, b"t", 1, size=1 << 62)),
    "boxed text": lambda b: _named(b, box(5)),
    "prefix that is no name": lambda b: _named(b, b.string("t"), prefix=b.string("s")),
    "largest number": lambda b: b.name("t", MAX_NUMBER - 1),
}
"""Names to be put at each of PLACES; the last is fine."""

PLACES: dict[str, Callable[[Draft, int], Draft]] = {
    "theorem": lambda d, name: d.theorem(name=name),
    "beside the theorem": lambda d, name: d.theorem().theorem(name=name),
    "used in the statement": lambda d, name: d.theorem(kind=d.build.ctor(4, [name, box(0)], bytes(8))),
    "used in the proof": lambda d, name: d.theorem(value=d.build.ctor(4, [name, box(0)], bytes(8))),
    "projected": lambda d, name: d.theorem(value=d.build.ctor(11, [name, box(0), d.build.lit(1)], bytes(8))),
    "universe": lambda d, name: d.theorem(params=[name]),
    "level": lambda d, name: d.theorem(value=d.build.sort(d.build.ctor(4, [name], bytes(8)))),
    "binder": lambda d, name: d.theorem(
        value=d.build.ctor(6, [name, d.build.const("True"), d.build.bvar(0)], bytes(9))
    ),
    "block": lambda d, name: d.theorem(block=[name]),
    "import": lambda d, name: d.module(d.imported(name)).theorem(),
    "compiled code": lambda d, name: d.code(name).theorem(),
    "extension": lambda d, name: d.entry(name, [d.build.lit(1)]).theorem(),
    "entry": lambda d, name: d.entry(HARMLESS(d.build), [d.build.ctor(0, [name, name])]).theorem(),
}


def _module(make: Callable[[Draft], object]) -> bytes:
    draft = Draft()
    make(draft)
    return draft.finish()


def named() -> Iterator[tuple[str, bytes]]:
    """Each odd name at each place."""
    for what, name in NAMES.items():
        for where, put in PLACES.items():
            yield f"{what} as {where}", _module(lambda d, name=name, put=put: put(d, name(d.build)))  # type: ignore[misc]


def _chain(step: Callable[[Builder, int], int], start: Make, depth: int) -> Make:
    def make(b: Builder) -> int:
        at = start(b)
        for _ in range(depth):
            at = step(b, at)
        return at

    return make


def _deep(depth: int) -> dict[str, Make]:
    zero: Make = lambda b: b.const("Nat", "zero")  # noqa: E731
    return {
        "applications": _chain(lambda b, at: b.app(at, at), zero, depth),
        "applications to the right": _chain(
            lambda b, at: b.app(b.const("Nat", "succ"), at), zero, depth // 4
        ),
        "functions": _chain(lambda b, at: b.lam(at, at), zero, depth),
        "arrows": _chain(lambda b, at: b.pi(at, at), zero, depth),
        "lets": _chain(lambda b, at: b.let(at, at, at), zero, depth),
        "metadata": _chain(lambda b, at: b.mdata(at), zero, depth),
        "projections": _chain(lambda b, at: b.proj("And", 0, at), zero, depth // 4),
        "successors of levels": lambda b: b.sort(
            _chain(lambda c, at: c.succ(at), lambda c: box(0), depth)(b)
        ),
        "maxima of levels": lambda b: b.sort(
            _chain(lambda c, at: c.level_max(at, at), lambda c: c.param("u"), depth)(b)
        ),
        "imaxima of levels": lambda b: b.sort(
            _chain(lambda c, at: c.level_max(at, at, imax=True), lambda c: c.param("u"), depth)(b)
        ),
    }


def _object(tag: int, pointers: int, size: int, body: bytes = b"") -> Make:
    return lambda b: b.raw(struct.pack("<iHBB", 0, size, pointers, tag) + body)


ODD_OBJECTS: dict[str, Make] = {
    "closure": _object(245, 1, 32, bytes(24)),
    "tag 244": _object(244, 0, 8),
    "thunk of nothing": _object(251, 1, 16, bytes(8)),
    "task": _object(252, 1, 24, struct.pack("<QQ", 1, 1)),
    "reference to itself": lambda b: b.raw(struct.pack("<iHBBQ", 0, 16, 1, 253, b.here)),
    "external": _object(254, 0, 8),
    "reserved": _object(255, 0, 8),
    "array of bytes": lambda b: b.raw(struct.pack("<iHBBQQ", 0, 1, 0, 248, 4, 4) + b"abcd"),
    "array of structs": lambda b: b.raw(struct.pack("<iHBBQQ", 0, 1, 0, 247, 0, 0)),
    "array of 2^61": lambda b: b.raw(struct.pack("<iHBBQQ", 0, 1, 0, 246, 1 << 61, 1 << 61)),
    "array of 2^64 - 1": lambda b: b.raw(struct.pack("<iHBBQQ", 0, 1, 0, 246, (1 << 64) - 1, 0)),
    "array smaller than its size": lambda b: b.raw(struct.pack("<iHBBQQQ", 0, 1, 0, 246, 1, 0, 1)),
    "object with 200 fields": lambda b: b.ctor(3, [box(0)] * 200),
    "object smaller than its fields": _object(1, 9, 16, bytes(8)),
    "object of no size": _object(1, 0, 0),
    "object with a count": lambda b: b.raw(struct.pack("<iHBBQ", 7, 16, 1, 1, 1)),
    "text of no size": lambda b: _bad_string(b, b"", 0, size=0),
    "number without limbs": lambda b: _mpz(b, 0, 0, b""),
    "number of -1 limbs": lambda b: _mpz(b, -1, -1, bytes(8)),
    "number of 2^31 - 1 limbs": lambda b: _mpz(b, 1, (1 << 31) - 1, bytes(8)),
    "number with zeros in front": lambda b: _mpz(b, 2, 2, b"\1" * 8 + bytes(8)),
    "number that is small": lambda b: _mpz(b, 1, 1, struct.pack("<Q", 5)),
    "word inside a text": lambda b: b.string("\0\0\0\0\x10\0\1\1" + "\1" * 8) + 32,
    "boxed 2^62": lambda b: box(1 << 62),
    "null": lambda b: 0,
    "unaligned": lambda b: b.string("x") + 4,
    "the header": lambda b: BASE,
    "the root's place": lambda b: BASE + 0x58,
    "the next object": lambda b: b.here,
    "far behind": lambda b: BASE + (1 << 40),
}
"""Objects to be put where a term, a name, a level, an entry belong."""

SLOTS: dict[str, Callable[[Draft, int], Draft]] = {
    "entry": lambda d, at: d.entry(HARMLESS(d.build), [at, at]).theorem(),
    "entries": lambda d, at: d.entries_at(d.build.ctor(0, [d.build.name("x"), at])).theorem(),
    "statement": lambda d, at: d.theorem(kind=at),
    "proof": lambda d, at: d.theorem(value=at),
    "name": lambda d, at: d.theorem(name=at),
    "level": lambda d, at: d.theorem(value=d.build.sort(at)),
    "number": lambda d, at: d.theorem(value=d.build.ctor(9, [d.build.ctor(0, [at])], bytes(8))),
    "text": lambda d, at: d.theorem(value=d.build.ctor(9, [d.build.ctor(1, [at])], bytes(8))),
    "constant": lambda d, at: d.theorem().add(d.build.name("c"), at),
    "import": lambda d, at: d.theorem().module(at),
}


def odd() -> Iterator[tuple[str, bytes]]:
    """Each odd object at each slot."""
    for what, make in ODD_OBJECTS.items():
        for where, put in SLOTS.items():
            yield f"{what} as {where}", _module(lambda d, make=make, put=put: put(d, make(d.build)))  # type: ignore[misc]


def deep(depth: int = 20_000) -> Iterator[tuple[str, bytes]]:
    """Terms and levels far deeper than any stack of Python's, as statement and as proof."""
    for what, make in _deep(depth).items():
        yield f"{what} as proof", _module(lambda d, make=make: d.theorem(value=make(d.build)))  # type: ignore[misc]
        yield f"{what} as statement", _module(lambda d, make=make: d.theorem(kind=make(d.build)))  # type: ignore[misc]


def _repeated(count: int, step: Callable[[Draft, int], object]) -> Callable[[Draft], object]:
    return lambda d: [step(d, number) for number in range(count)]


def _many(count: int) -> dict[str, Callable[[Draft], object]]:
    return {
        "imports": lambda d: d.module(*d.imports * count).theorem(),
        "extensions": _repeated(count, lambda d, number: d.entry(d.build.name("x", number), [])),
        "entries": lambda d: d.entry(HARMLESS(d.build), [box(0)] * count).theorem(),
        "universes": lambda d: d.theorem(params=[d.build.name("u", number) for number in range(count)]),
        "names in a block": lambda d: d.theorem(block=[d.build.name("t")] * count),
        "constants of one name": _repeated(3, lambda d, number: d.theorem()),
        "theorems": _repeated(count, lambda d, number: d.theorem(name=d.build.name("t", number))),
        "levels of a constant": lambda d: d.theorem(
            value=d.build.ctor(4, [d.build.name("True", "intro"), d.build.list([box(0)] * count)], bytes(8))
        ),
    }


def many(count: int = 3000) -> Iterator[tuple[str, bytes]]:
    """More of something than any file has."""
    for what, make in _many(count).items():
        yield f"many {what}", _module(make)


def ends() -> Iterator[tuple[str, bytes]]:
    """Roots and sizes at the very end, and beyond it; headers cut off."""
    good = _module(lambda d: d.theorem())
    size = len(good)
    for what, word in (
        ("the end", BASE + size),
        ("the last word", BASE + size - 8),
        ("the last byte", BASE + size - 1),
        ("itself", BASE + 0x58),
        ("nothing", 0),
        ("a boxed number", 1),
        ("the top", (1 << 64) - 8),
    ):
        yield f"root at {what}", patched(good, 0x58, word)
    for base in (0, 8, 1 << 63, (1 << 64) - 8, BASE + 8, BASE - (1 << 16)):
        yield f"base {base:#x}", patched(good, 0x50, base)
    for length in (0, 5, 6, 0x50, 0x58, 0x60, 0x68, size - 8, size - 1):
        yield f"the first {length} bytes", good[:length]
    yield "a byte too many", good + b"\0"
    yield "version of many digits", good[:7] + b"4." + b"9" * 31 + good[40:]
    yield "another version", good[:7] + b"4.34.0".ljust(33, b"\0") + good[40:]
    yield "the module system's flag", good.replace(struct.pack("<Q", 0), struct.pack("<Q", 1))


def reference() -> bytes:
    """The module with the statement that they are compared with, by the same Lean as theirs."""
    return _module(lambda d: d.theorem())


HAND_MADE: dict[str, bytes] = {}


def hand_made() -> dict[str, bytes]:
    """Every module of this file that isn't random, by its name; made once."""
    if not HAND_MADE:
        for part in (named, odd, deep, many, ends):
            HAND_MADE.update(part())
    return HAND_MADE


def change(data: bytes, rng: random.Random) -> bytes:
    """A good file with one change that knows the format: an object's head, a pointer, a count, a limb."""
    words = list(struct.unpack_from(f"<{(len(data) - 0x60) // 8}Q", data, 0x60))
    base = struct.unpack_from("<Q", data, 0x50)[0]
    at = rng.randrange(len(words))
    pointers = [index for index, word in enumerate(words) if base <= word < base + len(data)]
    heads = [index for index, word in enumerate(words) if word and not word & 0xFFFFFFFF and word >> 56]
    kinds: list[Callable[[], None]] = [
        partial(_put, words, rng.choice(pointers), base + 0x60 + 8 * at),
        partial(_put, words, rng.choice(pointers), base + len(data) - 8 * rng.randrange(4)),
        partial(_put, words, rng.choice(pointers), rng.choice((1, 3, 1 << 63 | 1, (1 << 64) - 1))),
        partial(_put, words, rng.choice(pointers), words[rng.choice(pointers)]),
        partial(_head, words, rng.choice(heads), rng, 56),
        partial(_head, words, rng.choice(heads), rng, 48),
        partial(_head, words, rng.choice(heads), rng, 32),
        partial(_put, words, rng.choice(heads) + 1 if heads else 0, rng.choice((0, 1, 1 << 32, 1 << 61))),
    ]
    rng.choice(kinds)()
    return data[:0x60] + struct.pack(f"<{len(words)}Q", *words) + data[0x60 + 8 * len(words) :]


def _put(words: list[int], at: int, word: int) -> None:
    words[min(at, len(words) - 1)] = word


def _head(words: list[int], at: int, rng: random.Random, shift: int) -> None:
    mask = 0xFFFF if shift == 32 else 0xFF
    value = rng.choice((0, 1, 2, 9, 11, 12, 244, 246, 249, 250, 251, 255, rng.randrange(256))) & mask
    words[at] = words[at] & ~(mask << shift) | value << shift
