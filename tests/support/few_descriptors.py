"""Leave a running process only so many descriptors."""

from __future__ import annotations

import itertools
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def descriptors_left(pid: int, count: int) -> Iterator[None]:
    """For a while the process can open `count` more at most."""
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    # The one that the folder was read by is gone again.
    used = {int(entry.name) for entry in list(Path(f"/proc/{pid}/fd").iterdir()) if entry.is_symlink()}
    free = itertools.islice((number for number in itertools.count() if number not in used), count + 1)
    *_, first_refused = free
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (first_refused, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
