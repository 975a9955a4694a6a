"""read_olean: the declarations, imports and extension entries of a compiled Lean module, without Lean."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from harness.errors import OleanError
from harness.lean.olean import layouts as lay
from harness.lean.olean._region import OleanLimits, Region
from harness.lean.olean.constants import Constant, ConstantReader
from harness.lean.olean.names import Name, name_str
from harness.lean.olean.terms import Node, Terms

PART_ALIGNMENT = 1 << 16
"""The parts of a module of the module system lie one behind the other at multiples of this."""


@dataclass(frozen=True, slots=True)
class Import:
    """One import. flags: the stored truth values, (runtimeOnly, -, -) or (importAll, isExported, isMeta)."""

    module: Name
    flags: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries that one environment extension stored; each handle goes to `Module.names_in`."""

    extension: Name
    handles: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.handles)


class Module:
    """One .olean file. What isn't read here isn't checked either: every property may raise OleanError.

    version: of the file header. lean_version: "4.35.0", or None in version 1, which doesn't record it.
    githash: of the Lean that wrote it, "" if unknown. is_module: whether it takes part in the module system,
    so that this file alone lacks proofs.
    """

    def __init__(
        self, region: Region, root: int, version: int, lean_version: str | None, githash: str
    ) -> None:
        self.version, self.lean_version, self.githash = version, lean_version, githash
        self._region, self._root = region, root
        self._terms = Terms(region)
        self._fields: Sequence[int] = region.fields(root, lay.MODULE)
        size = region.header(root)[2]
        flagged = size >= 8 + 8 * lay.MODULE_FLAGGED.pointers + lay.MODULE_FLAGGED.scalars
        self.is_module = flagged and region.flag(region.scalars(root, lay.MODULE_FLAGGED)[0], root)

    @property
    def data(self) -> bytes:
        """A copy of the bytes that it was read from; of a module in parts, as Lean maps them."""
        return bytes(self._region.data)

    @property
    def file(self) -> str | None:
        """The file's name, where one was given: for messages only."""
        return self._region.file

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """The modules that it imports directly, in order."""
        return tuple(self._import(handle) for handle in self._region.array(self._fields[0]))

    def _import(self, handle: int) -> Import:
        region = self._region
        (name,) = region.fields(handle, lay.IMPORT)
        size = region.header(handle)[2]
        raw = bytes(region.data[handle + 16 : min(handle + size, handle + 16 + lay.IMPORT_FLAGS)])
        return Import(region.name(name), tuple(region.flag(value, handle) for value in raw))

    @cached_property
    def constants(self) -> Mapping[Name, Constant]:
        """Every declaration by its name, in the file's order. A name given twice is an error."""
        region = self._region
        minor = None if self.lean_version is None else lay.minor_version(self.lean_version)
        reader = ConstantReader(region, self._terms, minor)
        found: dict[Name, Constant] = {}
        for handle in region.array(self._fields[2]):
            constant = reader.read(handle)
            if constant.name in found:
                region.fail(f"{name_str(constant.name)} is declared twice", handle)
            found[constant.name] = constant
        names = [region.name(handle) for handle in region.array(self._fields[1])]
        if names != list(found):
            region.fail("the list of names differs from the constants", self._fields[1])
        return found

    @cached_property
    def extra_names(self) -> tuple[Name, ...]:
        """Names of compiled code without a declaration in `constants`."""
        return tuple(self._region.name(handle) for handle in self._region.array(self._fields[3]))

    @cached_property
    def entries(self) -> Mapping[Name, Entries]:
        """What each environment extension stored, in the file's order; most stored nothing."""
        region = self._region
        found: dict[Name, Entries] = {}
        for handle in region.array(self._fields[4]):
            key, values = region.fields(handle, lay.PAIR)
            name = region.name(key)
            if name in found:
                region.fail(f"extension {name_str(name)} is listed twice", handle)
            found[name] = Entries(name, tuple(region.array(values)))
        return found

    def declaration_starts(self, ranges: Iterable[int]) -> set[tuple[int, int]]:
        """(line from 1, column from 0, in code points) where declarations of the source begin.

        ranges: the entries of Lean's declaration ranges, pairs of a name and its ranges.
        """
        region = self._region
        found = set()
        for handle in ranges:
            _, pair = region.fields(handle, lay.PAIR)
            whole, _ = region.fields(pair, lay.RANGES)
            start = region.fields(whole, lay.RANGE)[0]
            line, column = region.fields(start, lay.POSITION)
            found.add((region.small(line, "line", start), region.small(column, "column", start)))
        return found

    def node(self, handle: int) -> Node:
        """One node of a term, see `harness.lean.olean.terms` for the tuples."""
        return self._terms.node(handle)

    def natural(self, handle: int) -> int:
        """The value of a NAT node's number."""
        return self._region.natural(handle)

    @property
    def terms(self) -> Terms:
        """The file's terms, for walks over many of them."""
        return self._terms

    def names_in(self, handles: Iterable[int], limit: int = 100_000) -> set[Name]:
        """Every name mentioned anywhere inside the objects at `handles`, e.g. extension entries.

        Entries have no fixed layout, so whatever has the form of a name counts as one. A walk over more than
        `limit` objects raises OleanError.
        """
        found: set[Name] = set()
        seen: set[int] = set()
        stack = [handle for handle in handles if not handle & 1]
        while stack:
            handle = stack.pop()
            if handle in seen:
                continue
            seen.add(handle)
            # Many extensions could share the objects of a few.
            self._region.spend(1, handle)
            if len(seen) > limit:
                self._region.fail(f"extension entries of over {limit} objects", handle)
            if self._is_name(handle):
                found.add(self._region.name(handle))
            else:
                stack.extend(child for child in self._inside(handle) if not child & 1)
        return found

    def _is_name(self, handle: int) -> bool:
        region = self._region
        tag, pointers, size = region.header(handle)
        for shape in (lay.NAME_STR, lay.NAME_NUM):
            if (tag, pointers) == (shape.tag, shape.pointers) and size >= 32:
                prefix, part = region.fields(handle, shape)
                last = region.header(part)[0] if not part & 1 else None
                wanted = last == lay.STRING if shape is lay.NAME_STR else last in (None, lay.MPZ)
                return wanted and (prefix == 1 or (not prefix & 1 and self._maybe_name(prefix)))
        return False

    def _maybe_name(self, handle: int) -> bool:
        tag, pointers, _ = self._region.header(handle)
        return pointers == lay.NAME_STR.pointers and tag in (lay.NAME_STR.tag, lay.NAME_NUM.tag)

    def _inside(self, handle: int) -> Sequence[int]:
        region = self._region
        tag, pointers, _ = region.header(handle)
        if tag <= lay.MAX_CONSTRUCTOR_TAG:
            return region.fields(handle, lay.ObjectShape(tag, pointers))
        if tag == lay.ARRAY:
            return region.array(handle)
        if tag in (lay.THUNK, lay.TASK, lay.REF):
            return (region.follow(region.words[(handle >> 3) + 1], handle),)
        if tag in (lay.STRING, lay.SCALAR_ARRAY, lay.MPZ):
            return ()
        region.fail(f"object of tag {tag}, which no file holds", handle)


