"""ModuleFinder: which file holds a module, as Lean itself looks for it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from harness.errors import LeanUnavailableError
from harness.lean.olean import Name, name_str


class ModuleFinder:
    """The files of modules below the folders of a search path.

    As for Lean, the first folder that has a module or a folder named by the first component holds all modules
    that begin with it; so a library's thousands of modules cost one look at each folder.
    """

    def __init__(self, search_path: Sequence[Path], toolchain: str) -> None:
        self._search_path, self._toolchain = tuple(search_path), toolchain
        self._roots: dict[str | int, Path | None] = {}

    def find(self, module: Name) -> Path:
        """The module's .olean; raises LeanUnavailableError where it isn't there."""
        first = module[0] if module else ""
        if first not in self._roots:
            self._roots[first] = next(
                (folder for folder in self._search_path if _has(folder, str(first))), None
            )
        folder = self._roots[first]
        # A name out of a candidate's file must not lead out of the folder.
        if folder is None or any(part in ("", ".", "..") or "/" in str(part) for part in module):
            raise self._missing(module)
        *above, last = map(str, module)
        path = folder.joinpath(*above, f"{last}.olean")
        # By os.path, which takes a name that no file system takes for one that isn't there.
        if not os.path.isfile(path):  # noqa: PTH113
            raise self._missing(module)
        return path

    def _missing(self, module: Name) -> LeanUnavailableError:
        return LeanUnavailableError(
            f"module {name_str(module)} isn't on the search path of {self._toolchain}"
        )


def _has(folder: Path, first: str) -> bool:
    return bool(first) and (
        os.path.isfile(folder / f"{first}.olean") or os.path.isdir(folder / first)  # noqa: PTH112, PTH113
    )
