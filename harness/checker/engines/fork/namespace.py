"""The namespaces of a server: all of its own and a root folder with what it must read, nothing else."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Sequence

from harness.sandbox import syscalls as calls

LANDLOCK_ABI = 6
"""The first that keeps signals and abstract sockets inside, beside files and TCP: the server lies in the same
network and user as its children."""
_STAGE = "/tmp"
_CAP_SYS_ADMIN = 21
_NAMESPACES = (
    calls.NEW_USER
    | calls.NEW_NS
    | calls.NEW_IPC
    | calls.NEW_UTS
    | calls.NEW_NET
    | calls.NEW_PID
    | calls.NEW_CGROUP
)


def enter(readable: Sequence[str], uid: int) -> None:
    """Enter namespaces of its own: user, mount, pid, net, ipc, uts and cgroup, with a read-only root.

    readable: files and folders that are shown at their own paths. uid: who a real root becomes. Returns in
    the first process of the new pid namespace; the caller's process stays outside, waits for it and ends with
    it. Must be called by a process with one thread. Raises OSError when the kernel or its policy forbids a
    part.
    """
    if (abi := calls.landlock_abi()) < LANDLOCK_ABI:
        raise OSError(f"Landlock has version {abi} here; version {LANDLOCK_ABI} is needed (Linux 6.12)")
    privileged = os.geteuid() == 0 and _may_mount()
    if privileged:
        # The binds need root's rights; then root goes for good: limits on processes don't hold for it.
        calls.unshare(calls.NEW_NS, "mount namespace")
        _build_root(readable)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        # The change of user cleared it, and the files of /proc/self would be root's.
        calls.show_memory()
    user, group = os.getuid(), os.getgid()
    calls.unshare(_NAMESPACES, "user namespace (are user namespaces allowed here?)")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123
            file.write(text)
    if inner := os.fork():
        _wait_outside(inner)
    if not privileged:
        _build_root(readable)
    _move_in()


def _may_mount() -> bool:
    """Whether the capability to mount is effective: root in a container often lacks it."""
    with open("/proc/self/status") as file:  # noqa: PTH123
        effective = next(line for line in file if line.startswith("CapEff"))
    return bool(int(effective.split()[1], 16) >> _CAP_SYS_ADMIN & 1)


def _build_root(readable: Sequence[str]) -> None:
    """At the stage folder: a small tmpfs with `readable` bound into it, all read-only."""
    calls.mount(None, "/", None, calls.MS_REC | calls.MS_PRIVATE)
    # Opened before the tmpfs hides what lies below the stage folder.
    kept = [(path, os.open(path, os.O_PATH)) for path in dict.fromkeys(map(os.path.abspath, readable))]
    calls.mount("root", _STAGE, "tmpfs", calls.MS_NOSUID | calls.MS_NODEV, "size=1m,mode=755")
    for path, handle in kept:
        target = _STAGE + path
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            os.makedirs(target, exist_ok=True)  # noqa: PTH103
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
            os.close(os.open(target, os.O_CREAT, 0o644))
        calls.mount(f"/proc/self/fd/{handle}", target, None, calls.MS_BIND | calls.MS_REC)
        os.close(handle)
    os.makedirs(_STAGE + "/proc", exist_ok=True)  # noqa: PTH103
    calls.make_read_only(_STAGE)


def _wait_outside(inner: int) -> None:
    """Be the parent of the namespace's first process: hold nothing, end with it, and it with us."""
    calls.close_from(3)
    calls.end_with_parent(signal.SIGKILL)
    os._exit(os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1]) & 0xFF)


def _move_in() -> None:
    # A copy of our own of the mounts, which the namespace's owner may make its root.
    calls.mount(_STAGE, _STAGE, None, calls.MS_BIND | calls.MS_REC)
    calls.mount("proc", _STAGE + "/proc", "proc", calls.MS_NOSUID | calls.MS_NODEV | calls.MS_NOEXEC)
    os.chdir(_STAGE)
    calls.change_root()
    # No tracing and no /proc/PID/mem, for the children as well.
    calls.hide_memory()
    calls.no_new_privileges()
    # Last, since each change of credentials clears it.
    calls.end_with_parent(signal.SIGKILL)
