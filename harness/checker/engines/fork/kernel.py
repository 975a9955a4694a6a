"""The few system calls that Python doesn't have (x86-64 Linux)."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Mapping

NEW_NS, NEW_CGROUP, NEW_UTS, NEW_IPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEW_USER, NEW_PID, NEW_NET = 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 0x1000, 0x4000, 0x40000
SET_PDEATHSIG, SET_DUMPABLE, SET_NO_NEW_PRIVS = 1, 4, 38

_CAPSET, _PIVOT_ROOT, _SECCOMP, _CLOSE_RANGE, _MOUNT_SETATTR = 126, 155, 317, 436, 442
_FSOPEN, _FSCONFIG, _FSMOUNT = 430, 431, 432
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_FSCONFIG_SET, _FSCONFIG_CREATE = 1, 6
_CLOEXEC = 1
_AT_FDCWD, _AT_RECURSIVE, _ATTR_RDONLY, _ATTR_NOSUID, _ATTR_NODEV, _ATTR_NOEXEC = -100, 0x8000, 1, 2, 4, 8
_DETACH = 2
_CAPABILITIES_V3 = 0x20080522
LANDLOCK_ABI = 6
"""The first that keeps signals and abstract sockets inside, beside files and TCP."""

_ALL_FILES, _ALL_NET, _ALL_SCOPES = (1 << 16) - 1, 3, 3
# Write and read a file, list a folder, remove either, make either, rename across folders, truncate.
_OWN_FOLDER = 0x2 | 0x4 | 0x8 | 0x10 | 0x20 | 0x80 | 0x100 | 0x2000 | 0x4000

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _call(what: str, number: int, *arguments: object) -> int:
    words = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return _checked(_libc.syscall(ctypes.c_long(number), *words), what)


def prctl(option: int, value: int) -> None:
    """One process option. Raises OSError."""
    zero = ctypes.c_ulong(0)
    _checked(_libc.prctl(option, ctypes.c_ulong(value), zero, zero, zero), f"prctl {option}")


def unshare(flags: int, what: str) -> None:
    """Leave the namespaces of `flags` for new ones. Raises OSError that says `what`."""
    _checked(_libc.unshare(flags), f"a new {what}")


def enter_namespace(handle: int, kind: int) -> None:
    """Join the namespace of a descriptor. Raises OSError."""
    _checked(_libc.setns(handle, kind), "setns")


def mount(source: str | None, target: str, kind: str | None, flags: int = 0, data: str = "") -> None:
    """As mount(2). Raises OSError."""
    encoded = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    result = _libc.mount(*encoded, ctypes.c_ulong(flags), os.fsencode(data))
    _checked(result, f"mount {target}")


def make_read_only(folder: str) -> None:
    """Everything mounted at and below `folder`: read-only, without set-uid programs."""
    attributes = struct.pack("<QQQQ", _ATTR_RDONLY | _ATTR_NOSUID, 0, 0, 0)
    _call(
        "mount_setattr",
        _MOUNT_SETATTR,
        _AT_FDCWD,
        os.fsencode(folder),
        _AT_RECURSIVE,
        attributes,
        len(attributes),
    )


def change_root() -> None:
    """Make the current folder, a mount point, the root, and let go of the old root."""
    _call("pivot_root", _PIVOT_ROOT, b".", b".")
    _checked(_libc.umount2(b".", _DETACH), "umount of the old root")
    os.chdir("/")


def scratch_folder(settings: Mapping[str, object]) -> int:
    """A new tmpfs that no path leads to: its descriptor, freed with its last user. Raises OSError."""
    handle = _call("fsopen", _FSOPEN, b"tmpfs", _CLOEXEC)
    try:
        for key, value in settings.items():
            _call("fsconfig", _FSCONFIG, handle, _FSCONFIG_SET, key.encode(), str(value).encode(), 0)
        _call("fsconfig", _FSCONFIG, handle, _FSCONFIG_CREATE, None, None, 0)
        attributes = _ATTR_NOSUID | _ATTR_NODEV | _ATTR_NOEXEC
        return _call("fsmount", _FSMOUNT, handle, _CLOEXEC, attributes)
    finally:
        os.close(handle)


def close_from(lowest: int) -> None:
    """Close every descriptor from `lowest` on."""
    _call("close_range", _CLOSE_RANGE, lowest, 0xFFFFFFFF, 0)


def landlock_abi() -> int:
    """The version of Landlock, or 0 without it."""
    try:
        return _call("landlock", _LANDLOCK_CREATE, None, 0, 1)
    except OSError:
        return 0


def landlock(folder: int) -> None:
    """From here on: no files but those in `folder`, no TCP, no signals or abstract sockets outwards."""
    attributes = struct.pack("<QQQ", _ALL_FILES, _ALL_NET, _ALL_SCOPES)
    rules = _call("landlock", _LANDLOCK_CREATE, attributes, len(attributes), 0)
    _call("landlock", _LANDLOCK_ADD, rules, 1, struct.pack("<Qi", _OWN_FOLDER, folder), 0)
    _call("landlock", _LANDLOCK_RESTRICT, rules, 0)
    os.close(rules)


def drop_capabilities() -> None:
    """Give up every capability."""
    _call("capset", _CAPSET, struct.pack("<Ii", _CAPABILITIES_V3, 0), bytes(24))


class Filter:
    """A seccomp program (an array of `struct sock_filter`), made once and installed in each child."""

    def __init__(self, program: bytes) -> None:
        self._program = ctypes.create_string_buffer(program, len(program))
        self._header = struct.pack("<HxxxxxxQ", len(program) // 8, ctypes.addressof(self._program))

    def install(self) -> None:
        """From here on only the calls that the program allows."""
        _call("seccomp", _SECCOMP, 1, 0, self._header)
