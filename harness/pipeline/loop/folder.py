"""LoopFolder: a loop's folder, with a folder for each stage and what it was made from.

    LOOP/loop.json               format and lock
    LOOP/<stage>/stage.json      the marker: there once the stage is done
    LOOP/<stage>/...             what the stage wrote

A stage's name may have parts, as `loop/round-1/prove`. Its key is a hash of its name, its settings and the
contents of what it reads; a marker with another key isn't believed.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from harness.cachefile import write_whole
from harness.errors import DataError, StoreError, UsageError
from harness.filelock import FileLock
from harness.pipeline.loop.rows import Row, read_rows, row_lines
from harness.printable import say as say_on_stderr
from harness.run.plan import canonical_json

FORMAT: Final = 1
LOOP_FILE, MARKER, BEGUN, LOCK = "loop.json", "stage.json", "begun.json", "loop.lock"
_ASIDE: Final = "before"
_MODE: Final = 0o644
R = TypeVar("R", bound=Row)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class StageResult:
    """A stage that is done.

    settings: what decided it. inputs: stages that it read, with the digest of what they held then. files:
    other files, with their SHA-256. outputs: the files that it wrote, with theirs. metrics: figures that are
    the same whenever it is made again. cost: those that aren't: seconds on the clock, CPU seconds.
    """

    name: str
    key: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    cost: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As what JSON can say."""
        return {"format": FORMAT, **{name: getattr(self, name) for name in self.__slots__}}

    @classmethod
    def from_json(cls, data: Any) -> StageResult:
        """The result that `to_json` wrote. Raises DataError."""
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise DataError("isn't a stage's marker of this version")
        found: dict[str, Any] = {name: data.get(name) for name in cls.__slots__}
        for name, value in found.items():
            if not isinstance(value, str if name in ("name", "key") else dict):
                raise DataError(f"can't be {value!r}", field=name)
        return cls(**found)


class Stage:
    """One stage: done, begun or not begun. What it writes lies in `folder`."""

    def __init__(self, loop: LoopFolder, result: StageResult, say: Say) -> None:
        """For `LoopFolder.stage` only; result: with what is known before the stage was done."""
        self.loop, self.name, self.folder = loop, result.name, loop.path / result.name
        self._wanted, self._say = result, say
        self._result = _read_marker(self.folder)

    @property
    def key(self) -> str:
        """The hash of all that decides the stage."""
        return self._wanted.key

    @property
    def result(self) -> StageResult | None:
        """What it found; None while it isn't done with these settings and inputs."""
        return self._result if self._result is not None and self._result.key == self.key else None

    def begin(self) -> Path:
        """The folder to write in. What other settings or inputs left there is put aside, which is told."""
        before = self._result or _read_begun(self.folder)
        if before is not None and before.key != self.key:
            self._put_aside(before)
        self.folder.mkdir(parents=True, exist_ok=True)
        _write_json(self.folder / BEGUN, self._wanted.to_json())
        self._started = time.monotonic()
        return self.folder

    def _put_aside(self, before: StageResult) -> None:
        number = 1
        while (aside := self.folder.with_name(f"{self.folder.name}.{_ASIDE}-{number}")).exists():
            number += 1
        self.folder.rename(aside)
        self._result = None
        self._say(
            f"{self.name} is made again, since {_changed(before, self._wanted)}; what was there: {aside}"
        )

    def write_rows(self, file: str, rows: Iterable[Row]) -> int:
        """Write a file of rows, whole or not at all; how many there are."""
        text = row_lines(rows)
        self.write_text(file, text)
        return text.count("\n")

    def write_text(self, file: str, text: str) -> None:
        """Write a file, whole or not at all. Raises StoreError."""
        try:
            write_whole(self.folder / file, text.encode(), _MODE)
        except OSError as error:
            raise StoreError(f"{self.folder / file} can't be written ({error})") from error

    def finish(
        self, outputs: Sequence[str], metrics: Mapping[str, Any], cost: Mapping[str, float] | None = None
    ) -> StageResult:
        """Mark the stage as done. outputs: the files, or folders of files, that other stages may read.

        metrics, cost: as in StageResult; the seconds on the clock since `begin` are added to the cost.
        """
        digests = {name: _digest(self.folder / name) for name in outputs}
        spent = {"wall_s": time.monotonic() - self._started, **(cost or {})}
        wanted = self._wanted
        result = StageResult(
            wanted.name, wanted.key, wanted.settings, wanted.inputs, wanted.files, digests, metrics, spent
        )
        _write_json(self.folder / MARKER, result.to_json())
        (self.folder / BEGUN).unlink(missing_ok=True)
        self._result = result
        return result

    def rows(self, file: str, read: Callable[[Mapping[str, Any]], R]) -> list[R]:
        """The rows of a file that the stage wrote. Raises DataError."""
        return list(read_rows(self.folder / file, read))


