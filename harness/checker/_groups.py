"""What the control groups around this process say, in version 1 and 2."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PROC, GROUPS = Path("/proc"), Path("/sys/fs/cgroup")


def folders(groups: Path, proc: Path, controller: str) -> Iterator[Path]:
    """This process's group and those around it, for one controller."""
    try:
        found = (proc / "self/cgroup").read_text("utf-8").splitlines()
    except OSError:
        return
    for line in found:
        _, names, path = line.split(":", 2)
        if names and controller not in names.split(","):
            continue
        root = groups / controller if names else groups
        inner = Path(path.lstrip("/"))
        for folder in (inner, *inner.parents):
            # In a container the path may be the host's, and the container's own group is the root.
            if ".." not in folder.parts and (root / folder).is_dir():
                yield root / folder


def lines(file: Path) -> list[str]:
    """The file's lines; none where it can't be read."""
    try:
        return file.read_text("utf-8").splitlines()
    except OSError:
        return []


def words(file: Path) -> list[str]:
    """The file's words; none where it can't be read."""
    return " ".join(lines(file)).split()


def number(file: Path) -> int | None:
    """The one number in the file; None where there is none, as for "max"."""
    found = words(file)
    return int(found[0]) if len(found) == 1 and found[0].lstrip("-").isdigit() else None


def counter(file: Path, name: str) -> int:
    """The number behind `name` in a file of such pairs; 0 where it isn't."""
    for line in lines(file):
        key, _, value = line.partition(" ")
        if key == name and value.isdigit():
            return int(value)
    return 0
