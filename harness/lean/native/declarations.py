"""Declarations for the kernel out of a file's constants, and what the kernel made of them read back.

Layouts: `src/Lean/Declaration.lean` of Lean 4.35, as in `harness.lean.olean.layouts`.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from harness.lean.native.objects import Heap, box, field, items, scalar, tag, text
from harness.lean.native.terms import TermBuilder
from harness.lean.olean import Constant, ConstantKind, Name
from harness.lean.olean import layouts as lay
from harness.lean.olean.constants import ConstantShape, RecursorRule

_DEFINITION, _THEOREM, _OPAQUE, _INDUCTIVE = 1, 2, 3, 6
"""Constructors of Declaration."""

_SAFE = lay.SAFETIES.index("safe")
_HINTS = {"opaque": box(0), "abbrev": box(1)}


class DeclarationBuilder:
    """Makes declarations of constants whose terms `terms` has rebuilt. All are declared safe."""

    def __init__(self, heap: Heap, terms: TermBuilder) -> None:
        self._heap, self._terms = heap, terms

    def with_value(self, constant: Constant, value: int) -> int:
        """The declaration of a definition, theorem or opaque constant; `value` is its value's handle."""
        make, terms = self._heap.constructor, self._terms
        head = make(
            0,
            (
                terms.names[constant.name],
                terms.parameters(constant.level_params),
                terms.term(constant.type),
            ),
        )
        block = terms.name_list((constant.name,))
        proof = terms.term(value)
        if constant.kind is ConstantKind.THEOREM:
            return make(_THEOREM, (make(0, (head, proof, block)),))
        if constant.kind is ConstantKind.OPAQUE:
            return make(_OPAQUE, (make(0, (head, proof, block), bytes([False])),))
        hints = constant.hints
        height = (
            make(lay.HINTS_REGULAR.tag, (), struct.pack("<I", hints))
            if isinstance(hints, int)
            else _HINTS[hints or "opaque"]
        )
        return make(_DEFINITION, (make(0, (head, proof, height, block), bytes([_SAFE])),))

    def inductive(self, block: Sequence[tuple[Constant, Sequence[Constant]]], params: int) -> int:
        """The declaration of a block of inductive types, each with its constructors."""
        make, terms = self._heap.constructor, self._terms
        types = []
        for constant, constructors in block:
            parts = [make(0, (terms.names[c.name], terms.term(c.type))) for c in constructors]
            types.append(
                make(0, (terms.names[constant.name], terms.term(constant.type), self._heap.list(parts)))
            )
        levels = terms.parameters(block[0][0].level_params)
        return make(_INDUCTIVE, (levels, box(params), self._heap.list(types)), bytes([False]))


def read_name(obj: int) -> Name:
    """The name of a Name object."""
    parts: list[str | int] = []
    while not obj & 1:
        last = field(obj, 1)
        parts.append(text(last) if tag(obj) == lay.NAME_STR.tag else last >> 1)
        obj = field(obj, 0)
    return tuple(reversed(parts))


class KernelConstant:
    """A constant as the kernel's environment has it: kind, level parameters, type, safety and shape.

    type and rules: term objects. In `shape` the rules have no right-hand side; it lies in `rules`.
    """

    def __init__(self, info: int) -> None:
        self.kind = ConstantKind(lay.CONSTANT_KINDS[tag(info)])
        value = field(info, 0)
        head = field(value, 0)
        self.level_params = tuple(map(read_name, items(field(head, 1))))
        self.type = field(head, 2)
        self.rules: tuple[int, ...] = ()
        self.block: tuple[Name, ...] = ()
        self.shape = ConstantShape()
        if self.kind is ConstantKind.INDUCTIVE:
            self._inductive(value)
        elif self.kind is ConstantKind.CONSTRUCTOR:
            self.shape = ConstantShape(
                (
                    ("index", _number(value, 2)),
                    ("params", _number(value, 3)),
                    ("fields", _number(value, 4)),
                ),
                owner=read_name(field(value, 1)),
            )
        elif self.kind is ConstantKind.RECURSOR:
            self._recursor(value)

    def _inductive(self, value: int) -> None:
        pointers = lay.INDUCTIVE.pointers
        self.block = tuple(map(read_name, items(field(value, 3))))
        self.shape = ConstantShape(
            (
                ("params", _number(value, 1)),
                ("indices", _number(value, 2)),
                ("nested", _number(value, 5)),
            ),
            (("rec", bool(scalar(value, pointers, 0))), ("reflexive", bool(scalar(value, pointers, 2)))),
            tuple(map(read_name, items(field(value, 4)))),
        )

    def _recursor(self, value: int) -> None:
        rules = items(field(value, 6))
        self.block = tuple(map(read_name, items(field(value, 1))))
        self.rules = tuple(field(rule, 2) for rule in rules)
        self.shape = ConstantShape(
            (
                ("params", _number(value, 2)),
                ("indices", _number(value, 3)),
                ("motives", _number(value, 4)),
                ("minors", _number(value, 5)),
            ),
            (("k", bool(scalar(value, lay.RECURSOR.pointers, 0))),),
            rules=tuple(RecursorRule(read_name(field(rule, 0)), _number(rule, 1), 0) for rule in rules),
        )


def _number(obj: int, index: int) -> int:
    return field(obj, index) >> 1
