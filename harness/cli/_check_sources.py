"""The texts that `prover-eval check` is given: files, folders of Lean files, zip archives, standard input."""

from __future__ import annotations

import os
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

STDIN = "-"
BYTES_READ = 16 << 20
_MOST_FILES = 100_000
_ENDING = ".lean"
# Where Lake keeps what isn't the folder's own, and its own description.
_PASSED_OVER = frozenset({"build", "lake-packages", "lakefile.lean"})


class UnreadableError(Exception):
    """A text can't be read; it says why."""


@dataclass(frozen=True, slots=True)
class CheckSource:
    """One text. name: its path, for people; in an archive ARCHIVE/MEMBER. archive, member: where it lies in
    one."""

    name: str
    path: Path | None = None
    archive: zipfile.ZipFile | None = None
    member: str = ""

    def read(self) -> bytes:
        """Its bytes, at most BYTES_READ. Raises UnreadableError."""
        try:
            if self.archive is not None:
                with self.archive.open(self.member) as stream:
                    return stream.read(BYTES_READ)
            if self.path is None:
                return sys.stdin.buffer.read(BYTES_READ)
            with self.path.open("rb") as file:
                return file.read(BYTES_READ)
        except OSError as error:
            raise UnreadableError(error.strerror or str(error)) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
            raise UnreadableError(f"the archive is damaged: {error}") from None
        except (RuntimeError, NotImplementedError) as error:
            # A password, or a way of packing that isn't known here.
            raise UnreadableError(str(error)) from None


@contextmanager
def gathered(given: Sequence[str]) -> Iterator[list[CheckSource]]:
    """The texts at the paths that were given, in their order; archives stay open within.

    A folder stands for its .lean files, however deep, and an archive for those in it. Raises click.UsageError
    for a path that can't be read, and for a folder or an archive without a Lean file.
    """
    with ExitStack() as stack:
        found: list[CheckSource] = []
        for path in given:
            found += _at(path, stack)
            if len(found) > _MOST_FILES:
                raise click.UsageError(f"{path}: more than {_MOST_FILES} files; give a part at a time")
        yield found


def _at(given: str, stack: ExitStack) -> list[CheckSource]:
    path = Path(given)
    if given == STDIN:
        return [CheckSource(STDIN)]
    if path.is_dir():
        found = [CheckSource(str(file), file) for file in _below(path)]
        if not found:
            raise click.UsageError(f"{given} has no {_ENDING} file, and is no run")
        return found
    try:
        with path.open("rb"):
            pass
        if path.suffix.lower() != ".zip":
            return [CheckSource(given, path)]
        archive = stack.enter_context(zipfile.ZipFile(path))
    except OSError as error:
        raise click.UsageError(f"{given} can't be read: {error.strerror or error}") from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise click.UsageError(f"{given} is no zip archive that can be read: {error}") from None
    return _inside(given, archive)


def _inside(given: str, archive: zipfile.ZipFile) -> list[CheckSource]:
    # Nothing is unpacked, so a member's path leads nowhere.
    names = sorted({name for name in archive.namelist() if _is_own(name.split("/"))})
    if not names:
        raise click.UsageError(f"{given} has no {_ENDING} file in it")
    return [CheckSource(f"{given}/{name}", archive=archive, member=name) for name in names]


def _below(folder: Path) -> Iterator[Path]:
    """Lean files in a folder and its folders, links to folders left out, in the order of their names."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_kept(name))
        for name in sorted(files):
            if _is_own([name]):
                yield Path(place, name)


def _is_own(parts: Sequence[str]) -> bool:
    return parts[-1].endswith(_ENDING) and all(map(_is_kept, parts))


def _is_kept(name: str) -> bool:
    return not name.startswith((".", "__MACOSX")) and name not in _PASSED_OVER
