"""Prints the parser tables of the embedded Lean as JSON: python tests/support/lean_tables.py HEADER

Lean registers its own parsers, attributes, options and deriving handlers when it starts; what a header's
modules add is in the environment that their import gives. So what is read here is what a candidate behind
that header is parsed with. It has a process of its own, since Lean starts once in each.

What Lean's own modules declare by `syntax`, `macro` or `elab` is in force where they are imported, which the
embedded library doesn't do; but its descriptions are constants of the shared library, under their names.

The output: `tokens`, all reserved words and symbols; `categories`, for each the words that a piece of syntax
of that category can begin with; `descriptions`, for each name of a syntax the words in it, the first of them
first; `attributes`, `options`, `deriving`: their names.
"""

from __future__ import annotations

import ctypes
import json
import struct
import sys
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from harness.lean.embedded import EmbeddedLean, shared_library
from harness.lean.native.elaborate import Frontend
from harness.lean.native.frontend import FrontendLean
from harness.lean.native.objects import ANONYMOUS, field, tag, text
from harness.lean.native.syntax import name_text
from harness.lean.toolchain import Toolchain

_ARRAY, _STRING = 246, 249
_WORD = ctypes.c_uint64
_SECTION = struct.Struct("<IIQQQQIIQQ")
_SYMBOL = struct.Struct("<IBBHQQ")
_DYNAMIC_SYMBOLS = 11
_DATA_OBJECT = 1
# The constructors of ParserDescr, by their order.
_UNARY, _BINARY, _NODE, _TRAILING, _WORD_LIKE, _ANTIQUOT, _LISTS, _TWO_SPELLINGS = (
    1,
    2,
    3,
    4,
    (5, 6),
    9,
    (10, 11),
    12,
)


def _elements(array: int) -> list[int]:
    count = _WORD.from_address(array + 8).value
    return [_WORD.from_address(array + 24 + 8 * at).value for at in range(count)]


def _tree(obj: int) -> Iterator[tuple[int, int]]:
    """Keys and values of a balanced tree: a node has size, key, value, left, right; a leaf is boxed."""
    if not obj & 1:
        yield from _tree(field(obj, 3))
        yield field(obj, 1), field(obj, 2)
        yield from _tree(field(obj, 4))


def _hashed(obj: int) -> Iterator[tuple[int, int]]:
    """Keys and values of a hash map: its size and its buckets, each a list of key, value and rest."""
    for bucket in _elements(field(obj, 1)):
        while not bucket & 1:
            yield field(bucket, 0), field(bucket, 1)
            bucket = field(bucket, 2)


def _persistent(node: int) -> Iterator[tuple[int, int]]:
    """Keys and values below a node of a persistent hash map."""
    if tag(node) == 1:
        yield from zip(_elements(field(node, 0)), _elements(field(node, 1)), strict=True)
        return
    for entry in _elements(field(node, 0)):
        if entry & 1:
            continue
        if tag(entry) == 0:
            yield field(entry, 0), field(entry, 1)
        else:
            yield from _persistent(field(entry, 0))


def _trie(obj: int) -> Iterator[str]:
    """The tokens in a trie: a leaf, a node of one child or a node of many, each perhaps with a value."""
    if obj & 1:
        return
    value = field(obj, 0)
    if not value & 1:
        yield text(field(value, 0))
    if tag(obj) == 1:
        yield from _trie(field(obj, 1))
    elif tag(obj) == 2:
        for child in _elements(field(obj, 2)):
            yield from _trie(child)


def _unboxed(root: int) -> int:
    """The root node of a persistent hash map that also keeps its size."""
    return field(root, 0) if _is_structure(root) else root


def _is_structure(root: int) -> bool:
    first = field(root, 0)
    return not first & 1 and _byte(first + 7) != _ARRAY


def _first_words(category: int) -> list[str]:
    tables = field(category, 2)
    found = {name_text(key) for table in (0, 2) for key, _ in _tree(field(tables, table))}
    return sorted(found)


def _data_symbols(library: Path) -> list[str]:
    """The names of an ELF library's exported data."""
    data = library.read_bytes()
    offset, count = struct.unpack_from("<Q", data, 0x28)[0], struct.unpack_from("<H", data, 0x3C)[0]
    sections = [_SECTION.unpack_from(data, offset + _SECTION.size * at) for at in range(count)]
    table = next(section for section in sections if section[1] == _DYNAMIC_SYMBOLS)
    names = sections[table[6]][4]
    found = []
    for at in range(table[4], table[4] + table[5], _SYMBOL.size):
        name, info, _, section, _, _ = _SYMBOL.unpack_from(data, at)
        if info & 15 == _DATA_OBJECT and section:
            start = names + name
            found.append(data[start : data.index(0, start)].decode())
    return found


