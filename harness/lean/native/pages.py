"""The library's machine code on huge pages, in memory that every server and all its children share.

A forked child starts without the pages of mapped files and gets them by one fault for each 64 kB; Lean has a
hundred megabytes of code. On huge pages it is one fault for each 2 MB, and less to take down at the end.
"""

from __future__ import annotations

import ctypes
import fcntl
import mmap
import os
import struct
from pathlib import Path

HUGE = 2 << 20
"""Bytes of a huge page on x86-64."""

_COLLAPSE, _MAP_FIXED = 25, 0x10
_LOAD, _EXECUTE = 1, 1
_ELF_64_LITTLE = b"\x7fELF\x02\x01"
_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
_SEGMENT = struct.Struct("<IIQQQQQQ")
_SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK

_libc = ctypes.CDLL(None, use_errno=True)
_libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
_libc.mmap.restype = ctypes.c_void_p
_libc.mmap.argtypes = [
    ctypes.c_void_p,
    ctypes.c_size_t,
    ctypes.c_int,
    ctypes.c_int,
    ctypes.c_int,
    ctypes.c_long,
]


def code_copy(library: Path) -> int | None:
    """A descriptor of sealed memory that holds the library's code on huge pages at the code's own addresses.

    None where the kernel gives no huge pages, or the file has no code of that size. Takes a tenth of a second
    and lets other threads run.
    """
    try:
        with library.open("rb") as file:
            segment = _code_segment(file.fileno())
            return _copied(file.fileno(), *segment) if segment else None
    except (OSError, struct.error):
        return None


def _code_segment(handle: int) -> tuple[int, int, int] | None:
    """(first address, end, where the first lies in the file) of the huge pages that the code fills."""
    header = _HEADER.unpack(os.pread(handle, _HEADER.size, 0))
    if not header[0].startswith(_ELF_64_LITTLE):
        return None
    table, count = header[5], header[10]
    for index in range(count):
        kind, flags, offset, address, _, size, _, _ = _SEGMENT.unpack(
            os.pread(handle, _SEGMENT.size, table + index * _SEGMENT.size)
        )
        start, end = -(-address // HUGE) * HUGE, (address + size) // HUGE * HUGE
        if kind == _LOAD and flags & _EXECUTE and start < end:
            return start, end, offset + start - address
    return None


def _copied(source: int, start: int, end: int, offset: int) -> int | None:
    copy = os.memfd_create("code", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(copy, end)
        os.lseek(copy, start, os.SEEK_SET)
        left = end - start
        while left and (sent := os.sendfile(copy, source, offset, left)):
            offset, left = offset + sent, left - sent
        if left == 0 and _collapse(copy, start, end):
            fcntl.fcntl(copy, fcntl.F_ADD_SEALS, _SEALS)
            kept, copy = copy, -1
            return kept
    finally:
        if copy >= 0:
            os.close(copy)
    return None


def _collapse(handle: int, start: int, end: int) -> bool:
    """Put the file's pages from `start` to `end` on huge pages; whether the kernel did."""
    reserved = _libc.mmap(None, end - start + HUGE, 0, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, 0)
    if reserved in (None, ctypes.c_void_p(-1).value):
        return False
    aligned = -(-reserved // HUGE) * HUGE
    flags = mmap.MAP_SHARED | _MAP_FIXED
    try:
        mapped = _libc.mmap(aligned, end - start, mmap.PROT_READ | mmap.PROT_WRITE, flags, handle, start)
        return bool(mapped == aligned and _libc.madvise(aligned, end - start, _COLLAPSE) == 0)
    finally:
        _libc.munmap(ctypes.c_void_p(reserved), ctypes.c_size_t(end - start + HUGE))


class _Place(ctypes.Structure):
    """`Dl_info` of dladdr(3)."""

    _fields_ = (
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("symbol", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    )


def load_address(function: int) -> int:
    """The address at which the library of the function at this address was loaded; 0 when unknown."""
    place = _Place()
    _libc.dladdr.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Place)]
    return int(place.base or 0) if _libc.dladdr(function, ctypes.byref(place)) else 0


def use_code_copy(base: int, handle: int) -> bool:
    """Map the copy over the code of the library that was loaded at `base`; whether it was done.

    The bytes are the same, so that it doesn't matter what runs in the code meanwhile.
    """
    start = os.lseek(handle, 0, os.SEEK_DATA)
    end = os.fstat(handle).st_size
    if base == 0 or base % HUGE:
        return False
    flags = mmap.MAP_PRIVATE | _MAP_FIXED
    mapped = _libc.mmap(base + start, end - start, mmap.PROT_READ | mmap.PROT_EXEC, flags, handle, start)
    return bool(mapped == base + start)
