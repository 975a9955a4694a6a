"""Forged and damaged files: each raises OleanError with an offset, and its sound twin reads."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from forged_files import read_all, simple
from olean_builder import BASE, Builder, box, patched
from olean_terms import used_constants

from harness.errors import OleanError
from harness.lean.olean import OleanLimits, read_olean


def test_the_sound_file_reads() -> None:
    module = read_all(simple())
    assert used_constants(module, module.constants[("c",)].type) == {("f",)}


def self_app(build: Builder, term: int) -> int:
    at = build.here
    return build.ctor(5, [term, at], bytes(8))


def forward(build: Builder, term: int) -> int:
    # The argument is written after the application.
    at = build.ctor(5, [term, build.here + 32], bytes(8))
    build.ctor(5, [term, term], bytes(8))
    return at


def two_cycle(build: Builder, term: int) -> int:
    first = build.ctor(5, [term, build.here + 32], bytes(8))
    return build.ctor(5, [term, first], bytes(8))


def cyclic_mdata(build: Builder, term: int) -> int:
    return build.ctor(10, [box(0), build.here], bytes(8))


def self_name(build: Builder, term: int) -> int:
    name = build.ctor(1, [build.here + 0, build.string("x")], bytes(8))
    return build.ctor(4, [name, box(0)], bytes(8))


def cyclic_list(build: Builder, term: int) -> int:
    cell = build.ctor(1, [box(0), build.here])
    return build.ctor(4, [build.name("f"), cell], bytes(8))


def cyclic_level(build: Builder, term: int) -> int:
    return build.sort(build.ctor(1, [build.here], bytes(8)))


FORGED_TYPES: dict[str, Callable[[Builder, int], int]] = {
    "application of itself": self_app,
    "pointer upwards": forward,
    "cycle of two": two_cycle,
    "mdata of itself": cyclic_mdata,
    "name with itself as prefix": self_name,
    "endless list": cyclic_list,
    "level above itself": cyclic_level,
    "boxed term": lambda b, t: box(7),
    "boxed argument": lambda b, t: b.app(t, box(0)),
    "null pointer": lambda b, t: b.app(t, 0),
    "unaligned pointer": lambda b, t: b.app(t, t + 4),
    "odd pointer": lambda b, t: b.app(t, t + 1),
    "pointer into the header": lambda b, t: b.app(t, BASE + 8),
    "pointer at the root's place": lambda b, t: b.app(t, BASE + 0x58),
    "pointer below the base": lambda b, t: b.app(t, BASE - 64),
    "pointer behind the end": lambda b, t: b.app(t, BASE + 0x100_0000),
    "pointer at the top of memory": lambda b, t: b.app(t, 2**64 - 8),
    "unknown expression": lambda b, t: b.ctor(12, [t], bytes(8)),
    "free variable": lambda b, t: b.ctor(1, [b.name("x")], bytes(8)),
    "meta variable": lambda b, t: b.ctor(2, [b.name("x")], bytes(8)),
    "application with one field": lambda b, t: b.ctor(5, [t], bytes(16)),
    "application with three fields": lambda b, t: b.ctor(5, [t, t, t], bytes(8)),
    "application without its scalars": lambda b, t: b.ctor(5, [t, t]),
    "binder without its kind": lambda b, t: b.ctor(7, [box(0), t, t], bytes(8)),
    "binder of an unknown kind": lambda b, t: b.pi(t, t, info=4),
    "let with a wrong flag": lambda b, t: b.ctor(8, [box(0), t, t, t], bytes(8) + b"\2"),
    "string for a term": lambda b, t: b.string("x"),
    "array for a term": lambda b, t: b.array([t]),
    "name for a term": lambda b, t: b.name("x"),
    "term for a name": lambda b, t: b.ctor(4, [t, box(0)], bytes(8)),
    "boxed name": lambda b, t: b.ctor(4, [box(1), box(0)], bytes(8)),
    "name of a number for a text": lambda b, t: b.ctor(
        4, [b.ctor(1, [box(0), box(3)], bytes(8)), box(0)], bytes(8)
    ),
    "term for a level": lambda b, t: b.sort(t),
    "level variable": lambda b, t: b.sort(b.ctor(5, [b.name("u")], bytes(8))),
    "boxed level": lambda b, t: b.sort(box(1)),
    "huge variable index": lambda b, t: b.ctor(0, [box(2**40)], bytes(8)),
    "variable index out of line": lambda b, t: b.ctor(0, [b.nat(2**64)], bytes(8)),
    "huge field index": lambda b, t: b.ctor(11, [b.name("S"), box(2**33), t], bytes(8)),
    "literal of another kind": lambda b, t: b.ctor(9, [b.ctor(2, [box(1)])], bytes(8)),
    "string literal of a number": lambda b, t: b.ctor(9, [b.ctor(1, [box(1)])], bytes(8)),
    "number literal of a string": lambda b, t: b.ctor(9, [b.ctor(0, [b.string("1")])], bytes(8)),
    "reference count": lambda b, t: b.raw(struct.pack("<iHBBQQQ", 1, 32, 2, 5, t, t, 0)),
    "object size 0": lambda b, t: b.raw(struct.pack("<iHBBQQQ", 0, 0, 2, 5, t, t, 0)),
    "object over the end": lambda b, t: b.raw(struct.pack("<iHBBQQQ", 0, 65528, 2, 5, t, t, 0)),
}


@pytest.mark.parametrize("name", FORGED_TYPES)
def test_forged_terms(name: str) -> None:
    with pytest.raises(OleanError, match=r"forged: .* at offset 0x[0-9a-f]+: the file is damaged or forged"):
        read_all(simple(FORGED_TYPES[name]))


def string_object(size: int, length: int, data: bytes) -> Callable[[Builder, int], int]:
    def change(build: Builder, term: int) -> int:
        text = build.raw(struct.pack("<iHBBQQQ", 0, 1, 0, 249, size, size, length) + data)
        return build.ctor(9, [build.ctor(1, [text])], bytes(8))

    return change


@pytest.mark.parametrize(
    ("size", "length", "data", "good"),
    [
        (3, 2, b"ab\0", True),
        (3, 1, "é\0".encode(), True),
        (0, 0, b"\0", False),
        (3, 3, b"ab\0", False),
        (3, 2, b"abc", False),
        (3, 2, b"\xc3\x28\0", False),
        (3, 1, b"\xc0\x80\0", False),
        (4, 1, b"\xed\xa0\x80\0", False),
        (2**62, 2, b"ab\0", False),
        (2**64 - 1, 2, b"ab\0", False),
    ],
)
def test_strings(size: int, length: int, data: bytes, good: bool) -> None:
    forged = simple(string_object(size, length, data))
    if good:
        read_all(forged)
    else:
        with pytest.raises(OleanError, match="string"):
            read_all(forged)


def mpz(alloc: int, size: int, limbs: bytes, shift: int = 0) -> Callable[[Builder, int], int]:
    def change(build: Builder, term: int) -> int:
        at = build.here + 24 + shift
        number = build.raw(struct.pack("<iHBBiiQ", 0, 24, 0, 250, alloc, size, at) + limbs)
        return build.ctor(9, [build.ctor(0, [number])], bytes(8))

    return change


LIMB = (2**63).to_bytes(8, "little")


@pytest.mark.parametrize(
    ("change", "good"),
    [
        (mpz(1, 1, LIMB), True),
        (mpz(2, 2, bytes(8) + LIMB), True),
        (mpz(1, 1, (5).to_bytes(8, "little")), False),
        (mpz(1, 1, (2**63 - 1).to_bytes(8, "little")), False),
        (mpz(2, 2, LIMB + bytes(8)), False),
        (mpz(1, 0, LIMB), False),
        (mpz(1, -1, LIMB), False),
        (mpz(2**30, 2**30, LIMB), False),
        (mpz(1, 1, LIMB, shift=-8), False),
        (mpz(1, 1, LIMB, shift=2**40), False),
    ],
)
def test_big_numbers(change: Callable[[Builder, int], int], good: bool) -> None:
    """A number that Lean would box, or with leading zeros, could be told from its equal by the kernel."""
    if good:
        read_all(simple(change))
    else:
        with pytest.raises(OleanError, match="number"):
            read_all(simple(change))


def test_a_number_over_the_limit() -> None:
    data = simple(mpz(200, 200, LIMB * 200))
    read_all(data)
    with pytest.raises(OleanError, match="over the limit of 800"):
        read_all(data, OleanLimits(max_nat_bytes=800))


def constant_file(make: Callable[[Builder, int], int], names: tuple[str, ...] = ("c",)) -> bytes:
    build = Builder()
    term = build.const("f")
    info = make(build, term)
    return build.file([(name, info) for name in names])


def quot(build: Builder, term: int) -> int:
    return build.ctor(4, [build.ctor(0, [build.head(build.name("c"), box(0), term)], b"\1")])


@pytest.mark.parametrize(
    ("make", "good"),
    [
        (lambda b, t: b.axiom("c", t), True),
        (lambda b, t: b.theorem("c", t, t, ("u",)), True),
        (lambda b, t: b.definition("c", t, t), True),
        (lambda b, t: b.definition("c", t, t, safety=2), True),
        (quot, True),
        (lambda b, t: b.definition("c", t, t, safety=3), False),
        (lambda b, t: b.ctor(8, [b.head(b.name("c"), box(0), t)]), False),
        (lambda b, t: b.ctor(0, [b.head(b.name("c"), box(0), t)]), False),
        (lambda b, t: b.ctor(0, [b.ctor(0, [b.head(b.name("c"), box(0), t)], b"\2")]), False),
        (lambda b, t: b.ctor(2, [b.ctor(0, [b.head(b.name("c"), box(0), t), t])]), False),
        (lambda b, t: b.ctor(0, [t]), False),
        (lambda b, t: b.axiom("other", t), False),
        (lambda b, t: t, False),
        (lambda b, t: box(0), False),
        (
            lambda b, t: b.ctor(1, [b.ctor(0, [b.head(b.name("c"), box(0), t), t, box(2), box(0)], b"\1")]),
            False,
        ),
    ],
)
def test_constants(make: Callable[[Builder, int], int], good: bool) -> None:
    if good:
        assert list(read_all(constant_file(make)).constants) == [("c",)]
    else:
        with pytest.raises(OleanError, match="offset"):
            read_all(constant_file(make))


def test_a_constant_declared_twice() -> None:
    with pytest.raises(OleanError, match="c is declared twice"):
        read_all(constant_file(lambda b, t: b.axiom("c", t), ("c", "c")))


def test_giant_arrays() -> None:
    data = simple()
    at = data.index(struct.pack("<iHBBQQ", 0, 1, 0, 246, 1, 1))
    for count in (2, 2**20, 2**61, 2**64 - 1):
        with pytest.raises(OleanError):
            read_all(patched(data, at + 8, count))
    read_all(patched(data, at + 16, 99))


def entries_file(value: Callable[[Builder], int]) -> bytes:
    build = Builder()
    pair = build.ctor(0, [build.name("ext"), build.array([value(build)])])
    fields = [build.array([]), build.array([]), build.array([]), build.array([]), build.array([pair])]
    return build.finish(build.ctor(0, fields, b"\0"))


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (lambda b: box(3), set()),
        (lambda b: b.name("a", "b", 3), {("a", "b", 3)}),
        (lambda b: b.ctor(0, [b.name("a"), b.array([b.name("b"), box(1)])], bytes(3)), {("a",), ("b",)}),
        (lambda b: b.ctor(1, [b.ctor(1, [box(0), b.string("s")]), b.string("t")]), set()),
        (lambda b: b.raw(struct.pack("<iHBBQQ", 0, 24, 0, 251, b.here, 0)), None),
        (lambda b: b.raw(struct.pack("<iHBB", 0, 8, 0, 245)), None),
        (lambda b: b.raw(struct.pack("<iHBB", 0, 8, 0, 254)), None),
        (lambda b: BASE + 0x7FFF_0000, None),
    ],
)
def test_names_in_entries(value: Callable[[Builder], int], names: set[tuple[str | int, ...]] | None) -> None:
    if names is None:
        with pytest.raises(OleanError, match="offset"):
            read_all(entries_file(value))
    else:
        module = read_all(entries_file(value))
        assert module.names_in(module.entries[("ext",)].handles) == names


def test_too_many_entries() -> None:
    module = read_olean(entries_file(lambda b: b.array([b.array([]) for _ in range(50)])))
    handles = module.entries[("ext",)].handles
    assert module.names_in(handles) == set()
    with pytest.raises(OleanError, match="over 20 objects"):
        module.names_in(handles, limit=20)


@pytest.mark.parametrize("length", [0, 4, 5, 6, 40, 0x58, 0x60, 0x68])
def test_short_files(length: int) -> None:
    with pytest.raises(OleanError):
        read_all(simple()[:length])


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (lambda d: b"oleaN" + d[5:], "doesn't begin with"),
        (lambda d: d[:5] + b"\x03" + d[6:], "format version 3"),
        (lambda d: d[:5] + b"\x00" + d[6:], "format version 0"),
        (lambda d: d[:6] + b"\x00" + d[7:], "flags 0x0"),
        (lambda d: d[:6] + b"\x03" + d[7:], "flags 0x3"),
        (lambda d: d[:40] + b"\xff" + d[41:], "no text"),
        (lambda d: d[:50] + b"\0" + d[51:], "no text"),
        (lambda d: patched(d, 0x50, BASE + 4), "base address"),
        (lambda d: patched(d, 0x50, 2**64 - 8), "base address"),
        (lambda d: patched(d, 0x50, BASE + 8), "offset"),
        (lambda d: patched(d, 0x58, box(0)), "boxed"),
        (lambda d: patched(d, 0x58, BASE + 0x60), "offset"),
        (lambda d: patched(d, 0x58, BASE + len(d)), "out of bounds"),
    ],
)
def test_headers(change: Callable[[bytes], bytes], match: str) -> None:
    with pytest.raises(OleanError, match=match):
        read_all(change(simple()))


def test_a_file_over_the_size_limit() -> None:
    data = simple()
    read_all(data, OleanLimits(max_bytes=len(data)))
    with pytest.raises(OleanError, match="larger than the limit"):
        read_all(data, OleanLimits(max_bytes=len(data) - 1))
