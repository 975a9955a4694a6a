"""Fact and Header: what the audit asks about a header's constants; HeaderTable: the answers, held whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from harness.errors import DataError
from harness.lean.olean import Kind, Module, Name, Safety, name_str


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one constant.

    kind: what it is; an opaque constant has its own. safety: SAFE is what the kernel vouches for. axioms:
    those that it rests on, sorted; an axiom rests on itself. Compiled code that stands in for a definition
    (`implemented_by`, `extern`) needs no record: a proof that used it rests on `Lean.ofReduceBool` or an
    axiom of its own.
    """

    kind: Kind
    safety: Safety = Safety.SAFE
    axioms: tuple[Name, ...] = ()


class Header(Protocol):
    """The constants of a header's modules and all that they import."""

    def declares(self, name: Name) -> bool:
        """Whether there is a constant of this name."""
        ...

    def fact(self, name: Name) -> Fact | None:
        """What is known of the constant, None where there is none. Raises DataError for a broken library."""
        ...


@dataclass(frozen=True, slots=True)
class HeaderTable:
    """A Header held whole in memory: for small libraries, and to hold the other one against."""

    facts: Mapping[Name, Fact] = field(default_factory=dict)

    def declares(self, name: Name) -> bool:
        """Whether there is a constant of this name."""
        return name in self.facts

    def fact(self, name: Name) -> Fact | None:
        """What is known of the constant, None where there is none."""
        return self.facts.get(name)

    @staticmethod
    def from_modules(modules: Iterable[Module]) -> HeaderTable:
        """The table of these modules, which must be all that the header imports, directly or not.

        Raises OleanError for a damaged file, and DataError where a constant refers to one that isn't there.
        """
        uses: dict[Name, set[Name]] = {}
        kinds: dict[Name, tuple[Kind, Safety]] = {}
        for module in modules:
            for name, constant in module.constants.items():
                used = module.terms.constants(constant.terms, set()).union(constant.siblings)
                # Lean lets two modules prove one theorem: then it rests on what either proof rests on.
                uses.setdefault(name, set()).update(used)
                kinds[name] = (constant.kind, constant.safety)
        found = _rest_on(uses, [name for name, (kind, _) in kinds.items() if kind is Kind.AXIOM])
        return HeaderTable({name: Fact(*kind, found.get(name, ())) for name, kind in kinds.items()})

    @staticmethod
    def from_imports(imports: Iterable[Name], load: Callable[[Name], Module]) -> HeaderTable:
        """The table of `imports` and all that they import; `load` reads one module by its name."""
        return HeaderTable.from_modules(_walk_imports(imports, load))


def unknown_reference(name: Name, other: Name) -> DataError:
    """The error for a constant that refers to one that isn't there."""
    return DataError(f"{name_str(name)} refers to {name_str(other)}, which no imported module declares")


def sort_key(name: Name) -> tuple[tuple[bool, str | int], ...]:
    """An order of names in which numbers and texts never meet."""
    return tuple((isinstance(part, str), part) for part in name)


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


def _rest_on(uses: Mapping[Name, set[Name]], axioms: Iterable[Name]) -> dict[Name, tuple[Name, ...]]:
    """Constant -> axioms that it reaches, by one walk backwards from each axiom."""
    users: dict[Name, list[Name]] = {name: [] for name in uses}
    for name, used in uses.items():
        for other in used:
            if other not in users:
                raise unknown_reference(name, other)
            users[other].append(name)
    found: dict[Name, list[Name]] = {}
    for axiom in sorted(axioms, key=sort_key):
        stack, seen = [axiom], {axiom}
        while stack:
            name = stack.pop()
            found.setdefault(name, []).append(axiom)
            for user in users[name]:
                if user not in seen:
                    seen.add(user)
                    stack.append(user)
    return {name: tuple(rests) for name, rests in found.items()}
