"""The constants in a pickled environment of leanprover-community/repl, as an ordinary module.

`{"pickleTo": FILE, "env": N}` writes a file by Lean's `saveModuleData`, with the header and the objects of an
.olean file, but another root (`REPL/Snapshots.lean`): (imports, constants, state, context), nested pairs.
The constants are a `PersistentHashMap Name ConstantInfo` of what was added to the imports. What extensions
stored isn't in it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from harness.lean.olean import layouts as lay
from harness.lean.olean._region import OleanLimits, Region
from harness.lean.olean.module import Module, open_region, read_olean
from harness.lean.olean.reading import reading

_ENTRIES = lay.ObjectShape(0, 1)
_COLLISION = lay.ObjectShape(1, 2)
_ENTRY, _REF = lay.ObjectShape(0, 2), lay.ObjectShape(1, 1)
_NULL = 2 << 1 | 1
# Up to some version a map also has its size.
_WITH_SIZE = lay.ObjectShape(0, 2)
_ALIGNMENT = 8
_UNNAMED = "pickle"


def module_of_pickle(data: bytes, *, file: str | None = None, limits: OleanLimits | None = None) -> bytes:
    """An .olean file with the imports and constants of a pickled environment, and no extension entries.

    The objects are the pickle's own, with a new root behind them, which `read_olean` can read again. Raises
    OleanError for what isn't such a file, as `read_olean` does; all constants have been decoded once.
    """
    with reading(file or _UNNAMED):
        return _module_of_pickle(data, file, limits or OleanLimits())


def _module_of_pickle(data: bytes, file: str | None, limits: OleanLimits) -> bytes:
    region, root, layout = open_region(data, file=file, limits=limits)
    imports, rest = region.fields(root, lay.PAIR)
    constants, _ = region.fields(rest, lay.PAIR)
    pairs = list(_pairs(region, constants))
    region.array(imports)
    writer = _Writer(data, region.base)
    fields = [
        imports,
        writer.array([name for name, _ in pairs]),
        writer.array([constant for _, constant in pairs]),
        writer.array([]),
        writer.array([]),
    ]
    made = writer.finish(writer.module(fields), layout.root)
    _check(read_olean(made, file=file, limits=limits))
    return made


def _check(module: Module) -> None:
    """Read everything that is said to be there."""
    _ = module.imports, module.constants, module.extra_names, module.entries


def _pairs(region: Region, constants: int) -> Iterator[tuple[int, int]]:
    """(name, constant) of each entry of the map, in its own order."""
    tag, pointers, _ = region.header(constants)
    if (tag, pointers) == (_WITH_SIZE.tag, _WITH_SIZE.pointers):
        constants, _ = region.fields(constants, _WITH_SIZE)
    nodes = [constants]
    while nodes:
        node = nodes.pop()
        # Nodes can be shared, so that a small file could ask for a large walk.
        region.spend(1, node)
        if region.header(node)[0] == _COLLISION.tag:
            keys, values = (region.array(each) for each in region.fields(node, _COLLISION))
            if len(keys) != len(values):
                region.fail("a hash map's collision with keys that lack values", node)
            region.spend(len(keys), node)
            yield from zip(keys, values, strict=True)
            continue
        (entries,) = region.fields(node, _ENTRIES)
        handles = region.array(entries)
        region.spend(len(handles), node)
        for handle in handles:
            if handle == _NULL:
                continue
            if region.header(handle)[0] == _ENTRY.tag:
                key, value = region.fields(handle, _ENTRY)
                yield key, value
            else:
                nodes += region.fields(handle, _REF)


class _Writer:
    """Appends objects to those of a file."""

    def __init__(self, data: bytes, base: int) -> None:
        self._data = bytearray(data)
        self._data += bytes(-len(self._data) % _ALIGNMENT)
        self._base = base

    def _word(self, handle: int) -> int:
        return handle if handle & 1 else self._base + handle

    def _append(self, head: int, words: Sequence[int]) -> int:
        at = len(self._data)
        self._data += struct.pack(f"<{len(words) + 1}Q", head, *words)
        return at

    def array(self, handles: Sequence[int]) -> int:
        """The handle of a new array."""
        count = len(handles)
        return self._append(lay.ARRAY << 56 | 1 << 32, [count, count, *map(self._word, handles)])

    def module(self, fields: Sequence[int]) -> int:
        """The handle of a new ModuleData; the scalar says that it isn't of the module system."""
        size = 8 * (len(fields) + 2)
        head = lay.MODULE.tag << 56 | len(fields) << 48 | size << 32
        return self._append(head, [*map(self._word, fields), 0])

    def finish(self, root: int, place: int) -> bytes:
        """The file with `root` as its root, whose pointer lies at the offset `place`."""
        struct.pack_into("<Q", self._data, place, self._word(root))
        return bytes(self._data)
