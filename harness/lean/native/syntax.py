"""Lean's syntax trees in memory, read without calling Lean: kinds, and the tokens at the leaves.

The layout is that of `Lean.Syntax` in Lean 4.35 (`src/Init/Prelude.lean`): `missing` is a boxed number;
`node`, `atom` and `ident` are constructors 1 to 3, whose first field is the source information.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from harness.lean.native.objects import field, tag, text

_NODE, _ATOM = 1, 2
_ORIGINAL = 0
_NODE_FIELDS = struct.Struct("<8xQQQ")
_INFO_FIELDS = struct.Struct("<8xQQQQ")
_HEAD = struct.Struct("<8xQ")
_WORDS = [struct.Struct(f"<{count}Q") for count in range(64)]
_ELEMENTS = 24
"""Where the elements of an Array begin."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One token as Lean read it. start, end: bytes of the text."""

    start: int
    end: int
    what: Literal["atom", "ident"]


def name_text(name: int) -> str:
    """A Name with dots between its parts; empty for the anonymous one."""
    parts: list[str] = []
    while not name & 1:
        part = field(name, 1)
        parts.append(text(part) if tag(name) == 1 else str(part >> 1))
        name = field(name, 0)
    return ".".join(reversed(parts))


def is_node(syntax: int) -> bool:
    """Whether the tree is more than a single token, and there at all."""
    return not syntax & 1 and tag(syntax) == _NODE


def kind_of(syntax: int) -> str:
    """The kind of a node; empty for a single token and for what is missing."""
    return name_text(field(syntax, 1)) if is_node(syntax) else ""


def children(syntax: int) -> tuple[int, ...]:
    """What is below a node."""
    _, _, array = _NODE_FIELDS.unpack(ctypes.string_at(syntax, _NODE_FIELDS.size))
    (count,) = _HEAD.unpack(ctypes.string_at(array, _HEAD.size))
    words = _WORDS[count] if count < len(_WORDS) else struct.Struct(f"<{count}Q")
    return words.unpack(ctypes.string_at(array + _ELEMENTS, 8 * count))


def leaves(syntax: int) -> Iterator[tuple[Leaf, str]]:
    """The tokens of a tree that stand in the text, in order, each with the kind of the node around it."""
    waiting = [(syntax, 0)]
    kinds = {0: ""}
    while waiting:
        at, above = waiting.pop()
        if at & 1:
            continue
        shape = ctypes.c_uint8.from_address(at + 7).value
        if shape == _NODE:
            below = children(at)
            if below:
                own = field(at, 1)
                waiting.extend([(child, own) for child in reversed(below)])
            continue
        info = field(at, 0)
        if info & 1 or tag(info) != _ORIGINAL:
            continue
        _, start, _, end = _INFO_FIELDS.unpack(ctypes.string_at(info, _INFO_FIELDS.size))
        kind = kinds.get(above)
        if kind is None:
            kind = kinds[above] = name_text(above)
        yield Leaf(start >> 1, end >> 1, "atom" if shape == _ATOM else "ident"), kind
