"""same_term: structural equality of terms out of two files, universe parameters matched by position."""

from __future__ import annotations

from collections.abc import Sequence

from harness.lean.olean import _terms as t
from harness.lean.olean.module import Module
from harness.lean.olean.names import Name, name_str

_Key = tuple[object, ...]


class _Sharing:
    """Gives equal numbers to equal terms of any module, and different numbers to different ones.

    Each object is looked at once, so shared terms cost their size as a graph, not as a tree.
    """

    def __init__(self) -> None:
        self._numbers: dict[_Key, int] = {}

    def number(self, key: _Key) -> int:
        return self._numbers.setdefault(key, len(self._numbers))

    def term(self, module: Module, expr: int, params: Sequence[Name]) -> dict[int, int]:
        """The numbers of the term at `expr` and of everything below it, by handle."""
        terms = module.terms
        below = terms.below([expr], set())
        nodes = [terms.node(handle) for handle in below]
        roots: set[int] = set()
        for node in nodes:
            if node[0] == t.SORT:
                roots.add(node[1])  # type: ignore[arg-type]
            elif node[0] == t.CONST:
                roots.update(node[2])  # type: ignore[arg-type, misc]
        levels = self._levels(module, roots, params)
        naturals: dict[int, int] = {}
        found: dict[int, int] = {}
        for handle, node in zip(below, nodes, strict=True):
            found[handle] = self.number(self._key(module, node, found, levels, naturals))
        return found

    def _key(
        self,
        module: Module,
        node: t.Node,
        found: dict[int, int],
        levels: dict[int, int],
        naturals: dict[int, int],
    ) -> _Key:
        kind = node[0]
        if t.APP <= kind <= t.LET:
            return (kind, *(found[child] for child in t.children(node)))
        if kind == t.CONST:
            return (kind, node[1], *(levels[level] for level in node[2]))  # type: ignore[misc, union-attr]
        if kind == t.SORT:
            return (kind, levels[node[1]])  # type: ignore[index]
        if kind == t.NAT:
            # A big number is hashed once for each place where it is stored, not for each use.
            handle: int = node[1]  # type: ignore[assignment]
            if handle not in naturals:
                naturals[handle] = self.number(("natural", module.natural(handle)))
            return (kind, naturals[handle])
        if kind == t.PROJ:
            return (kind, node[1], node[2], found[node[3]])  # type: ignore[misc]
        return (kind, node[1])

    def _levels(self, module: Module, roots: set[int], params: Sequence[Name]) -> dict[int, int]:
        positions = {name: index for index, name in enumerate(params)}
        found: dict[int, int] = {}
        for handle in module.terms.levels_below(roots):
            level = module.terms.level(handle)
            if level[0] == t.PARAM:
                # An undeclared parameter equals nothing that is declared.
                key: _Key = ("level", t.PARAM, positions.get(level[1], level[1]))  # type: ignore[call-overload]
            else:
                key = ("level", level[0], *(found[part] for part in level[1:]))  # type: ignore[index]
            found[handle] = self.number(key)
        return found


def same_term(
    module_a: Module,
    expr_a: int,
    level_params_a: Sequence[Name],
    module_b: Module,
    expr_b: int,
    level_params_b: Sequence[Name],
) -> bool:
    """Whether two terms are the same, up to binder names and kinds, mdata and cached data.

    The n-th parameter of one side stands for the n-th of the other; their numbers must be equal. Nothing is
    reduced: `Nat.succ Nat.zero`, the literal `1` and `OfNat.ofNat Nat 1 _` are three different terms, and
    levels must be built alike. Takes time linear in the stored sizes. Raises OleanError for a damaged file.
    """
    return first_difference(module_a, expr_a, level_params_a, module_b, expr_b, level_params_b) is None


def first_difference(
    module_a: Module,
    expr_a: int,
    level_params_a: Sequence[Name],
    module_b: Module,
    expr_b: int,
    level_params_b: Sequence[Name],
) -> str | None:
    """None where `same_term` holds, else what differs first, from the outside in and left to right."""
    if len(level_params_a) != len(level_params_b):
        return f"{len(level_params_a)} universe parameters against {len(level_params_b)}"
    if len(set(level_params_a)) != len(level_params_a) or len(set(level_params_b)) != len(level_params_b):
        return "a universe parameter is declared twice"
    sharing = _Sharing()
    numbers_a = sharing.term(module_a, expr_a, level_params_a)
    numbers_b = sharing.term(module_b, expr_b, level_params_b)
    if numbers_a[expr_a] == numbers_b[expr_b]:
        return None
    at_a, at_b = expr_a, expr_b
    while True:
        node_a, node_b = module_a.node(at_a), module_b.node(at_b)
        pairs = list(zip(t.children(node_a), t.children(node_b), strict=False))
        step = next((pair for pair in pairs if numbers_a[pair[0]] != numbers_b[pair[1]]), None)
        if node_a[0] != node_b[0] or step is None or node_a[:-1] != node_b[:-1] and node_a[0] == t.PROJ:
            return f"{_describe(module_a, node_a)} against {_describe(module_b, node_b)}"
        at_a, at_b = step


_WORDS = {t.APP: "an application", t.LAM: "a function", t.PI: "a dependent arrow", t.LET: "a let"}


def _describe(module: Module, node: t.Node) -> str:
    """A few words on the outermost node."""
    kind = node[0]
    if kind == t.CONST:
        levels = ", ".join(_level_text(module, level) for level in node[2])  # type: ignore[misc, union-attr]
        text = name_str(node[1])  # type: ignore[arg-type]
        return f"{text}.{{{levels}}}" if levels else text
    if kind == t.SORT:
        return f"Sort {_level_text(module, node[1])}"  # type: ignore[arg-type]
    if kind == t.NAT:
        value = module.natural(node[1])  # type: ignore[arg-type]
        return f"the number {value}" if value < 10**40 else "a huge number"
    if kind == t.STR:
        text = str(node[1])
        return f"the string {ascii(text[:40])}{'...' if len(text) > 40 else ''}"
    if kind == t.PROJ:
        return f"field {node[2]} of {name_str(node[1])}"  # type: ignore[arg-type, misc]
    return f"bound variable {node[1]}" if kind == t.BVAR else _WORDS[kind]  # type: ignore[index]


def _level_text(module: Module, handle: int, depth: int = 4) -> str:
    """A level as text, cut off below `depth`."""
    level = module.terms.level(handle)
    if level[0] == t.PARAM:
        return name_str(level[1])  # type: ignore[arg-type]
    if level[0] == t.ZERO:
        return "0"
    if depth == 0:
        return "..."
    parts = [_level_text(module, part, depth - 1) for part in level[1:]]  # type: ignore[arg-type]
    if level[0] == t.SUCC:
        return f"({parts[0]} + 1)"
    return f"({'max' if level[0] == t.MAX else 'imax'} {' '.join(parts)})"