class _Memory:
    """What of this process's memory can be read."""

    def __init__(self) -> None:
        lines = [line.split() for line in Path("/proc/self/maps").read_text().splitlines()]
        places = [line[0].split("-") for line in lines if "r" in line[1]]
        self._ranges = sorted((int(start, 16), int(end, 16)) for start, end in places)

    def is_object(self, obj: int, tags: tuple[int, ...], fields: int) -> bool:
        """Whether a constructor object with one of the tags and so many fields can be there."""
        at = bisect_right(self._ranges, (obj, sys.maxsize)) - 1
        if obj & 7 or at < 0 or obj + 8 + 8 * fields > self._ranges[at][1]:
            return False
        return _byte(obj + 7) in tags and _byte(obj + 6) == fields

    def is_name(self, obj: int) -> bool:
        while not obj & 1:
            if not self.is_object(obj, (1, 2), 2):
                return False
            if tag(obj) == 1 and not self.is_object(field(obj, 1), (_STRING,), 0):
                return False
            obj = field(obj, 0)
        return obj == ANONYMOUS


def _byte(address: int) -> int:
    return ctypes.c_uint8.from_address(address).value


def _words(description: int) -> Iterator[str]:
    """The words and symbols in a ParserDescr, in their order."""
    if description & 1:
        return
    kind = tag(description)
    if kind == _UNARY:
        yield from _words(field(description, 1))
    elif kind == _BINARY:
        yield from _words(field(description, 1))
        yield from _words(field(description, 2))
    elif kind in (_NODE, _ANTIQUOT):
        yield from _words(field(description, 2))
    elif kind == _TRAILING:
        yield from _words(field(description, 3))
    elif kind in _WORD_LIKE:
        yield text(field(description, 0)).strip()
    elif kind in _LISTS:
        yield from _words(field(description, 0))
        yield text(field(description, 1)).strip()
    elif kind == _TWO_SPELLINGS:
        yield from (text(field(description, at)).strip() for at in (0, 1))


def _descriptions(lean: FrontendLean, library: Path) -> dict[str, list[str]]:
    memory, found = _Memory(), {}
    for symbol in _data_symbols(library):
        if not symbol.startswith("l_"):
            continue
        obj = lean.constant(symbol)
        node = memory.is_object(obj, (_NODE,), 3) or memory.is_object(obj, (_TRAILING,), 4)
        if node and memory.is_name(field(obj, 0)):
            found[name_text(field(obj, 0))] = list(_words(obj))
    return dict(sorted(found.items()))


def tables(toolchain: Toolchain, header: str) -> dict[str, object]:
    """The tables behind that header."""
    library = shared_library()
    frontend = Frontend(library)
    frontend.start(toolchain.search_path, [f"{name}={value}" for name, value in toolchain.options])
    environment = frontend.import_header(header, "Candidate.lean").environment
    if environment is None:
        raise ValueError("the header has errors")
    lean: FrontendLean = frontend._lean
    state = _parsers(lean, environment)
    categories = {
        name_text(key): _first_words(value) for key, value in _persistent(_unboxed(field(state, 2)))
    }
    return {
        "tokens": sorted(_trie(field(state, 0))),
        "categories": dict(sorted(categories.items())),
        "descriptions": _descriptions(lean, library),
        "attributes": sorted(name_text(key) for key, _ in _hashed(_content(lean, "l_Lean_attributeMapRef"))),
        "options": sorted(
            name_text(key)
            for key, _ in _tree(_content(lean, "l___private_Lean_Data_Options_0__Lean_optionDeclsRef"))
        ),
        "deriving": sorted(
            name_text(key) for key, _ in _tree(_content(lean, "l_Lean_Elab_derivingHandlersRef"))
        ),
    }


def _content(lean: FrontendLean, symbol: str) -> int:
    return field(lean.constant(symbol), 0)


def _parsers(lean: FrontendLean, environment: int) -> int:
    """The state of the parser extension: tokens, kinds, categories."""
    extension = lean.constant("l_Lean_Parser_parserExtension")
    mode = field(field(field(extension, 1), 0), 2)
    get = lean._bind("l_Lean_ScopedEnvExtension_getState___redArg", *[ctypes.c_size_t] * 5)
    default = lean.constant("l_Lean_Parser_ParserExtension_instInhabitedState_default")
    return get(default, extension, environment, mode)


if __name__ == "__main__":
    print(json.dumps(tables(EmbeddedLean().prepare(), sys.argv[1])))