class LoopFolder:
    """A loop's folder, open for writing by one process, or for reading."""

    def __init__(self, path: Path, *, write: bool = True, say: Say = say_on_stderr) -> None:
        """Open the folder, or make it. say: takes lines for a person.

        Raises UsageError where it holds something else, isn't there (to be read), or is being written by
        another process; StoreError where it can't be made or written; DataError for another format.
        """
        self.path, self._say = path, say
        self._lock: FileLock | None = None
        if write:
            _make(path)
            self._lock = FileLock(path / LOCK, "loop folder")
        elif not (path / LOOP_FILE).is_file():
            raise UsageError(f"{path} holds no loop: give the folder that the stages were written to")
        data = _read_json(path / LOOP_FILE)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise DataError("isn't a loop of this version", file=path / LOOP_FILE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others write; may be called twice."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def stage(
        self,
        name: str,
        settings: Mapping[str, Any],
        inputs: Sequence[str] = (),
        files: Sequence[Path] = (),
    ) -> Stage:
        """The stage of that name, with these settings, that reads these stages and these other files.

        Raises UsageError for an input that isn't done, DataError for a file that can't be read.
        """
        plain: dict[str, Any] = json.loads(canonical_json(dict(settings)))
        read = {each: self._contents(each) for each in inputs}
        others = {str(path): _digest(path) for path in files}
        # Where a file lies decides nothing.
        key = _hash([name, plain, read, sorted(others.values())])
        return Stage(self, StageResult(name, key, plain, read, others), self._say)

    def finished(self, name: str) -> Stage:
        """A stage that is done, as it was done last. Raises UsageError where it isn't."""
        result = _read_marker(self.path / name)
        if result is None:
            raise UsageError(f"stage {name} isn't done in {self.path}: do it first")
        return Stage(self, result, self._say)

    def results(self) -> Iterator[tuple[StageResult, bool]]:
        """Every stage that is done or begun, and whether it is done, the names in order."""
        names = (MARKER, BEGUN)
        for folder in sorted({path.parent for name in names for path in self.path.rglob(name)}):
            if f".{_ASIDE}-" in str(folder.relative_to(self.path)):
                continue
            if (done := _read_marker(folder)) is not None:
                yield done, True
            elif (begun := _read_begun(folder)) is not None:
                yield begun, False

    def stale(self, result: StageResult) -> list[str]:
        """The inputs of a stage that hold something else by now, or aren't done any more."""
        return [name for name, digest in result.inputs.items() if self._contents_or_none(name) != digest]

    def _contents(self, name: str) -> str:
        found = self._contents_or_none(name)
        if found is None:
            raise UsageError(f"stage {name} isn't done in {self.path}: do it first")
        return found

    def _contents_or_none(self, name: str) -> str | None:
        """A hash of what a stage's outputs hold now: a file that was changed by hand counts as it is."""
        result = _read_marker(self.path / name)
        if result is None:
            return None
        return _hash({file: _digest(self.path / name / file) for file in result.outputs})


def _make(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
        known = (path / LOOP_FILE).is_file()
        if not known and any(entry.name != LOCK for entry in path.iterdir()):
            raise UsageError(f"{path} holds something that is no loop: give another folder")
        if not known:
            write_whole(path / LOOP_FILE, json.dumps({"format": FORMAT}).encode() + b"\n", _MODE)
    except (FileExistsError, NotADirectoryError):
        raise UsageError(f"{path} is no folder: give another one") from None
    except OSError as error:
        raise StoreError(f"{path} can't be made or read ({error}): give another folder") from error


def _changed(before: StageResult, now: StageResult) -> str:
    """What differs, in words."""
    keys = sorted({*before.settings, *now.settings})
    parts = [
        f"{key} was {before.settings.get(key)!r} and is {now.settings.get(key)!r}"
        for key in keys
        if before.settings.get(key) != now.settings.get(key)
    ]
    parts += [f"{name} has changed" for name in now.inputs if before.inputs.get(name) != now.inputs[name]]
    if sorted(before.files.values()) != sorted(now.files.values()):
        parts.append(f"{', '.join(map(str, now.files))} has changed")
    return "; ".join(parts) or "what it reads has changed"


def _hash(value: object) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _digest(path: Path) -> str:
    """SHA-256 of a file, or of the files of a folder with their names. Raises DataError."""
    try:
        if path.is_dir():
            names = sorted(str(each.relative_to(path)) for each in path.rglob("*") if each.is_file())
            return _hash({name: _digest(path / name) for name in names})
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"can't be read: {error}", file=path) from error


def _read_marker(folder: Path) -> StageResult | None:
    return _read_result(folder / MARKER)


def _read_begun(folder: Path) -> StageResult | None:
    return _read_result(folder / BEGUN)


def _read_result(path: Path) -> StageResult | None:
    if not path.is_file():
        return None
    try:
        return StageResult.from_json(_read_json(path))
    except DataError as error:
        raise DataError(f"{error}; remove its folder to make it again", file=path) from error


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(f"can't be read: {error}", file=path) from error


def _write_json(path: Path, data: Mapping[str, Any]) -> None:
    try:
        write_whole(path, json.dumps(data, indent=1, ensure_ascii=False).encode() + b"\n", _MODE)
    except OSError as error:
        raise StoreError(f"{path} can't be written ({error})") from error
