"""Constant: one declaration of a module, as Lean's kernel knows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from harness.lean.olean import layouts as lay

if TYPE_CHECKING:
    from harness.lean.olean._region import Region
    from harness.lean.olean.names import Name
    from harness.lean.olean.terms import Terms


class ConstantKind(StrEnum):
    """What a constant is."""

    AXIOM = "axiom"
    DEFINITION = "definition"
    THEOREM = "theorem"
    OPAQUE = "opaque"
    QUOT = "quot"
    INDUCTIVE = "inductive"
    CONSTRUCTOR = "constructor"
    RECURSOR = "recursor"


class Safety(StrEnum):
    """SAFE is what the kernel vouches for."""

    UNSAFE = "unsafe"
    SAFE = "safe"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class RecursorRule:
    """What a recursor does at one constructor: `rhs` is a term's handle."""

    constructor: Name
    fields: int
    rhs: int


@dataclass(frozen=True, slots=True)
class ConstantShape:
    """The data of inductives, constructors, recursors and quotients: `numbers` and `flags` by name.

    constructors: of an inductive. owner: the inductive of a constructor. rules: of a recursor.
    """

    numbers: tuple[tuple[str, int], ...] = ()
    flags: tuple[tuple[str, bool], ...] = ()
    constructors: tuple[Name, ...] = ()
    owner: Name | None = None
    rules: tuple[RecursorRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Constant:
    """One declaration. `type` and `value` are handles of terms in the module that it came from.

    value: of a definition, theorem or opaque constant, else None. hints: "opaque", "abbrev" or the height,
    of a definition. all: the names of the mutual block, as recorded. shape: see Shape.
    """

    name: Name
    kind: ConstantKind
    level_params: tuple[Name, ...]
    type: int
    value: int | None = None
    safety: Safety = Safety.SAFE
    hints: str | int | None = None
    all: tuple[Name, ...] = ()
    shape: ConstantShape = ConstantShape()

    @property
    def terms(self) -> tuple[int, ...]:
        """Handles of all its terms: type, value, right-hand sides of its rules."""
        value = () if self.value is None else (self.value,)
        return (self.type, *value, *(rule.rhs for rule in self.shape.rules))

    @property
    def siblings(self) -> tuple[Name, ...]:
        """Constants that it stands or falls with though they aren't in its terms: of an inductive type its
        mutual block and constructors, of a constructor its type, of a recursor its types and constructors."""
        if self.kind not in (ConstantKind.INDUCTIVE, ConstantKind.CONSTRUCTOR, ConstantKind.RECURSOR):
            return ()
        owner = () if self.shape.owner is None else (self.shape.owner,)
        return (*self.all, *self.shape.constructors, *owner, *(rule.constructor for rule in self.shape.rules))


class ConstantReader:
    """Decodes ConstantInfo objects; raises OleanError for what isn't one."""

    def __init__(self, region: Region, terms: Terms, minor: int | None) -> None:
        self._region, self._terms = region, terms
        self._inductive = {shape.pointers: shape for shape in lay.inductive_shapes(minor)}

    def read(self, handle: int) -> Constant:
        """The constant whose ConstantInfo lies at `handle`."""
        region = self._region
        tag, pointers, _ = region.header(handle)
        if tag >= len(lay.CONSTANT_KINDS) or pointers != 1:
            region.fail(f"no constant (tag {tag})", handle)
        (value,) = region.fields(handle, lay.ObjectShape(tag, 1))
        kind = ConstantKind(lay.CONSTANT_KINDS[tag])
        if kind is ConstantKind.AXIOM:
            (head,) = region.fields(value, lay.AXIOM)
            return self._make(kind, head, safety=self._unsafe(value, lay.AXIOM, 0))
        if kind in (ConstantKind.DEFINITION, ConstantKind.THEOREM, ConstantKind.OPAQUE):
            return self._with_value(kind, value)
        if kind is ConstantKind.QUOT:
            (head,) = region.fields(value, lay.QUOT)
            return self._make(
                kind, head, shape=ConstantShape((("kind", region.scalars(value, lay.QUOT)[0]),))
            )
        if kind is ConstantKind.INDUCTIVE:
            return self._read_inductive(value)
        return (
            self._read_constructor(value) if kind is ConstantKind.CONSTRUCTOR else self._read_recursor(value)
        )

    def _make(
        self,
        kind: ConstantKind,
        head: int,
        *,
        value: int | None = None,
        safety: Safety = Safety.SAFE,
        hints: str | int | None = None,
        block: int = 1,
        shape: ConstantShape = ConstantShape(),
    ) -> Constant:
        region = self._region
        name, params, type_ = region.fields(head, lay.CONSTANT_VAL)
        return Constant(
            name=region.name(name),
            kind=kind,
            level_params=region.names(params),
            type=self._terms.skip(type_),
            value=None if value is None else self._terms.skip(value),
            safety=safety,
            hints=hints,
            all=region.names(block),
            shape=shape,
        )

    def _unsafe(self, at: int, shape: lay.ObjectShape, index: int) -> Safety:
        flag = self._region.flag(self._region.scalars(at, shape)[index], at)
        return Safety.UNSAFE if flag else Safety.SAFE

    def _with_value(self, kind: ConstantKind, at: int) -> Constant:
        region = self._region
        if kind is ConstantKind.THEOREM:
            head, value, block = region.fields(at, lay.THEOREM)
            return self._make(kind, head, value=value, block=block)
        if kind is ConstantKind.OPAQUE:
            head, value, block = region.fields(at, lay.OPAQUE)
            return self._make(kind, head, value=value, block=block, safety=self._unsafe(at, lay.OPAQUE, 0))
        head, value, hints, block = region.fields(at, lay.DEFINITION)
        safety = region.scalars(at, lay.DEFINITION)[0]
        if safety >= len(lay.SAFETIES):
            region.fail(f"definition of unknown safety {safety}", at)
        return self._make(
            kind,
            head,
            value=value,
            block=block,
            safety=Safety(lay.SAFETIES[safety]),
            hints=self._hints(hints, at),
        )

    def _hints(self, handle: int, at: int) -> str | int:
        if handle & 1:
            if handle >> 1 > 1:
                self._region.fail("unknown reducibility hint", at)
            return ("opaque", "abbrev")[handle >> 1]
        self._region.fields(handle, lay.HINTS_REGULAR)
        return int.from_bytes(self._region.scalars(handle, lay.HINTS_REGULAR), "little")

    def _numbers(self, at: int, **handles: int) -> tuple[tuple[str, int], ...]:
        return tuple((key, self._region.small(handle, key, at)) for key, handle in handles.items())

    def _flags(self, at: int, shape: lay.ObjectShape, *keys: str) -> tuple[tuple[str, bool], ...]:
        values = self._region.scalars(at, shape)
        return tuple((key, self._region.flag(value, at)) for key, value in zip(keys, values, strict=True))

    def _read_inductive(self, at: int) -> Constant:
        region = self._region
        shape = self._inductive.get(region.header(at)[1])
        if shape is None:
            region.fail("inductive type in the layout of another Lean version", at)
        head, params, indices, block, constructors, *nested = region.fields(at, shape)
        keys = ("rec", "unsafe", "reflexive") if nested else ("rec", "unsafe", "reflexive", "nested")
        flags = self._flags(at, shape, *keys)
        numbers = self._numbers(at, params=params, indices=indices)
        if nested:
            numbers += self._numbers(at, nested=nested[0])
        data = ConstantShape(
            numbers, tuple(item for item in flags if item[0] != "unsafe"), region.names(constructors)
        )
        return self._make(
            ConstantKind.INDUCTIVE, head, safety=self._unsafe(at, shape, 1), block=block, shape=data
        )

    def _read_constructor(self, at: int) -> Constant:
        head, owner, index, params, fields = self._region.fields(at, lay.CONSTRUCTOR)
        numbers = self._numbers(at, index=index, params=params, fields=fields)
        data = ConstantShape(numbers, owner=self._region.name(owner))
        return self._make(
            ConstantKind.CONSTRUCTOR, head, safety=self._unsafe(at, lay.CONSTRUCTOR, 0), shape=data
        )

    def _read_recursor(self, at: int) -> Constant:
        region = self._region
        head, block, params, indices, motives, minors, rules = region.fields(at, lay.RECURSOR)
        numbers = self._numbers(at, params=params, indices=indices, motives=motives, minors=minors)
        flags = self._flags(at, lay.RECURSOR, "k", "unsafe")
        data = ConstantShape(
            numbers, flags[:1], rules=tuple(self._rule(item) for item in region.items(rules))
        )
        return self._make(
            ConstantKind.RECURSOR, head, safety=self._unsafe(at, lay.RECURSOR, 1), block=block, shape=data
        )

    def _rule(self, at: int) -> RecursorRule:
        constructor, fields, rhs = self._region.fields(at, lay.RULE)
        number = self._region.small(fields, "number of fields", at)
        return RecursorRule(self._region.name(constructor), number, self._terms.skip(rhs))
