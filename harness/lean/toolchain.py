"""Toolchain: one Lean with the libraries that a header may import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Toolchain:
    """Where a Lean lies and what identifies it.

    name: "embedded" or the workspace's name. lean_version: e.g. "4.35.0".
    revision: hash over all that decides what it accepts: Lean itself and every library on the search path.
    library: a shared library whose `lean_main` is the whole `lean` command, or None.
    executable: the `lean` program, or None; at least one of the two is set, and what calls the library
    itself needs the library.
    search_path: folders of compiled modules, as in LEAN_PATH.
    readable: files and folders that a sandbox must show, read-only.
    options: Lean options that hold for every text, by name; a text may set them again.
    programs: folders of programs that were built with this Lean.
    """

    name: str
    lean_version: str
    revision: str
    library: Path | None
    executable: Path | None
    search_path: tuple[Path, ...]
    readable: tuple[Path, ...]
    options: tuple[tuple[str, str], ...] = ()
    programs: tuple[Path, ...] = ()

    def record(self) -> Mapping[str, str]:
        """What a verdict and run.json say about the toolchain; no paths."""
        return {"toolchain": self.name, "lean": self.lean_version, "revision": self.revision}
