"""RunStore: a run's folder, with every attempt in it, written in batches and read lazily."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from harness.checker.verdict import Reason, Status
from harness.errors import DamageWarning, DataError, StoreError, UsageError
from harness.run._attempts import (
    GENERATED_COLUMNS,
    ROW_COLUMNS,
    STATE_SQL,
    VERDICT_COLUMNS,
    AttemptRow,
    ProblemStates,
    RowWriter,
    State,
    read_row,
)
from harness.run._damage import ADVICE, look_for_damage
from harness.run._database import make_database, open_existing, problem_rows, require_database
from harness.run._folder import (
    DATABASE,
    RUN_FILE,
    FolderLock,
    check_folder,
    compare_settings,
    is_sealed,
    read_run_file,
    write_run_file,
)
from harness.run._schema import SCHEMA_VERSION, as_store_error, connect
from harness.run._summarize import summarize
from harness.run._sums import names_hash
from harness.run._texts import Texts
from harness.run.settings import RunSettings

if TYPE_CHECKING:
    from harness.backends.base import Generation
    from harness.checker.verdict import Verdict
    from harness.run.plan import RunPlan
    from harness.run.summary import Count, RunSummary

__all__ = ["AttemptRow", "ProblemStates", "RunStore", "State", "is_run"]

BATCH_ROWS = 256
BATCH_CHARACTERS = 4_000_000


def _marks(columns: str) -> str:
    return ", ".join("?" * len(columns.split(", ")))


_VERDICT_NAMES = VERDICT_COLUMNS.split(", ")
_INSERT_GENERATED = (
    f"INSERT OR REPLACE INTO attempts ({GENERATED_COLUMNS}) VALUES ({_marks(GENERATED_COLUMNS)})"
)
_INSERT_WHOLE = (
    f"INSERT OR REPLACE INTO attempts ({GENERATED_COLUMNS}, {VERDICT_COLUMNS}) "
    f"VALUES ({_marks(GENERATED_COLUMNS)}, {_marks(VERDICT_COLUMNS)})"
)
_UPDATE_VERDICT = (
    f"UPDATE attempts SET {', '.join(f'{name} = ?' for name in _VERDICT_NAMES)} WHERE problem = ? AND idx = ?"
)

_Key = tuple[int, int]


class RunStore:
    """The attempts of one run.

    An attempt is written in two steps, `put_generated` and `put_verdict`; both may come in one batch. A
    batch is one transaction: it is written when it has BATCH_ROWS rows or BATCH_CHARACTERS characters, and
    by `flush`; the runner calls that a fifth of a second after the first row. A process that is killed loses
    its last batch at most, and never half of an attempt. After a StoreError from a write nothing more is
    written: what was committed before is intact, and the same command goes on from there.

    Writing happens in the caller's thread: a batch takes a few milliseconds, and a thread of its own would
    fight for the interpreter's lock at every row.
    """

    def __init__(
        self, folder: Path, info: Mapping[str, Any], connection: sqlite3.Connection, lock: FolderLock | None
    ) -> None:
        """For `create_or_open` and `open_readonly` only."""
        self.folder = folder
        self.info = info
        self.settings = RunSettings.of(info["settings"])
        self._connection = connection
        self._lock = lock
        self._path = folder / DATABASE
        self._width = self.settings.width
        self._generated: dict[_Key, tuple[Generation, str | None, str | None]] = {}
        self._judged: dict[_Key, Verdict] = {}
        self._characters = 0
        self._broken: str | None = None
        self._closed = False
        with as_store_error(self._path):
            self._texts = Texts(connection)
            self._writer = RowWriter(self._texts, self.settings.prices)
            rows = connection.execute("SELECT id, name, split FROM problems ORDER BY id").fetchall()
            self._problems: list[tuple[str, str]] = [(name, split) for _, name, split in rows]
            self._look_for_damage(rows)
        self._tell_age()
        self._numbers: dict[str, int] = {name: number for number, name, _ in rows}

    @classmethod
    def create_or_open(cls, folder: Path, plan: RunPlan) -> RunStore:
        """The run of that plan in that folder, made or gone on with, locked against other writers.

        Raises SettingsMismatchError when the run there has other settings, UsageError when the folder holds
        something else, another process writes it, or the plan has settings that no run can have (the message
        says which), StoreError when it can't be read or written.
        """
        try:
            RunSettings.of(plan.settings)
        except DataError as error:
            raise UsageError(f"a run can't be kept: {error}") from None
        is_run = check_folder(folder)
        lock = FolderLock(folder)
        try:
            # Asked again under the lock: another process may have made the run meanwhile.
            if is_run or (folder / RUN_FILE).exists():
                info = read_run_file(folder)
                compare_settings(folder, info["settings"], plan.settings)
                return cls._closing(folder, info, open_existing(folder, plan), lock)
            connection = make_database(folder, plan)
            try:
                info = write_run_file(folder, plan.settings, names_hash(problem_rows(plan)))
            except BaseException:
                connection.close()
                raise
            return cls._closing(folder, info, connection, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open_readonly(cls, folder: Path) -> RunStore:
        """A run for reports, while another process may be writing it.

        Raises UsageError when the folder is no run, StoreError when it can't be read.
        """
        info = read_run_file(folder)
        require_database(folder)
        return cls._closing(folder, info, connect(folder / DATABASE, readonly=True), None)

    @classmethod
    def _closing(
        cls, folder: Path, info: Mapping[str, Any], connection: sqlite3.Connection, lock: FolderLock | None
    ) -> RunStore:
        """As the constructor; the connection is closed when that raises."""
        try:
            return cls(folder, info, connection, lock)
        except BaseException:
            connection.close()
            raise

    def _look_for_damage(self, rows: list[tuple[Any, ...]]) -> None:
        """Raises StoreError when the database isn't what was written, or sqlite3.Error."""
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if [number for number, *_ in rows] != list(range(len(rows))) or (
            self.sealed
            and (version != SCHEMA_VERSION or names_hash(rows) != self.info.get("problems_sha256"))
        ):
            raise StoreError(f"{self._path} isn't what {RUN_FILE} beside it was written with: {ADVICE}")
        look_for_damage(self._connection, self._path, self._problems, sealed=self.sealed)

    @property
    def sealed(self) -> bool:
        """Whether the whole folder has checksums; one that was made before there were any has none."""
        return is_sealed(self.info)

    def _tell_age(self) -> None:
        if not self.sealed:
            warnings.warn(
                f"{self.folder} was made before runs had checksums: damage to it can't be noticed",
                DamageWarning,
                stacklevel=3,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pending(self) -> int:
        """Steps that the next flush writes."""
        return len(self._generated) + len(self._judged)

    def put_generated(
        self,
        problem: str,
        generation: Generation,
        candidate: str | None,
        *,
        prompt: str | None = None,
        verdict: Verdict | None = None,
        round_: int = 0,
    ) -> None:
        """The first step of an attempt; replaces an earlier one of the same sample and round.

        generation: its index is the sample's. candidate: what is to be checked; None where the text has none.
        verdict: given when nothing has to be checked, so that both steps are one. Raises StoreError.
        """
        key = (self._number(problem), generation.index * self._width + round_)
        self._generated[key] = (generation, candidate, prompt)
        self._judged.pop(key, None)
        self._characters += len(generation.text) + len(candidate or "") + len(prompt or "")
        self._characters += len(generation.reasoning or "")
        if verdict is not None:
            self._judge(key, verdict)
        self._flush_if_full()

    def put_verdict(self, problem: str, index: int, verdict: Verdict) -> None:
        """The second step of an attempt whose first step was put before. Raises StoreError."""
        self._judge((self._number(problem), index), verdict)
        self._flush_if_full()

    def _judge(self, key: _Key, verdict: Verdict) -> None:
        self._judged[key] = verdict
        self._characters += sum(len(message.text) for message in verdict.messages)

    def _flush_if_full(self) -> None:
        if (
            len(self._generated) >= BATCH_ROWS
            or len(self._judged) >= BATCH_ROWS
            or self._characters >= BATCH_CHARACTERS
        ):
            self.flush()

    def _number(self, problem: str) -> int:
        if self._lock is None:
            raise StoreError(f"{self.folder} was opened for reading only")
        if self._broken is not None:
            raise StoreError(self._broken)
        return self._numbers[problem]

    def flush(self) -> None:
        """Write what is pending, in one transaction. Raises StoreError."""
        if not (self._generated or self._judged):
            return
        generated, judged = self._generated, self._judged
        self._generated, self._judged, self._characters = {}, {}, 0
        if self._broken is not None:
            raise StoreError(self._broken)
        try:
            with as_store_error(self._path):
                self._write(generated, judged)
        except BaseException as error:
            # SQLite rolls back by itself after some errors; a transaction that is left is ended here.
            if self._connection.in_transaction:
                self._connection.rollback()
            self._broken = str(error)
            raise

    def _write(
        self,
        generated: Mapping[_Key, tuple[Generation, str | None, str | None]],
        judged: dict[_Key, Verdict],
    ) -> None:
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        whole: list[tuple[Any, ...]] = []
        first_step: list[tuple[Any, ...]] = []
        for key, (generation, candidate, prompt) in generated.items():
            row = self._writer.generated(*key, generation, candidate, prompt)
            verdict = judged.pop(key, None)
            if verdict is None:
                first_step.append(row)
            else:
                whole.append(row + self._writer.verdict(*key, verdict))
        second_step = [(*self._writer.verdict(*key, verdict), *key) for key, verdict in judged.items()]
        self._connection.executemany(_INSERT_WHOLE, whole)
        self._connection.executemany(_INSERT_GENERATED, first_step)
        updated = self._connection.executemany(_UPDATE_VERDICT, second_step).rowcount
        if second_step and updated != len(second_step):
            raise StoreError(f"{self._path}: a verdict came for an attempt that was never generated")
        execute("COMMIT")

    def done(self) -> dict[str, ProblemStates]:
        """How far each attempt of each problem is, in bench order. Raises StoreError."""
        self._settle_writes()
        slots = self.settings.n * self._width
        states = [bytearray(slots) for _ in self._problems]
        with as_store_error(self._path):
            for number, index, state in self._connection.execute(
                f"SELECT problem, idx, {STATE_SQL} FROM attempts WHERE idx < ?", (slots,)
            ):
                states[number][index] = state
        return {name: ProblemStates(row) for (name, _), row in zip(self._problems, states, strict=True)}

    def attempt(self, problem: str, index: int) -> AttemptRow | None:
        """One attempt, or None when it isn't there. Raises StoreError."""
        return next(self._rows("WHERE problem = ? AND idx = ?", (self._numbers[problem], index)), None)

    def attempts(self, problem: str | None = None) -> Iterator[AttemptRow]:
        """The attempts of one problem, or of all in bench order, by index. Raises StoreError, KeyError."""
        if problem is None:
            return self._rows("", ())
        return self._rows("WHERE problem = ?", (self._numbers[problem],))

    def verdicts(self) -> Iterator[tuple[str, int, Status, Reason | None]]:
        """(problem, index, status, reason) of all judged attempts, in bench order. Raises StoreError."""
        self._settle_writes()
        with as_store_error(self._path):
            for number, index, status, reason in self._connection.execute(
                "SELECT problem, idx, status, reason FROM attempts WHERE status IS NOT NULL "
                "ORDER BY problem, idx"
            ):
                yield self._problems[number][0], index, Status(status), Reason(reason) if reason else None

    def _rows(self, where: str, values: tuple[int, ...]) -> Iterator[AttemptRow]:
        self._settle_writes()
        with as_store_error(self._path):
            for number, *row in self._connection.execute(
                f"SELECT problem, {ROW_COLUMNS} FROM attempts {where} ORDER BY problem, idx", values
            ):
                yield read_row(self._problems[number][0], tuple(row), self._texts, self._width)

    def _settle_writes(self) -> None:
        if self._broken is None:
            self.flush()

    def summary(self, count: Count = "samples", *, with_marks: bool = False) -> RunSummary:
        """What the run found so far; count: what an outcome is, see RunSummary; with_marks: outcomes with the
        marks of their texts. Raises StoreError."""
        states = self.done()
        with as_store_error(self._path):
            return summarize(
                self.folder,
                self._connection,
                self.settings,
                self._problems,
                states,
                count,
                with_marks=with_marks,
            )

    def close(self) -> None:
        """Write what is pending and let others write the run; may be called twice. Raises StoreError."""
        if self._closed:
            return
        self._closed = True
        try:
            self._settle_writes()
        finally:
            self._connection.close()
            if self._lock is not None:
                self._lock.release()


def is_run(folder: Path) -> bool:
    """Whether a run's settings are in that folder."""
    return (folder / RUN_FILE).is_file()