def read_olean(
    data: bytes | memoryview | mmap.mmap,
    *,
    parts: Sequence[bytes | memoryview | mmap.mmap] = (),
    file: str | None = None,
    limits: OleanLimits | None = None,
) -> Module:
    """The module in the bytes of an .olean file. Nothing in it is executed, and nothing believed unchecked.

    data: the whole file, which must stay unchanged while the Module lives. parts: the .olean.server and
    .olean.private files of a module of the module system, in this order; the last one's contents are given.
    file: a name for messages. Raises OleanError for a file that is damaged, hostile, too large or of a
    version that isn't in `layouts`.
    """
    limits = limits or OleanLimits()
    views = [memoryview(item).cast("B") for item in (data, *parts)]
    if sum(len(view) for view in views) > limits.max_bytes:
        raise OleanError(f"larger than the limit of {limits.max_bytes} bytes", file=file)
    headers = [OleanHeader.read(view, file) for view in views]
    first = headers[0]
    joined, offset = (views[0], 0) if len(views) == 1 else _join(views, headers, file)
    region, root = _objects(joined, first, offset, file, limits)
    return Module(region, root, first.version, first.lean_version, first.githash)


def open_region(
    data: bytes, *, file: str | None, limits: OleanLimits
) -> tuple[Region, int, lay.HeaderLayout]:
    """The objects of a file with an .olean file's header, its root's handle, and the header's layout.

    Raises OleanError as `read_olean`.
    """
    view = memoryview(data).cast("B")
    if len(view) > limits.max_bytes:
        raise OleanError(f"larger than the limit of {limits.max_bytes} bytes", file=file)
    header = OleanHeader.read(view, file)
    region, root = _objects(view, header, 0, file, limits)
    return region, root, lay.HEADERS[header.version]


