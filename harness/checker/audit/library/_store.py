"""HeaderStore: headers by their imports, from the user's cache where they are there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from harness.cachefile import save, tell_damage
from harness.checker.audit.library._imported import ImportedHeader
from harness.checker.audit.library._index import NameIndex, build_index
from harness.checker.audit.library._library import Library
from harness.checker.audit.library._log import FactLog
from harness.errors import DataError, StaleIndexError
from harness.lean.olean import Name, name_str


class HeaderStore:
    """The headers of one toolchain.

    folder: of the cache, one for each revision of a toolchain. find: the .olean of a module.
    """

    def __init__(self, folder: Path, find: Callable[[Name], Path]) -> None:
        self._folder, self._find = folder, find
        self._libraries: list[Library] = []

    def open(self, imports: Sequence[Name]) -> ImportedHeader:
        """The header of these imports; takes long where their modules aren't indexed yet.

        A library that was opened for other imports serves these too where it has their modules. Raises
        LeanUnavailableError for a module that isn't there, and DataError for a damaged one.
        """
        for library in self._libraries:
            if all(name in library.index.positions for name in imports):
                return ImportedHeader(library, imports)
        text = "\n".join(map(name_str, imports))
        path = self._folder / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.names"
        try:
            index = NameIndex.open(path)
        except (OSError, DataError) as error:
            if isinstance(error, DataError) and not isinstance(error, StaleIndexError):
                tell_damage(path)
            data = build_index(imports, self._find)
            save(path, data)
            index = NameIndex(data)
        library = Library(index, FactLog(path.with_suffix(".facts"), index.identity, index.count))
        self._libraries.append(library)
        return ImportedHeader(library, imports)

    def close(self) -> None:
        """Keep what was found out since the last time."""
        for library in self._libraries:
            library.close()
