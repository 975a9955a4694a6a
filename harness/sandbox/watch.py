"""What a parent sees of a confined child: memory, files, how far it got (standard library only)."""

from __future__ import annotations

import errno
import itertools
import os
import stat

FILES = 64
"""Files and folders in the scratch folder: each takes memory of the kernel's, an empty one too."""
BEGAN = b"began"
"""What a child says on its status pipe once nothing is left to go wrong before the candidate's turn."""
NOT_A_FILE = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO, errno.EACCES, errno.EPERM, errno.EISDIR}
)
"""Errors of opening that say what lies there, or that nothing does; others say what we lack."""
_COUNTED = frozenset((b"RssAnon", b"VmSwap", b"VmPTE"))
_STATUS_BYTES = 1 << 14
_TROUBLE_BYTES = 2000


def resident(handle: int) -> int:
    """Bytes of memory of the process whose /proc/PID/status is open as `handle`; 0 once it is dead.

    Its anonymous memory, resident or swapped out, and its page tables: reading one byte of each 2 MiB of a
    large reservation takes 4 KiB of tables and nothing else.
    """
    total = 0
    for line in os.pread(handle, _STATUS_BYTES, 0).split(b"\n"):
        name, _, value = line.partition(b":")
        if name in _COUNTED:
            total += int(value.split()[0]) << 10
    return total


def mapped() -> tuple[int, int]:
    """Bytes of addresses and of data that this process has: what a child's limits are counted from."""
    sizes: dict[str, int] = {}
    with open("/proc/self/status") as file:  # noqa: PTH123
        for line in file:
            key, _, value = line.partition(":")
            if key in ("VmSize", "VmData"):
                sizes[key] = int(value.split()[0]) << 10
    return sizes["VmSize"], sizes["VmData"]


def tell_trouble(error: BaseException, *handles: int) -> None:
    """Say what kept a child from its turn, by the first of the descriptors that is open."""
    for handle in handles:
        try:
            os.write(handle, f"{type(error).__name__}: {error}".encode(errors="replace")[:_TROUBLE_BYTES])
        except OSError:
            continue
        return


def trouble_in(said: bytes) -> str:
    """What went wrong before the candidate's turn, by what the child said; empty when nothing did."""
    if said == BEGAN:
        return ""
    text = said.removeprefix(BEGAN).decode(errors="replace")
    return text or "the process ended before Lean was started"


class Folder:
    """A candidate's folder, where a file has less than `size` bytes, and there are less than `most` of them.

    path: it, or a descriptor of it. most: None where other files than the candidate's are on its file system.
    """

    def __init__(self, path: str | int, size: int, most: int | None) -> None:
        self._path, self._size, self._most = path, size, most

    def has_too_many(self) -> bool:
        """Whether there are as many files and folders in it, itself among them, as may never be."""
        if self._most is None:
            return False
        status = os.statvfs(self._path)
        return status.f_files - status.f_ffree >= self._most

    def is_full(self) -> bool:
        """Whether no more could be written, or a file is as large as one may be."""
        if os.statvfs(self._path).f_bavail == 0 or self.has_too_many():
            return True
        with os.scandir(self._path) as entries:
            sizes = (entry.stat(follow_symlinks=False).st_size for entry in itertools.islice(entries, FILES))
            return any(size >= self._size for size in sizes)


def open_written(name: str, limit: int, folder: int | None = None) -> int | None:
    """A descriptor of what a candidate wrote, if it is a plain file of at most `limit` bytes; else None.

    folder: descriptor of the folder that it lies in, None for the current one. Raises OSError when it can't
    be known what there is.
    """
    try:
        # The folder is the candidate's, so no links and no pipes.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        handle = os.open(name, flags, dir_fd=folder)
    except OSError as error:
        if error.errno in NOT_A_FILE:
            return None
        raise
    status = os.fstat(handle)
    if stat.S_ISREG(status.st_mode) and status.st_size <= limit:
        return handle
    os.close(handle)
    return None