def _objects(
    data: memoryview, header: OleanHeader, offset: int, file: str | None, limits: OleanLimits
) -> tuple[Region, int]:
    """The objects of a file, the last part of which begins at `offset`, and its root's handle."""
    place = lay.HEADERS[header.version].root
    region = Region(data, header.base, place + 8, file=file, limits=limits)
    return region, region.follow(region.words[(offset + place) >> 3], region.size)


@dataclass(frozen=True, slots=True)
class OleanHeader:
    """What the file's header says; base: the address that its pointers count from."""

    version: int
    lean_version: str | None
    githash: str
    base: int

    @staticmethod
    def read(data: memoryview, file: str | None) -> OleanHeader:
        """The header of a file; raises OleanError where it isn't one."""
        if bytes(data[:5]) != lay.MAGIC or len(data) < 6:
            raise OleanError("no .olean file: it doesn't begin with 'olean' (at offset 0)", file=file)
        layout = lay.HEADERS.get(data[5])
        if layout is None:
            known = " and ".join(map(str, lay.HEADERS))
            raise OleanError(f"format version {data[5]} at offset 0x5; known are {known}", file=file)
        if len(data) < layout.root + 16:
            raise OleanError(f"only {len(data)} bytes long: the file is damaged", file=file)
        if layout.flags is not None and data[layout.flags] != lay.FLAG_GMP:
            raise OleanError(
                f"flags {data[layout.flags]:#x} at offset {layout.flags:#x}; known is 0x1", file=file
            )
        version = None if layout.lean_version is None else _text(data, *layout.lean_version, file)
        if version is not None:
            lay.minor_version(version, file)
        base = int.from_bytes(data[layout.base : layout.base + 8], "little")
        if base % 8 or base >> 63:
            raise OleanError(f"base address {base:#x} at offset {layout.base:#x} is unaligned", file=file)
        return OleanHeader(data[5], version, _text(data, *layout.githash, file), base)


def _text(data: memoryview, start: int, length: int, file: str | None) -> str:
    raw = bytes(data[start : start + length]).rstrip(b"\0")
    if not raw.isascii() or b"\0" in raw:
        raise OleanError(f"no text in the header at offset {start:#x}", file=file)
    return raw.decode("ascii")


def same_module(first: OleanHeader, part: OleanHeader, offset: int, file: str | None) -> None:
    """Raise OleanError unless `part` lies `offset` bytes behind `first` in the same module."""
    same = (part.version, part.githash) == (first.version, first.githash)
    if not same or part.base != first.base + offset:
        raise OleanError("the parts don't belong to one module: build it again", file=file)


def _join(
    views: Sequence[memoryview], headers: Sequence[OleanHeader], file: str | None
) -> tuple[memoryview, int]:
    """All parts in one buffer as Lean maps them, and the offset of the last part."""
    buffer = bytearray()
    for view, header in zip(views, headers, strict=True):
        buffer += bytes(-len(buffer) % PART_ALIGNMENT)
        same_module(headers[0], header, len(buffer), file)
        offset = len(buffer)
        buffer += view
    return memoryview(bytes(buffer)), offset
