"""FileLock: keeps a second writer out of a folder."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from pathlib import Path

from harness.errors import StoreError, UsageError

# How long to wait for the lock of a process that was killed, whose children are about to end.
_GRACE_S = 5.0


class FileLock:
    """An exclusive flock on a file, held until `release`; the kernel frees it when the process ends.

    elsewhere: the option by which another folder is given, for the advice in errors.
    """

    def __init__(self, path: Path, elsewhere: str) -> None:
        """Raises UsageError that names the process which writes the folder, or StoreError."""
        self._elsewhere = elsewhere
        try:
            # Never truncated before the lock is held: the text tells who holds it.
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(f"{path} can't be written ({error}): change its permissions") from error
        try:
            self._acquire(path)
        except BaseException:
            os.close(self._descriptor)
            raise

    def _acquire(self, path: Path) -> None:
        deadline = time.monotonic() + _GRACE_S
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                holder = path.read_text(errors="replace").strip()
                if _is_alive(holder) or time.monotonic() > deadline:
                    raise UsageError(
                        f"{path.parent} is being written by {holder or 'another process'}: "
                        f"wait for it to end, or give another {self._elsewhere}"
                    ) from None
                time.sleep(0.05)
            except OSError as error:
                raise StoreError(
                    f"{path} can't be locked ({error}): put it on a local disk with {self._elsewhere}"
                ) from error
        try:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)
        except OSError as error:
            raise StoreError(f"{path} can't be written ({error}): free some space, then try again") from error

    def release(self) -> None:
        """Let others write; may be called twice."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _is_alive(holder: str) -> bool:
    """Whether the process named in a lock file may still run; True when nothing can be known."""
    words = holder.split()
    if len(words) != 4 or words[3] != socket.gethostname() or not words[1].isdecimal():
        return True
    try:
        os.kill(int(words[1]), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
