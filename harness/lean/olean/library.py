"""LibraryModule: a module of a library, mapped into memory and read only where it is asked for something."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.errors import OleanError
from harness.lean.olean import layouts as lay
from harness.lean.olean._region import OleanLimits, Region
from harness.lean.olean.constants import Constant, ConstantKind, ConstantReader, Safety
from harness.lean.olean.module import PART_ALIGNMENT, Module, OleanHeader, same_module
from harness.lean.olean.names import Name, name_str

PARTS = ("", ".server", ".private")
"""What the module system adds to a file's name; a module outside it has the first alone."""

_APP, _CONST, _LET, _MDATA, _PROJ = (
    shape.tag << 8 | shape.pointers
    for shape in (lay.EXPR_APP, lay.EXPR_CONST, lay.EXPR_LET, lay.EXPR_MDATA, lay.EXPR_PROJ)
)
_BINDERS = frozenset(shape.tag << 8 | shape.pointers for shape in (lay.EXPR_LAM, lay.EXPR_FORALL))
_LEAVES = frozenset(shape.tag << 8 | shape.pointers for shape in (lay.EXPR_BVAR, lay.EXPR_SORT, lay.EXPR_LIT))
# Of Linux and macOS alike; Python's mmap doesn't name it.
_MAP_FIXED = 0x10
# Above this many decoded names they are let go after each constant.
_MAX_NAMES = 20_000


_PLAIN = {
    lay.CONSTANT_KINDS.index(kind): (kind, shape)
    for kind, shape in ((ConstantKind.THEOREM, lay.THEOREM), (ConstantKind.DEFINITION, lay.DEFINITION))
}


@dataclass(frozen=True, slots=True)
class Outline:
    """Of a constant: what it is, handles of its terms, and `Constant.siblings`."""

    kind: ConstantKind
    safety: Safety
    terms: tuple[int, ...]
    siblings: tuple[Name, ...] = ()


class LibraryModule(Module):
    """A module of ours with all its parts. Memory is that of what was read; the rest stays in the file.

    The file must not be cut short while it is mapped: Lean and Lake replace files by a rename.
    """

    @cached_property
    def name_handles(self) -> Sequence[int]:
        """A handle for the name of each constant, in the file's order, for `name`."""
        return self._region.array(self._fields[1])

    @cached_property
    def _constant_handles(self) -> Sequence[int]:
        handles = self._region.array(self._fields[2])
        if len(handles) != len(self.name_handles):
            self._region.fail("the list of names differs from the constants", self._fields[1])
        return handles

    @cached_property
    def _reader(self) -> ConstantReader:
        minor = None if self.lean_version is None else lay.minor_version(self.lean_version)
        return ConstantReader(self._region, self._terms, minor)

    def name(self, handle: int) -> Name:
        """The name at a handle from `name_handles` or `mentioned`."""
        region = self._region
        found = region.name(handle)
        if region.decoded_names > _MAX_NAMES:
            region.forget()
        return found

    def constant(self, place: int) -> Constant:
        """The constant at this place of the file's order."""
        found = self._reader.read(self._constant_handles[place])
        if found.name != self.name(self.name_handles[place]):
            self._region.fail(f"{name_str(found.name)} isn't listed by its name", self._fields[1])
        return found

    def outline(self, place: int) -> Outline:
        """What a walk needs of the constant at this place; the most frequent kinds aren't decoded further."""
        region = self._region
        info = self._constant_handles[place]
        tag, pointers, _ = region.header(info)
        plain = _PLAIN.get(tag) if pointers == 1 else None
        if plain is None:
            constant = self.constant(place)
            return Outline(constant.kind, constant.safety, constant.terms, constant.siblings)
        kind, shape = plain
        (at,) = region.fields(info, lay.ObjectShape(tag, 1))
        head, *rest = region.fields(at, shape)
        name, _, type_ = region.fields(head, lay.CONSTANT_VAL)
        listed = self.name_handles[place]
        if name != listed and self.name(name) != self.name(listed):
            region.fail(f"{name_str(self.name(name))} isn't listed by its name", info)
        safety = Safety.SAFE
        if kind is ConstantKind.DEFINITION:
            stored = region.scalars(at, shape)[0]
            if stored >= len(lay.SAFETIES):
                region.fail(f"definition of unknown safety {stored}", at)
            safety = Safety(lay.SAFETIES[stored])
        return Outline(kind, safety, (type_, rest[0]))

    def mentioned(self, roots: Iterable[int]) -> set[int]:
        """Handles of the names of all constants and projected structures in the terms at `roots`.

        The same as `Terms.constants`, and doesn't store what was decoded: a library doesn't fit into memory.
        """
        region = self._region
        words, base, start = region.words, region.base, region.start
        found: set[int] = set()
        seen: set[int] = set()
        stack = list(roots)
        pop, push, add = stack.pop, stack.append, seen.add
        while stack:
            at = pop()
            # Down one side of a term without the stack; the other sides wait on it.
            while at not in seen:
                if at & 7 or at < start:
                    region.fail("pointer out of bounds or unaligned", at)
                add(at)
                place = at >> 3
                kind = words[place] >> 48
                if kind == _APP:
                    below, other = words[place + 1] - base, words[place + 2] - base
                elif kind == _CONST:
                    found.add(words[place + 1] - base)
                    break
                elif kind in _BINDERS:
                    other, below = words[place + 2] - base, words[place + 3] - base
                elif kind in _LEAVES:
                    break
                elif kind == _MDATA:
                    below = other = words[place + 2] - base
                elif kind == _PROJ:
                    found.add(words[place + 1] - base)
                    below = other = words[place + 3] - base
                elif kind == _LET:
                    other, value, below = (word - base for word in words[place + 2 : place + 5])
                    if value >= at:
                        region.fail("pointer not below its referrer", at)
                    push(value)
                else:
                    region.fail("no kernel term (a free or meta variable, or no term at all)", at)
                if below >= at or other >= at:
                    region.fail("pointer not below its referrer", at)
                if other != below:
                    push(other)
                at = below
        return found


