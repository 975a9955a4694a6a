"""Names, levels and terms, rebuilt from a file with Lean's own constructors.

Nothing of the file gets into Lean's memory as it stands: cached hashes, flags and depths are Lean's own.
"""

from __future__ import annotations

from collections.abc import Iterable

from harness.lean.native.objects import ANONYMOUS, ZERO, Heap, keep
from harness.lean.olean import Module, Name
from harness.lean.olean import terms as t

_DEFAULT_BINDER = 0


class Names(dict[Name, int]):
    """Name -> its object, made when it is first asked for."""

    def __init__(self, heap: Heap) -> None:
        super().__init__({(): ANONYMOUS})
        self._heap = heap

    def __missing__(self, name: Name) -> int:
        heap = self._heap
        known = len(name) - 1
        while name[:known] not in self:
            known -= 1
        obj = self[name[:known]]
        for length in range(known + 1, len(name) + 1):
            last = name[length - 1]
            if isinstance(last, str):
                obj = keep(heap.lean.name_string(obj, heap.string(last)))
            else:
                obj = keep(heap.lean.name_number(obj, heap.natural(last)))
            self[name[:length]] = obj
        return obj


class TermBuilder:
    """Rebuilds terms of one module; each object of the file once. Binder names and mdata are left out."""

    def __init__(self, heap: Heap, module: Module) -> None:
        self._heap, self._module = heap, module
        self.names = Names(heap)
        self._levels: dict[int, int] = {}
        self._lists: dict[tuple[int, ...], int] = {}
        self._terms: dict[int, int] = {}

    def parameters(self, names: Iterable[Name]) -> int:
        """A List of universe parameters' names."""
        return self._heap.list([self.names[name] for name in names])

    def name_list(self, names: Iterable[Name]) -> int:
        """A List of names."""
        return self._heap.list([self.names[name] for name in names])

    def add(self, handles: Iterable[int]) -> None:
        """Rebuild the terms at `handles`, each of which comes after the terms inside it."""
        terms, node, make = self._terms, self._module.node, self._make
        for handle in handles:
            if handle not in terms:
                terms[handle] = keep(make(node(handle)))

    def term(self, handle: int) -> int:
        """The term of `handle`, which `add` has rebuilt."""
        return self._terms[handle]

    def _make(self, node: t.Node) -> int:
        lean, terms, kind = self._heap.lean, self._terms, node[0]
        if kind == t.APP:
            return lean.app(terms[node[1]], terms[node[2]])
        if kind == t.CONST:
            return lean.const(self.names[node[1]], self._level_list(node[2]))
        if kind == t.BVAR:
            return lean.bvar(self._heap.natural(node[1]))
        if kind == t.LAM:
            return lean.lam(ANONYMOUS, terms[node[1]], terms[node[2]], _DEFAULT_BINDER)
        if kind == t.PI:
            return lean.pi(ANONYMOUS, terms[node[1]], terms[node[2]], _DEFAULT_BINDER)
        if kind == t.SORT:
            return lean.sort(self._level(node[1]))
        if kind == t.LET:
            return lean.let(ANONYMOUS, terms[node[1]], terms[node[2]], terms[node[3]])
        if kind == t.PROJ:
            return lean.proj(self.names[node[1]], self._heap.natural(node[2]), terms[node[3]])
        if kind == t.NAT:
            number = self._heap.natural(self._module.natural(node[1]))
            return lean.lit(self._heap.constructor(0, (number,)))
        return lean.lit(self._heap.constructor(1, (self._heap.string(node[1]),)))

    def _level_list(self, handles: tuple[int, ...]) -> int:
        found = self._lists.get(handles)
        if found is None:
            found = self._lists[handles] = self._heap.list([self._level(handle) for handle in handles])
        return found

    def _level(self, handle: int) -> int:
        found = self._levels.get(handle)
        if found is None:
            for each in self._module.terms.levels_below([handle]):
                if each not in self._levels:
                    self._levels[each] = keep(self._make_level(each))
            found = self._levels[handle]
        return found

    def _make_level(self, handle: int) -> int:
        lean, levels, level = self._heap.lean, self._levels, self._module.terms.level(handle)
        kind = level[0]
        if kind == t.ZERO:
            return ZERO
        if kind == t.SUCC:
            return lean.level_succ(levels[level[1]])
        if kind == t.MAX:
            return lean.level_max(levels[level[1]], levels[level[2]])
        if kind == t.IMAX:
            return lean.level_imax(levels[level[1]], levels[level[2]])
        return lean.level_param(self.names[level[1]])
