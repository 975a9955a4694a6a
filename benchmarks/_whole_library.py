"""A small library held whole: its modules, and facts about all its constants, found by a way of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from harness.checker.audit.library import ConstantFact
from harness.errors import DataError
from harness.lean.olean import ConstantKind, Module, Name, Safety, name_str, part_files, read_olean


@dataclass(frozen=True, slots=True)
class HeaderTable:
    """A Header held whole in memory: to hold the one of the checker against."""

    facts: Mapping[Name, ConstantFact] = field(default_factory=dict)

    def declares(self, name: Name) -> bool:
        """Whether there is a constant of this name."""
        return name in self.facts

    def fact(self, name: Name) -> ConstantFact | None:
        """What is known of the constant, None where there is none."""
        return self.facts.get(name)

    @staticmethod
    def from_modules(modules: Iterable[Module]) -> HeaderTable:
        """The table of these modules, which must be all that the header imports, directly or not.

        Raises OleanError for a damaged file, and DataError where a constant refers to one that isn't there.
        """
        uses: dict[Name, set[Name]] = {}
        kinds: dict[Name, tuple[ConstantKind, Safety]] = {}
        for module in modules:
            for name, constant in module.constants.items():
                used = module.terms.constants(constant.terms, set()).union(constant.siblings)
                # Lean lets two modules prove one theorem: then it rests on what either proof rests on.
                uses.setdefault(name, set()).update(used)
                kinds[name] = (constant.kind, constant.safety)
        found = _rest_on(uses, [name for name, (kind, _) in kinds.items() if kind is ConstantKind.AXIOM])
        return HeaderTable({name: ConstantFact(*kind, found.get(name, ())) for name, kind in kinds.items()})

    @staticmethod
    def from_imports(imports: Iterable[Name], load: Callable[[Name], Module]) -> HeaderTable:
        """The table of `imports` and all that they import; `load` reads one module by its name."""
        return HeaderTable.from_modules(_walk_imports(imports, load))


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


def _sort_key(name: Name) -> tuple[tuple[bool, str | int], ...]:
    return tuple((isinstance(part, str), part) for part in name)


def open_module(path: Path) -> Module:
    """The module in the file `path`, with the parts that the module system adds. Raises OleanError."""
    alone = read_olean(path.read_bytes(), file=str(path))
    if not alone.is_module:
        return alone
    whole, *parts = [Path(part).read_bytes() for part in part_files(str(path), is_module=True)]
    return read_olean(whole, parts=parts, file=str(path))