def part_files(path: Path | str, *, is_module: bool) -> list[str]:
    """The files that make up the module whose .olean is `path`."""
    return [str(path) + suffix for suffix in (PARTS if is_module else PARTS[:1])]


def map_module(path: Path, *, limits: OleanLimits | None = None) -> LibraryModule:
    """The module in `path` with its parts, for files of ours. Raises OleanError, also for a missing part."""
    limits = limits or OleanLimits()
    module = _mapped(part_files(path, is_module=False), limits)
    return _mapped(part_files(path, is_module=True), limits) if module.is_module else module


def _mapped(files: Sequence[str], limits: OleanLimits) -> LibraryModule:
    view, starts = _map(files, limits)
    ends = [*starts[1:], len(view)]
    headers = [OleanHeader.read(view[start:end], files[0]) for start, end in zip(starts, ends, strict=True)]
    for header, start in zip(headers, starts, strict=True):
        same_module(headers[0], header, start, files[0])
    first = headers[0]
    root_at = lay.HEADERS[first.version].root
    region = Region(view, first.base, root_at + 8, file=files[0], limits=limits)
    root = region.follow(region.words[(starts[-1] + root_at) >> 3], region.size)
    return LibraryModule(region, root, first.version, first.lean_version, first.githash)


def _map(files: Sequence[str], limits: OleanLimits) -> tuple[memoryview, list[int]]:
    """The files one behind the other as Lean maps them, read-only, and where each begins.

    Python's own mmap can't choose an address, and keeps a descriptor for each file.
    """
    import ctypes

    with ExitStack() as opened:
        try:
            descriptors = [os.open(file, os.O_RDONLY | os.O_CLOEXEC) for file in files]
            for descriptor in descriptors:
                opened.callback(os.close, descriptor)
            sizes = [os.fstat(descriptor).st_size for descriptor in descriptors]
        except OSError as error:
            raise OleanError(
                f"can't be read ({error.strerror}): build the module again", file=error.filename
            ) from None
        starts, end = [], 0
        for size in sizes:
            starts.append(end := end + -end % PART_ALIGNMENT)
            end += size
        if not all(sizes) or end > limits.max_bytes:
            raise OleanError(f"empty, or larger than the limit of {limits.max_bytes} bytes", file=files[0])
        memory = mmap.mmap(-1, end)
        address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
        place_at = ctypes.CDLL(None, use_errno=True).mmap
        place_at.restype = ctypes.c_void_p
        place_at.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_ssize_t]
        flags = mmap.MAP_PRIVATE | _MAP_FIXED
        for descriptor, start, size in zip(descriptors, starts, sizes, strict=True):
            if place_at(address + start, size, mmap.PROT_READ, flags, descriptor, 0) != address + start:
                text = os.strerror(ctypes.get_errno())
                raise OleanError(f"can't be mapped into memory ({text})", file=files[0])
    return memoryview(memory).toreadonly(), starts
