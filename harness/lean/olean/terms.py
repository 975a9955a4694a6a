"""Terms and universe levels of one file, decoded on demand into small tuples and never by recursion."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from harness.lean.olean import layouts as lay

if TYPE_CHECKING:
    from harness.lean.olean._region import Region
    from harness.lean.olean.names import Name

BVAR, SORT, CONST, APP, LAM, PI, LET, NAT, STR, PROJ = range(10)
"""Node kinds. The tuples: (BVAR, index), (SORT, level), (CONST, name, levels), (APP, function, argument),
(LAM, type, body), (PI, type, body), (LET, type, value, body), (NAT, handle of the number), (STR, text),
(PROJ, structure's name, index, term). Terms and levels inside are handles; binder names and kinds, mdata and
cached data are left out. A number's handle goes to `Region.natural`."""

ZERO, SUCC, MAX, IMAX, PARAM = range(5)
"""Level kinds: (ZERO,), (SUCC, level), (MAX, a, b), (IMAX, a, b), (PARAM, name)."""

Node: TypeAlias = tuple[Any, ...]
Level: TypeAlias = tuple[Any, ...]

_ZERO_HANDLE = 1
_BINDER_KINDS = 4


def _key(shape: lay.ObjectShape) -> int:
    return shape.tag << 8 | shape.pointers


_MDATA = _key(lay.EXPR_MDATA)


class Terms:
    """The terms of a region. A term's handle is the offset of its object."""

    def __init__(self, region: Region) -> None:
        self._region = region
        self._nodes: dict[int, Node] = {}
        self._levels: dict[int, Level] = {}
        self._skipped: dict[int, int] = {}
        self._decoders: dict[int, Callable[[int], Node]] = {
            _key(lay.EXPR_BVAR): self._bvar,
            _key(lay.EXPR_SORT): self._sort,
            _key(lay.EXPR_CONST): self._const,
            _key(lay.EXPR_APP): self._app,
            _key(lay.EXPR_LAM): self._binder,
            _key(lay.EXPR_FORALL): self._binder,
            _key(lay.EXPR_LET): self._let,
            _key(lay.EXPR_LIT): self._literal,
            _key(lay.EXPR_PROJ): self._proj,
        }

    def node(self, handle: int) -> Node:
        """The node at `handle`, see the kinds above. Raises OleanError where no term lies there."""
        found = self._nodes.get(handle)
        if found is None:
            region = self._region
            if handle & 1:
                region.fail("boxed value where a term belongs", handle)
            decode = self._decoders.get(region.words[handle >> 3] >> 48)
            if decode is None:
                region.fail("no kernel term (a free or meta variable, or no term at all)", handle)
            found = self._nodes[handle] = decode(handle)
        return found

    def skip(self, handle: int) -> int:
        """The term under any mdata at `handle`."""
        region, known = self._region, self._skipped
        passed: list[int] = []
        while not handle & 1 and region.words[handle >> 3] >> 48 == _MDATA:
            if handle in known:
                handle = known[handle]
                break
            passed.append(handle)
            handle = region.fields(handle, lay.EXPR_MDATA)[1]
        if handle & 1:
            region.fail("boxed value where a term belongs", handle)
        known.update(dict.fromkeys(passed, handle))
        return handle

    def binder(self, handle: int) -> tuple[Name, int]:
        """Name and kind (explicit, implicit, strict implicit, instance: 0 to 3) of what LAM, PI or LET binds.

        Neither makes a difference to the kernel. Raises OleanError where no such node lies there.
        """
        kind, region = self.node(handle)[0], self._region
        if kind == LET:
            return region.name(region.fields(handle, lay.EXPR_LET)[0]), 0
        if kind not in (LAM, PI):
            region.fail("no binder", handle)
        shape = lay.EXPR_LAM if kind == LAM else lay.EXPR_FORALL
        return region.name(region.fields(handle, shape)[0]), region.data[handle + 8 + 24 + 8]

    def level(self, handle: int) -> Level:
        """The level at `handle`. Raises OleanError where no level lies there."""
        found = self._levels.get(handle)
        if found is None:
            found = self._levels[handle] = self._read_level(handle)
        return found

    def _read_level(self, handle: int) -> Level:
        region = self._region
        if handle == _ZERO_HANDLE:
            return (ZERO,)
        tag = region.header(handle)[0]
        if tag == lay.LEVEL_SUCC.tag:
            return (SUCC, region.fields(handle, lay.LEVEL_SUCC)[0])
        if tag in (lay.LEVEL_MAX.tag, lay.LEVEL_IMAX.tag):
            shape = lay.LEVEL_MAX if tag == lay.LEVEL_MAX.tag else lay.LEVEL_IMAX
            first, second = region.fields(handle, shape)
            return (tag, first, second)
        if tag == lay.LEVEL_PARAM.tag:
            return (PARAM, region.name(region.fields(handle, lay.LEVEL_PARAM)[0]))
        region.fail(f"no level (tag {tag})", handle)

    def _bvar(self, at: int) -> Node:
        (index,) = self._region.fields(at, lay.EXPR_BVAR)
        return (BVAR, self._region.small(index, "variable index", at))

    def _sort(self, at: int) -> Node:
        return (SORT, self._region.fields(at, lay.EXPR_SORT)[0])

    def _const(self, at: int) -> Node:
        name, levels = self._region.fields(at, lay.EXPR_CONST)
        return (CONST, self._region.name(name), self._region.items(levels))

    def _app(self, at: int) -> Node:
        # The most frequent node: the checks of Region.fields, written out.
        region = self._region
        words, base, start = region.words, region.base, region.start
        word = words[at >> 3]
        if word & 0xFFFFFFFF or not 32 <= word >> 32 & 0xFFFF <= region.size - at:
            region.fail("bad object header", at)
        first, second = words[(at >> 3) + 1] - base, words[(at >> 3) + 2] - base
        if (first | second) & 7 or not (start <= first < at and start <= second < at):
            region.fail("pointer out of bounds, unaligned or not below its referrer", at)
        if words[first >> 3] >> 48 == _MDATA:
            first = self.skip(first)
        if words[second >> 3] >> 48 == _MDATA:
            second = self.skip(second)
        return (APP, first, second)

    def _binder(self, at: int) -> Node:
        region = self._region
        _, kind, body = region.fields(
            at, lay.EXPR_LAM if region.header(at)[0] == lay.EXPR_LAM.tag else lay.EXPR_FORALL
        )
        if region.data[at + 8 + 24 + 8] >= _BINDER_KINDS:
            region.fail("unknown binder kind", at)
        tag = LAM if region.header(at)[0] == lay.EXPR_LAM.tag else PI
        return (tag, self.skip(kind), self.skip(body))

    def _let(self, at: int) -> Node:
        _, kind, value, body = self._region.fields(at, lay.EXPR_LET)
        self._region.flag(self._region.data[at + 8 + 32 + 8], at)
        return (LET, self.skip(kind), self.skip(value), self.skip(body))

    def _literal(self, at: int) -> Node:
        region = self._region
        (literal,) = region.fields(at, lay.EXPR_LIT)
        if region.header(literal)[0] == lay.LIT_NAT.tag:
            (number,) = region.fields(literal, lay.LIT_NAT)
            region.natural(number)
            return (NAT, number)
        (text,) = region.fields(literal, lay.LIT_STR)
        return (STR, region.string(text))

    def _proj(self, at: int) -> Node:
        name, index, term = self._region.fields(at, lay.EXPR_PROJ)
        return (PROJ, self._region.name(name), self._region.small(index, "field index", at), self.skip(term))

    def below(self, roots: Iterable[int], seen: set[int]) -> list[int]:
        """Terms reachable from `roots` that aren't in `seen`, children before parents; adds them to it."""
        found: list[int] = []
        stack = list(roots)
        nodes, read = self._nodes, self.node
        while stack:
            handle = stack.pop()
            if handle in seen:
                continue
            seen.add(handle)
            found.append(handle)
            node = nodes.get(handle) or read(handle)
            kind = node[0]
            if APP <= kind <= LET:
                stack.extend(node[1:])
            elif kind == PROJ:
                stack.append(node[3])
        found.sort()
        return found

    def levels_below(self, roots: Iterable[int]) -> list[int]:
        """Every level reachable from `roots`, children before parents."""
        seen: set[int] = set()
        stack = list(roots)
        while stack:
            handle = stack.pop()
            if handle not in seen:
                seen.add(handle)
                level = self.level(handle)
                if level[0] in (SUCC, MAX, IMAX):
                    stack.extend(level[1:])
        return sorted(seen)

    def constants(self, roots: Iterable[int], seen: set[int]) -> set[Name]:
        """Names of the constants in the terms that `below` finds; with those of projected structures."""
        names: set[Name] = set()
        for handle in self.below(roots, seen):
            node = self._nodes[handle]
            if node[0] == CONST or node[0] == PROJ:
                names.add(node[1])
        return names


def children(node: Node) -> Sequence[int]:
    """Handles of the terms directly inside a node."""
    kind = node[0]
    if APP <= kind <= LET:
        return node[1:]
    return (node[3],) if kind == PROJ else ()
