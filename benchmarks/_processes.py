"""What processes there are and what they hold, by /proc: for those who look for what is left behind."""

from __future__ import annotations

import os
from pathlib import Path


def parents() -> dict[int, int]:
    """The parent of every process."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
    return found


def below(*roots: int) -> list[int]:
    """The processes below `roots`, or below this one; each after its parent."""
    tree, found, last = parents(), list[int](), set(roots or (os.getpid(),))
    while last:
        last = {child for child, parent in tree.items() if parent in last}
        found += sorted(last)
    return found


def command(pid: int) -> list[str]:
    """The words that it was started with; none where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
    except OSError:
        return []


def anonymous(pid: int) -> int:
    """Resident anonymous bytes."""
    fields = Path(f"/proc/{pid}/statm").read_text().split()
    return (int(fields[1]) - int(fields[2])) * os.sysconf("SC_PAGESIZE")


def cpu_s(pid: int) -> float:
    """CPU seconds of a process and of those below it that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    # utime, stime, cutime, cstime
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def descriptors(pid: int) -> int:
    """Open files."""
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def mounts(pid: int) -> int:
    """Mounts in its namespace."""
    return len(Path(f"/proc/{pid}/mountinfo").read_text().splitlines())
