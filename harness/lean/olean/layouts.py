"""The one table of .olean layouts: file headers, objects and constructors, Lean 4.9 to 4.35.

Sources: Lean's `src/library/module.cpp` (headers), `src/runtime/compact.cpp` (objects: children before
parents, root pointer first), `src/Lean/Declaration.lean`, `Expr.lean`, `Level.lean`, `Environment.lean`
(fields), at the releases named below. A constructor object is its pointer fields in order, then its
scalars by falling size; cached hashes (u64) are scalars too. A constructor without fields is a boxed
number wherever it is stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.errors import OleanError

MAGIC = b"olean"
FIRST_MINOR, LAST_MINOR = 9, 35
"""Lean 4.9 to 4.35 are known; another version is an error."""


@dataclass(frozen=True, slots=True)
class HeaderLayout:
    """Where things lie in the file's header, in bytes: offset, or (offset, length). None: not recorded."""

    flags: int | None
    lean_version: tuple[int, int] | None
    githash: tuple[int, int]
    base: int
    root: int


HEADERS: dict[int, HeaderLayout] = {
    # Lean 4.9 to 4.14 or so: 5 magic, 1 version, 42 githash, base address, root pointer.
    1: HeaderLayout(flags=None, lean_version=None, githash=(6, 42), base=0x30, root=0x38),
    # Since lean4#5144: 5 magic, 1 version, 1 flags, 33 Lean version, 40 githash, base address, root pointer.
    2: HeaderLayout(flags=6, lean_version=(7, 33), githash=(40, 40), base=0x50, root=0x58),
}
FLAG_GMP = 1
"""Bit 0 of the flags: big numbers are GMP's. Official builds have it; the other encoding isn't read."""

ARRAY, SCALAR_ARRAY, STRING, MPZ, THUNK, TASK, REF = 246, 248, 249, 250, 251, 252, 253
MAX_CONSTRUCTOR_TAG = 243


@dataclass(frozen=True, slots=True)
class ObjectShape:
    """A constructor object: its tag, the number of pointer fields, the bytes of scalars that it has."""

    tag: int
    pointers: int
    scalars: int = 0


# Name: box(0) is anonymous; the scalar is the cached hash.
NAME_STR, NAME_NUM = ObjectShape(1, 2, 8), ObjectShape(2, 2, 8)
CONS = ObjectShape(1, 2)
PAIR = ObjectShape(0, 2)
# DeclarationRanges: whole, name. DeclarationRange: start, in UTF-16, end, in UTF-16. Position: line, column.
RANGES, RANGE, POSITION = ObjectShape(0, 2), ObjectShape(0, 4), ObjectShape(0, 2)

# Level: box(0) is zero; the scalar is cached data.
LEVEL_SUCC, LEVEL_MAX, LEVEL_IMAX, LEVEL_PARAM = (
    ObjectShape(1, 1, 8),
    ObjectShape(2, 2, 8),
    ObjectShape(3, 2, 8),
    ObjectShape(4, 1, 8),
)

# Expr: first scalar is cached data; then the binder kind (lam, forallE) or letE's flag (nonDep, now nondep).
EXPR_BVAR, EXPR_FVAR, EXPR_MVAR = ObjectShape(0, 1, 8), ObjectShape(1, 1, 8), ObjectShape(2, 1, 8)
EXPR_SORT, EXPR_CONST, EXPR_APP = ObjectShape(3, 1, 8), ObjectShape(4, 2, 8), ObjectShape(5, 2, 8)
EXPR_LAM, EXPR_FORALL, EXPR_LET = ObjectShape(6, 3, 9), ObjectShape(7, 3, 9), ObjectShape(8, 4, 9)
EXPR_LIT, EXPR_MDATA, EXPR_PROJ = ObjectShape(9, 1, 8), ObjectShape(10, 2, 8), ObjectShape(11, 3, 8)
LIT_NAT, LIT_STR = ObjectShape(0, 1), ObjectShape(1, 1)

# ModuleData: imports, constNames, constants, extraConstNames, entries; with the module system also isModule.
MODULE = ObjectShape(0, 5)
MODULE_FLAGGED = ObjectShape(0, 5, 1)
# Import: module; then runtimeOnly, in later versions importAll, isExported, isMeta.
IMPORT = ObjectShape(0, 1, 1)
IMPORT_FLAGS = 3

# ConstantInfo: the tag says the kind, the one field is the value below.
CONSTANT_KINDS = ("axiom", "definition", "theorem", "opaque", "quot", "inductive", "constructor", "recursor")
# ConstantVal: name, levelParams, type.
CONSTANT_VAL = ObjectShape(0, 3)
AXIOM = ObjectShape(0, 1, 1)  # unsafe
DEFINITION = ObjectShape(0, 4, 1)  # value, hints, all; safety
THEOREM = ObjectShape(0, 3)  # value, all
OPAQUE = ObjectShape(0, 3, 1)  # value, all; unsafe
QUOT = ObjectShape(0, 1, 1)  # kind
# Up to Lean 4.10: params, indices, all, ctors; rec, unsafe, reflexive, nested.
INDUCTIVE_OLD = ObjectShape(0, 5, 4)
# Since lean4#4684 (Lean 4.11): params, indices, all, ctors, numNested; rec, unsafe, reflexive.
INDUCTIVE = ObjectShape(0, 6, 3)
CONSTRUCTOR = ObjectShape(0, 5, 1)  # inductive, index, params, fields; unsafe
RECURSOR = ObjectShape(0, 7, 2)  # all, params, indices, motives, minors, rules; k, unsafe
RULE = ObjectShape(0, 3)  # constructor, fields, right-hand side
HINTS_REGULAR = ObjectShape(2, 0, 4)  # height; box(0) opaque, box(1) abbrev
SAFETIES = ("unsafe", "safe", "partial")

FIRST_MINOR_NUM_NESTED = 11


def inductive_shapes(minor: int | None) -> tuple[ObjectShape, ...]:
    """The shapes that an InductiveVal may have in Lean 4.`minor`; None (version 1 of the header): either.

    The two differ in their number of pointer fields, so the file itself says which one it is.
    """
    if minor is None:
        return (INDUCTIVE_OLD, INDUCTIVE)
    return (INDUCTIVE,) if minor >= FIRST_MINOR_NUM_NESTED else (INDUCTIVE_OLD,)


def minor_version(lean_version: str, file: str | None = None) -> int:
    """The N of a Lean version "4.N.P" with any suffix. Raises OleanError for a version that isn't known.

    file: whose version it is, for the message.
    """
    match = re.match(r"4\.(\d{1,4})\.\d{1,4}(?![\d.])", lean_version)
    if match is None or not FIRST_MINOR <= int(match[1]) <= LAST_MINOR:
        raise OleanError(
            f"the file was written by Lean {lean_version!r}; the reader knows 4.{FIRST_MINOR} to "
            f"4.{LAST_MINOR}. Use a toolchain of these versions",
            file=file,
        )
    return int(match[1])
