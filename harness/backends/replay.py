"""Backend `replay`: recorded candidates from a JSONL file, so any model's outputs can be judged offline."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import IO, Any

from harness.backends._rows import RecordedRow, RowIndex, index_rows, parse_row
from harness.backends.arguments import take_known
from harness.backends.base import Generation, Request, Sample
from harness.errors import BackendError, DataError, UsageError
from harness.resources import expanded

_COPY_BYTES = 1 << 20


class ReplayBackend:
    """Rows `{"name", "proof" | "text"}` of the file `path=FILE` (`.jsonl` or `.jsonl.gz`).

    The rows of one problem, in file order, are its samples 0, 1, ...; `proof` is a candidate as it is,
    `text` is what a model wrote, from which the proof is yet to be extracted (see
    `harness.prompts.extract`). The optional fields
    prompt_tokens, completion_tokens and finish_reason are passed on. An index beyond the last row of a
    problem gives an `exhausted` generation. The whole file is checked when it is opened; after that
    only offsets are in memory, eight bytes or so a row.

    Raises UsageError when there is no such file, DataError (file, line, field) for a broken row.
    """

    def __init__(self, args: Mapping[str, str]) -> None:
        self._path = expanded(take_known("replay", args, required=["path"])["path"])
        self._file: IO[bytes] | None = _open_plain(self._path)
        try:
            self._index: RowIndex = index_rows(self._file, self._path)
        except BaseException:
            self._file.close()
            raise

    @property
    def description(self) -> Mapping[str, Any]:
        """Name, number of rows, and the SHA-256 of the rows (of the unpacked text for a .gz file)."""
        return {"name": "replay", "sha256": self._index.sha256, "rows": self._index.count}

    def names(self) -> list[str]:
        """The problem names of the file, in the order of their first rows."""
        return list(self._index.rows)

    def counts(self) -> dict[str, int]:
        """Recorded samples by problem name."""
        return {name: len(rows) for name, rows in self._index.rows.items()}

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One Generation for each sample, in the order of the request.

        Raises BackendError when the backend is closed or the file was changed after it was opened.
        """
        numbers = self._index.rows.get(request.problem.name, ())
        for sample in request.samples:
            if sample.index >= len(numbers):
                yield Generation(sample.index, sample.seed, text="", exhausted=True)
            else:
                row = await asyncio.to_thread(self._read, numbers[sample.index], request.problem.name)
                yield _generation(row, sample)

    async def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _read(self, number: int, name: str) -> RecordedRow:
        if self._file is None:
            raise BackendError("the replay file is closed: open the backend again")
        start, end = self._index.starts[number], self._index.starts[number + 1]
        # pread leaves no shared file position behind, so reads from several threads can't mix.
        data = os.pread(self._file.fileno(), end - start, start)
        try:
            row = parse_row(data, self._path, None)
        except DataError as error:
            raise BackendError(
                f"{self._path} was changed during the run ({error}): start a new run"
            ) from error
        if row.name != name:
            raise BackendError(f"{self._path} was changed during the run: start a new run")
        return row


def _generation(row: RecordedRow, sample: Sample) -> Generation:
    return Generation(
        sample.index,
        sample.seed,
        text=row.body,
        prompt_tokens=row.prompt_tokens,
        completion_tokens=row.completion_tokens,
        finish_reason=row.finish_reason,
        proof=row.body if row.is_proof else None,
    )


def _open_plain(path: Path) -> IO[bytes]:
    """The rows as a file with random access: `path` itself, or an unpacked temporary copy of a .gz file."""
    if not path.is_file():
        raise UsageError(f"no file {path}: give -M path=FILE, a JSONL file with 'name' and 'proof' or 'text'")
    try:
        return _unpack(path) if path.suffix == ".gz" else path.open("rb")
    except PermissionError as error:
        raise UsageError(f"{path} can't be read ({error.strerror}): change its permissions") from error


def _unpack(path: Path) -> IO[bytes]:
    import gzip
    import zlib

    copy = tempfile.TemporaryFile()  # noqa: SIM115  it outlives this function
    try:
        with gzip.open(path, "rb") as packed:
            while part := packed.read(_COPY_BYTES):
                copy.write(part)
        copy.flush()
        copy.seek(0)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        copy.close()
        raise DataError(f"is no whole gzip file ({error}): pack it again", file=path) from error
    except OSError as error:
        copy.close()
        raise BackendError(
            f"{path} can't be unpacked into {tempfile.gettempdir()} ({error.strerror}): set TMPDIR"
        ) from error
    return copy
