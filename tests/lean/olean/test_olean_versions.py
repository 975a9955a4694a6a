"""Older layouts: files of Lean 4.35 rewritten into them, and versions that nobody knows."""

from __future__ import annotations

import struct

import pytest
from _whole_library import open_module
from lean_compiler import LeanCompiler
from olean_builder import BASE, Builder, box, patched
from olean_terms import same_term

from harness.errors import OleanError
from harness.lean.olean import ConstantKind, Module, read_olean

TEXT = """
inductive Tree (α : Type u) where
  | leaf
  | node (left right : Tree α) (value : α)
structure Pair where
  x : Nat
  y : Nat
def big : Nat := 340282366920938463463374607431768211456
theorem comm (a b : Nat) : a + b = b + a := by omega
"""

MODULE_TEXT = """module
prelude
public section
set_option genCtorIdx false
inductive N : Type where | z | s (n : N)
theorem t (p : Prop) (h : p) : p := h
"""


def as_version_one(data: bytes) -> bytes:
    """The same objects behind a header of version 1, 32 bytes shorter; pointers keep their values."""
    base, root = struct.unpack_from("<QQ", data, 0x50)
    return b"olean\x01" + b"a1b2c3".ljust(42, b"\0") + struct.pack("<QQ", base + 0x20, root) + data[0x60:]


def with_version(data: bytes, version: str) -> bytes:
    return data[:7] + version.encode().ljust(33, b"\0") + data[40:]


def with_old_objects(data: bytes) -> bytes:
    """InductiveVal with a flag for nested types, ModuleData without its flag, as up to Lean 4.10."""
    module = read_olean(data)
    region = module._region
    out = bytearray(data)
    for handle in region.array(module._fields[2]):
        if region.header(handle)[0] == 5:
            value = region.words[(handle >> 3) + 1] - region.base
            flags = data[value + 56 : value + 59]
            out[value : value + 8] = struct.pack("<iHBB", 0, 56, 5, 0)
            out[value + 48 : value + 56] = flags + bytes([data[value + 48] > 1]) + bytes(4)
    root = module._root
    out[root : root + 8] = struct.pack("<iHBB", 0, 48, 5, 0)
    return bytes(out)


def check_same(old: Module, new: Module) -> None:
    assert list(old.constants) == list(new.constants)
    for name, constant in new.constants.items():
        other = old.constants[name]
        assert (constant.kind, constant.level_params) == (other.kind, other.level_params)
        for one, two in zip(constant.terms, other.terms, strict=True):
            assert same_term(new, one, constant.level_params, old, two, other.level_params)


def test_version_one(lean: LeanCompiler) -> None:
    data = lean(TEXT)
    old, new = read_olean(as_version_one(data)), read_olean(data)
    assert (old.version, old.lean_version, old.githash) == (1, None, "a1b2c3")
    assert (new.version, new.lean_version) == (2, "4.35.0")
    check_same(old, new)
    assert old.imports == new.imports
    assert set(old.entries) == set(new.entries)


def test_version_one_with_the_old_inductives(lean: LeanCompiler) -> None:
    data = lean(TEXT)
    old, new = read_olean(as_version_one(with_old_objects(data))), read_olean(data)
    check_same(old, new)
    assert not old.is_module
    tree = old.constants[("Tree",)]
    assert tree.kind is ConstantKind.INDUCTIVE
    assert dict(tree.shape.numbers) == {"params": 1, "indices": 0}
    assert dict(tree.shape.flags) == {"rec": True, "reflexive": False, "nested": False}
    assert tree.shape.constructors == new.constants[("Tree",)].shape.constructors


@pytest.mark.parametrize("version", ["4.10.0", "4.9.1", "4.10.0-rc2"])
def test_old_inductives_belong_to_old_versions(lean: LeanCompiler, version: str) -> None:
    data = lean(TEXT)
    check_same(read_olean(with_version(with_old_objects(data), version)), read_olean(data))
    with pytest.raises(OleanError, match="another Lean version"):
        _ = read_olean(with_version(data, version)).constants
    with pytest.raises(OleanError, match="another Lean version"):
        _ = read_olean(with_version(with_old_objects(data), "4.11.0")).constants


