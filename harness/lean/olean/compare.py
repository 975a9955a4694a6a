"""Structural equality of terms out of two files, universe parameters matched by position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from harness.lean.olean import terms as t
from harness.lean.olean.names import Name, name_str, shown_name

if TYPE_CHECKING:
    from harness.lean.olean.module import Module

_Key = tuple[object, ...]


class Sharing:
    """Gives equal numbers to equal terms of any modules, and different numbers to different ones.

    Each object is looked at once, so shared terms cost their size as a graph, not as a tree.
    """

    def __init__(self) -> None:
        self._numbers: dict[_Key, int] = {}

    def number(self, key: _Key) -> int:
        """The number of what `key` describes."""
        return self._numbers.setdefault(key, len(self._numbers))

    def term(
        self, module: Module, expr: int, params: Sequence[Name], aliases: Mapping[Name, int] | None = None
    ) -> dict[int, int]:
        """The numbers of the term at `expr` and of everything below it, by handle.

        params: the level parameters, which count by position. aliases: numbers that stand for constants
        instead of their names.
        """
        terms = module.terms
        below = terms.below([expr], set())
        nodes = [terms.node(handle) for handle in below]
        roots: set[int] = set()
        for node in nodes:
            if node[0] == t.SORT:
                roots.add(node[1])
            elif node[0] == t.CONST:
                roots.update(node[2])
        walk = _Walk(self, module, self._levels(module, roots, params), aliases or {})
        for handle, node in zip(below, nodes, strict=True):
            walk.found[handle] = self.number(walk.key(node))
        return walk.found

    def _levels(self, module: Module, roots: set[int], params: Sequence[Name]) -> dict[int, int]:
        positions = {name: index for index, name in enumerate(params)}
        found: dict[int, int] = {}
        for handle in module.terms.levels_below(roots):
            level = module.terms.level(handle)
            if level[0] == t.PARAM:
                # An undeclared parameter keeps its name, so it equals nothing that is declared.
                key: _Key = ("level", t.PARAM, positions.get(level[1], level[1]))
            else:
                key = ("level", level[0], *(found[part] for part in level[1:]))
            found[handle] = self.number(key)
        return found


class _Walk:
    """One pass over a term, children first."""

    def __init__(
        self, sharing: Sharing, module: Module, levels: Mapping[int, int], aliases: Mapping[Name, int]
    ) -> None:
        self._sharing, self._module, self._levels, self._aliases = sharing, module, levels, aliases
        self._naturals: dict[int, int] = {}
        self.found: dict[int, int] = {}

    def key(self, node: t.Node) -> _Key:
        """What the node is, with numbers for its children."""
        kind = node[0]
        if t.APP <= kind <= t.LET:
            return (kind, *(self.found[child] for child in node[1:]))
        if kind == t.CONST:
            return (kind, self._aliases.get(node[1], node[1]), *(self._levels[level] for level in node[2]))
        if kind == t.SORT:
            return (kind, self._levels[node[1]])
        if kind == t.NAT:
            # A big number is hashed once for each place where it is stored, not for each use.
            if node[1] not in self._naturals:
                key = ("natural", self._module.natural(node[1]))
                self._naturals[node[1]] = self._sharing.number(key)
            return (kind, self._naturals[node[1]])
        if kind == t.PROJ:
            return (kind, node[1], node[2], self.found[node[3]])
        return (kind, node[1])


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


def is_negation(
    module_a: Module,
    expr_a: int,
    level_params_a: Sequence[Name],
    module_b: Module,
    expr_b: int,
    level_params_b: Sequence[Name],
) -> bool:
    """Whether the first term is `Not` of the second one, which is compared as by `same_term`."""
    node = module_a.node(expr_a)
    if node[0] != t.APP:
        return False
    head = module_a.node(node[1])
    if head[0] != t.CONST or head[1] != ("Not",):
        return False
    return same_term(module_a, node[2], level_params_a, module_b, expr_b, level_params_b)


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
    sharing = Sharing()
    numbers_a = sharing.term(module_a, expr_a, level_params_a)
    numbers_b = sharing.term(module_b, expr_b, level_params_b)
    return describe_difference((module_a, expr_a, numbers_a), (module_b, expr_b, numbers_b))


def describe_difference(
    side_a: tuple[Module, int, Mapping[int, int]], side_b: tuple[Module, int, Mapping[int, int]]
) -> str | None:
    """The first difference of two terms, each given as (module, handle, its numbers by one `Sharing`)."""
    module_a, at_a, numbers_a = side_a
    module_b, at_b, numbers_b = side_b
    if numbers_a[at_a] == numbers_b[at_b]:
        return None
    while True:
        node_a, node_b = module_a.node(at_a), module_b.node(at_b)
        same_head = node_a[0] == node_b[0] and (node_a[0] != t.PROJ or node_a[1:3] == node_b[1:3])
        pairs = zip(t.children(node_a), t.children(node_b), strict=False)
        step = next((pair for pair in pairs if numbers_a[pair[0]] != numbers_b[pair[1]]), None)
        if not same_head or step is None:
            return f"{_describe(module_a, node_a)} against {_describe(module_b, node_b)}"
        at_a, at_b = step


_WORDS = {t.APP: "an application", t.LAM: "a function", t.PI: "a dependent arrow", t.LET: "a let"}


def _describe(module: Module, node: t.Node) -> str:
    """A few words on the outermost node."""
    kind = node[0]
    if kind == t.CONST:
        levels = ", ".join(level_text(module, level) for level in node[2])
        text = name_str(node[1])
        return f"{text}.{{{levels}}}" if levels else text
    if kind == t.SORT:
        return f"Sort {level_text(module, node[1])}"
    if kind == t.NAT:
        value = module.natural(node[1])
        return f"the number {value}" if value < 10**40 else "a huge number"
    if kind == t.STR:
        text = str(node[1])
        return f"the string {text[:40]!a}{'...' if len(text) > 40 else ''}"
    if kind == t.PROJ:
        return f"field {node[2]} of {name_str(node[1])}"
    return f"bound variable {node[1]}" if kind == t.BVAR else _WORDS[kind]


def level_text(module: Module, handle: int, depth: int = 4) -> str:
    """A level as text, cut off below `depth`."""
    level = module.terms.level(handle)
    if level[0] == t.PARAM:
        return shown_name(level[1])
    if level[0] == t.ZERO:
        return "0"
    if depth == 0:
        return "..."
    parts = [level_text(module, part, depth - 1) for part in level[1:]]
    if level[0] == t.SUCC:
        return f"({parts[0]} + 1)"
    return f"({'max' if level[0] == t.MAX else 'imax'} {' '.join(parts)})"
