"""The few system calls that Python doesn't have (Linux; standard library only, since it runs inside)."""

from __future__ import annotations

import ctypes
import os
import resource
import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

NEW_NS, NEW_CGROUP, NEW_UTS, NEW_IPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEW_USER, NEW_PID, NEW_NET = 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 0x1000, 0x4000, 0x40000

_SET_PDEATHSIG, _SET_DUMPABLE, _SET_SECCOMP, _SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_PIVOT_ROOT = 155  # of x86-64; the numbers below are the same on every machine
_CLOSE_RANGE, _MOUNT_SETATTR = 436, 442
_FSOPEN, _FSCONFIG, _FSMOUNT = 430, 431, 432
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_FSCONFIG_SET, _FSCONFIG_CREATE = 1, 6
_CLOEXEC = 1
_AT_FDCWD, _AT_RECURSIVE, _ATTR_RDONLY, _ATTR_NOSUID, _ATTR_NODEV, _ATTR_NOEXEC = -100, 0x8000, 1, 2, 4, 8
_DETACH = 2
_CAPABILITIES_V3 = 0x20080522

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


def _prctl(option: int, value: int, pointer: int = 0) -> None:
    zero = ctypes.c_ulong(0)
    words = (ctypes.c_ulong(value), ctypes.c_ulong(pointer), zero, zero)
    _checked(_libc.prctl(option, *words), f"prctl {option}")


def hide_memory() -> None:
    """Let no process of the same user trace this one, or read its memory or its descriptors. Raises
    OSError."""
    _prctl(_SET_DUMPABLE, 0)


def show_memory() -> None:
    """Let the files of /proc/self be the own user's again, which a change of user ends. Raises OSError."""
    _prctl(_SET_DUMPABLE, 1)


def end_with_parent(signal: int) -> None:
    """Have the kernel send `signal` when the parent ends; a change of credentials clears it. Raises
    OSError."""
    _prctl(_SET_PDEATHSIG, signal)


def no_new_privileges() -> None:
    """From here on no program that is executed gains rights. Raises OSError."""
    _prctl(_SET_NO_NEW_PRIVS, 1)


def exit_at(signal: int) -> None:
    """From here on the signal ends this process with its number as the exit code."""
    _libc.signal.argtypes, _libc.signal.restype = [ctypes.c_int, ctypes.c_void_p], ctypes.c_void_p
    _libc.signal(signal, ctypes.cast(_libc._exit, ctypes.c_void_p))


def drop_capabilities() -> None:
    """Give up every capability. Raises OSError."""
    _checked(_libc.capset(struct.pack("<Ii", _CAPABILITIES_V3, 0), bytes(24)), "capset")


def unshare(flags: int, what: str) -> None:
    """Leave the namespaces of `flags` for others, which are empty. Raises OSError that says `what`."""
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
    """Everything mounted at and below `folder`: read-only, without set-uid programs. Raises OSError."""
    attributes = struct.pack("<QQQQ", _ATTR_RDONLY | _ATTR_NOSUID, 0, 0, 0)
    words = (_AT_FDCWD, os.fsencode(folder), _AT_RECURSIVE, attributes, len(attributes))
    _call("mount_setattr", _MOUNT_SETATTR, *words)


def change_root() -> None:
    """Make the current folder, a mount point, the root, and let go of the old root. Raises OSError."""
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
    try:
        _call("close_range", _CLOSE_RANGE, lowest, 0xFFFFFFFF, 0)
    except OSError:
        # A kernel before 5.9.
        os.closerange(lowest, max(1 << 16, resource.getrlimit(resource.RLIMIT_NOFILE)[0]))


def landlock_abi() -> int:
    """The version of Landlock, or 0 without it."""
    try:
        return _call("landlock", _LANDLOCK_CREATE, None, 0, 1)
    except OSError:
        return 0


def landlock(files: int, network: int, scopes: int, rules: Mapping[int, int]) -> None:
    """From here on none of these kinds of access, except what `rules` (descriptor -> kinds) gives to files.

    Each is a set of bits of linux/landlock.h, of which this kernel must know all. Raises OSError.
    """
    # An older kernel takes a shorter structure, or a longer one whose end is zero.
    attributes = struct.pack("<QQQ", files, network, scopes)
    ruleset = _call("landlock", _LANDLOCK_CREATE, attributes, len(attributes), 0)
    try:
        for handle, kinds in rules.items():
            _call("landlock", _LANDLOCK_ADD, ruleset, 1, struct.pack("<Qi", kinds, handle), 0)
        _call("landlock", _LANDLOCK_RESTRICT, ruleset, 0)
    finally:
        os.close(ruleset)


class SystemCallFilter:
    """A seccomp program (an array of `struct sock_filter`), laid out once and installed in each child."""

    def __init__(self, program: bytes) -> None:
        self._program = ctypes.create_string_buffer(program, len(program))
        header = struct.pack("<HxxxxxxQ", len(program) // 8, ctypes.addressof(self._program))
        self._header = ctypes.create_string_buffer(header, len(header))

    def install(self) -> None:
        """From here on only the calls that the program allows. Raises OSError."""
        _prctl(_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(self._header))