@pytest.mark.parametrize(
    "version", ["4.11.0", "4.16.0-rc1", "4.22.0-nightly-2025-06-01", "4.35.0-pre", "4.35.1"]
)
def test_known_versions(lean: LeanCompiler, version: str) -> None:
    module = read_olean(with_version(lean(TEXT), version))
    assert module.lean_version == version
    assert len(module.constants) > 20


@pytest.mark.parametrize(
    "version", ["4.8.0", "4.36.0", "4.350.0", "5.9.0", "3.51.1", "", "4.35", "4.x.0", "v4.35.0"]
)
def test_unknown_versions(lean: LeanCompiler, version: str) -> None:
    with pytest.raises(OleanError, match=r"the reader knows 4\.9 to 4\.35"):
        read_olean(with_version(lean(TEXT), version))


def test_version_one_cut_short_and_broken(lean: LeanCompiler) -> None:
    data = as_version_one(lean(TEXT))
    for length in (6, 0x30, 0x38, 0x40):
        with pytest.raises(OleanError):
            read_olean(data[:length])
    with pytest.raises(OleanError):
        read_olean(patched(data, 0x38, BASE - 8))


def test_version_one_keeps_big_numbers_of_gmp_only(lean: LeanCompiler) -> None:
    """Version 1 doesn't say how big numbers are stored; another form than GMP's is an error, not a guess."""

    def built(number: bytes) -> bytes:
        build = Builder()
        at = build.raw(number)
        term = build.ctor(9, [build.ctor(0, [at])], bytes(8))
        return as_version_one(build.file([("c", build.axiom("c", term))]))

    limb = (2**63).to_bytes(8, "little")
    gmp = struct.pack("<iHBBiiQ", 0, 32, 0, 250, 1, 1, BASE + 0x60 + 24) + limb
    native = struct.pack("<iHBBQQQ", 0, 40, 0, 250, 0, 2, BASE + 0x60 + 32) + limb
    module = read_olean(built(gmp))
    assert module.natural(module.node(module.constants[("c",)].type)[1]) == 2**63
    with pytest.raises(OleanError, match="big number"):
        module = read_olean(built(native))
        module.node(module.constants[("c",)].type)


def test_imports_keep_their_flags() -> None:
    build = Builder()
    plain = build.ctor(0, [build.name("A")], b"\0\1\0")
    meta = build.ctor(0, [build.name("A")], b"\0\1\1")
    bad = build.ctor(0, [build.name("A")], b"\0\3\0")
    empty = build.array([])

    def imports(item: int) -> Module:
        copy = Builder()
        copy.body = bytearray(build.body)
        return read_olean(copy.finish(copy.ctor(0, [copy.array([item]), empty, empty, empty, empty], b"\0")))

    assert imports(plain).imports[0].flags == (False, True, False)
    assert imports(plain).imports != imports(meta).imports
    with pytest.raises(OleanError, match="truth value 3"):
        _ = imports(bad).imports
    with pytest.raises(OleanError, match="boxed"):
        _ = imports(box(0)).imports


def test_a_module_of_the_module_system_reads_with_its_parts(lean: LeanCompiler) -> None:
    """`module` splits a file in three; the proofs are in the last one, which points into the first."""
    lean.run(MODULE_TEXT)
    parts = [lean.folder / f"Candidate.olean{suffix}" for suffix in ("", ".server", ".private")]
    data = [part.read_bytes() for part in parts]
    alone = read_olean(data[0])
    assert alone.is_module
    assert alone.constants[("t",)].kind is ConstantKind.AXIOM
    whole = read_olean(data[0], parts=data[1:])
    assert whole.constants[("t",)].kind is ConstantKind.THEOREM
    assert ("N",) in whole.constants
    opened = open_module(lean.folder / "Candidate.olean")
    assert list(opened.constants) == list(whole.constants)
    assert opened.constants[("t",)].kind is ConstantKind.THEOREM
    one, other = alone.constants[("t",)], whole.constants[("t",)]
    assert same_term(alone, one.type, one.level_params, whole, other.type, other.level_params)
    with pytest.raises(OleanError, match="parts"):
        read_olean(data[0], parts=[data[2], data[1]])
    with pytest.raises(OleanError):
        read_olean(data[2])
