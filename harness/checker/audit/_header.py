"""HeaderTable: what the audit must know of everything that a header imports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.errors import DataError
from harness.lean.olean import Kind, Module, Name, Safety, name_str

FORMAT = 1
_MAGIC = b"prover-eval header table"


@dataclass(frozen=True, slots=True)
class HeaderTable:
    """The constants of a header's modules and all that they import.

    names: of every constant. axioms: constant -> the axioms that it rests on, sorted; left out where there
    are none; an axiom rests on itself. unsafe: constants that the kernel doesn't vouch for (unsafe or
    partial). opaque: opaque constants. Compiled code that stands in for a definition (`implemented_by`,
    `extern`) needs no record: a proof that used it rests on `Lean.ofReduceBool` or an axiom of its own.
    """

    names: frozenset[Name]
    axioms: Mapping[Name, tuple[Name, ...]] = field(default_factory=dict)
    unsafe: frozenset[Name] = frozenset()
    opaque: frozenset[Name] = frozenset()

    @staticmethod
    def from_modules(modules: Iterable[Module]) -> HeaderTable:
        """The table of these modules, which must be all that the header imports, directly or not.

        Raises OleanError for a damaged file, and DataError where a constant refers to one that isn't there.
        """
        uses: dict[Name, set[Name]] = {}
        axioms: list[Name] = []
        unsafe: set[Name] = set()
        opaque: set[Name] = set()
        for module in modules:
            for name, constant in module.constants.items():
                uses[name] = module.terms.constants(constant.terms, set()).union(constant.siblings)
                if constant.kind is Kind.AXIOM:
                    axioms.append(name)
                if constant.kind is Kind.OPAQUE:
                    opaque.add(name)
                if constant.safety is not Safety.SAFE:
                    unsafe.add(name)
        return HeaderTable(frozenset(uses), _rest_on(uses, axioms), frozenset(unsafe), frozenset(opaque))

    @staticmethod
    def from_imports(imports: Iterable[Name], load: Callable[[Name], Module]) -> HeaderTable:
        """The table of `imports` and all that they import; `load` reads one module by its name."""
        return HeaderTable.from_modules(_walk_imports(imports, load))

    def to_bytes(self) -> bytes:
        """The table as bytes that `from_bytes` takes: a line with format and SHA-256, then JSON."""
        names = sorted(self.names, key=_sort_key)
        place = {name: index for index, name in enumerate(names)}
        body = {
            "names": names,
            "axioms": {
                str(place[name]): [place[axiom] for axiom in found] for name, found in self.axioms.items()
            },
            "unsafe": sorted(place[name] for name in self.unsafe),
            "opaque": sorted(place[name] for name in self.opaque),
        }
        text = json.dumps(body, separators=(",", ":")).encode()
        return b"%s %d %s\n%s" % (_MAGIC, FORMAT, hashlib.sha256(text).hexdigest().encode(), text)

    @staticmethod
    def from_bytes(data: bytes) -> HeaderTable:
        """The table that `to_bytes` wrote. Raises DataError for damaged bytes or another format."""
        head, _, text = data.partition(b"\n")
        if head != b"%s %d %s" % (_MAGIC, FORMAT, hashlib.sha256(text).hexdigest().encode()):
            raise DataError("no header table of this version, or a damaged one: delete it, it is made anew")
        try:
            return _decode(json.loads(text))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
            raise DataError(f"damaged header table ({error}): delete it, it is made anew") from None


def _walk_imports(imports: Iterable[Name], load: Callable[[Name], Module]) -> Iterator[Module]:
    """Each module once; none is kept, since a large library doesn't fit into memory decoded."""
    waiting = list(imports)
    seen = set(waiting)
    while waiting:
        module = load(waiting.pop())
        new = {item.module for item in module.imports} - seen
        seen |= new
        waiting.extend(new)
        yield module


def _decode(body: Mapping[str, Any]) -> HeaderTable:
    names = [tuple(name) for name in body["names"]]
    for name in names:
        if not all(type(part) in (str, int) for part in name):
            raise ValueError("a name with a component that is no text or number")
    return HeaderTable(
        names=frozenset(names),
        axioms={
            names[int(index)]: tuple(names[axiom] for axiom in found)
            for index, found in body["axioms"].items()
        },
        unsafe=frozenset(names[index] for index in body["unsafe"]),
        opaque=frozenset(names[index] for index in body["opaque"]),
    )


def _sort_key(name: Name) -> tuple[tuple[bool, str | int], ...]:
    """An order of names in which numbers and texts never meet."""
    return tuple((isinstance(part, str), part) for part in name)


def _rest_on(uses: Mapping[Name, set[Name]], axioms: Iterable[Name]) -> dict[Name, tuple[Name, ...]]:
    """Constant -> axioms that it reaches, by one walk backwards from each axiom."""
    users: dict[Name, list[Name]] = {name: [] for name in uses}
    for name, used in uses.items():
        for other in used:
            if other not in users:
                raise DataError(
                    f"{name_str(name)} refers to {name_str(other)}, which no imported module declares"
                )
            users[other].append(name)
    found: dict[Name, list[Name]] = {}
    for axiom in sorted(axioms, key=_sort_key):
        stack, seen = [axiom], {axiom}
        while stack:
            name = stack.pop()
            found.setdefault(name, []).append(axiom)
            for user in users[name]:
                if user not in seen:
                    seen.add(user)
                    stack.append(user)
    return {name: tuple(rests) for name, rests in found.items()}
