"""Nothing is checked twice: verdicts by content, within a run and across runs."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from harness.cachefile import tell_damage
from harness.checker.check import LONG_CANDIDATE
from harness.checker.checker import Mode
from harness.checker.codec import from_bytes, record_row, to_bytes
from harness.checker.messages import up_to_first_error
from harness.checker.protocol import AnyChecker
from harness.checker.record import NOT_TOLD, CheckRecord
from harness.checker.revision import code_revision
from harness.checker.verdict import Reason, Verdict
from harness.errors import CandidateError, DataError
from harness.lean.source import assemble
from harness.problem import Problem

_SCHEMA = "CREATE TABLE IF NOT EXISTS verdicts (key BLOB PRIMARY KEY, verdict BLOB NOT NULL) WITHOUT ROWID"
_FORMAT = 2
"""What a key stands for; verdicts that were stored under keys of another format are dropped."""
# What may differ between two checkers without a verdict differing.
_IRRELEVANT = frozenset({"engine", "repl", "seccomp", "memory", "sandbox", "errors"})
BATCH, BATCH_S = 64, 1.0
_SUM_BYTES = 8
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# Ends the key of a verdict that has its first error alone; any other one serves everybody.
_FIRST_ERROR_ALONE = b"errors: first"


class VerdictStore:
    """Verdicts by key in one SQLite file of the user's cache; several processes may use it at once.

    What is put is written in batches, of BATCH or of a second, and by `close`; a process that is killed loses
    its last batch.
    A damaged file is reported, removed and made again, and a damaged verdict is a miss. A file that can't be
    used for another reason is left alone: then everything is a miss, and nothing is lost but time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database: sqlite3.Connection | None = None
        self._pending: dict[bytes, bytes] = {}
        self._written = 0.0
        self._open()

    def _open(self) -> None:
        """Open the file, or make a damaged one again; nothing where neither can be done."""
        for _ in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._database = _connect(self._path)
                return
            except (OSError, sqlite3.Error) as error:
                if not self._discard(error):
                    return

    def _discard(self, error: Exception) -> bool:
        """Whether the error says that the file is damaged, so that it was removed."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code not in _DAMAGED and not isinstance(error, UnicodeError):
            return False
        if self._database is not None:
            self._database.close()
            self._database = None
        tell_damage(self._path)
        with contextlib.suppress(OSError):
            for end in ("-wal", "-shm", ""):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)
            return True
        return False

    @classmethod
    def in_memory(cls) -> VerdictStore:
        """A store of its own, gone with the process."""
        return cls(Path(":memory:"))

    def get(self, *keys: bytes) -> Verdict | None:
        """The verdict under the first of the keys that has one; None also for a row that can't be read."""
        if self._database is None:
            return None
        try:
            found = {key: self._pending[key] for key in keys if key in self._pending}
            if not found:
                places = ", ".join("?" * len(keys))
                rows = self._database.execute(
                    f"SELECT key, verdict FROM verdicts WHERE key IN ({places})", keys
                )
                found = dict(rows)
            return next((_decode(key, found[key]) for key in keys if key in found), None)
        except DataError:
            tell_damage(self._path, "a verdict in it is decided again")
        except (sqlite3.Error, UnicodeError) as error:
            if self._discard(error):
                self._open()
        return None

    def put(self, key: bytes, verdict: Verdict) -> None:
        """Store a verdict; a failure (disk full, locked for long) only costs the batch."""
        self._pending[key] = _encode(key, verdict)
        if len(self._pending) >= BATCH or time.monotonic() - self._written > BATCH_S:
            self._write()

    def _write(self) -> None:
        pending, self._pending, self._written = self._pending, {}, time.monotonic()
        if self._database is None or not pending:
            return
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                self._database.executemany("INSERT OR REPLACE INTO verdicts VALUES (?, ?)", pending.items())
                self._database.execute("COMMIT")
            finally:
                if self._database.in_transaction:
                    self._database.rollback()
        except (sqlite3.Error, UnicodeError) as error:
            if self._discard(error):
                self._open()

    def close(self) -> None:
        """Write what is pending, and close the file."""
        self._write()
        if self._database is not None:
            self._database.close()
            self._database = None


class CachedChecker:
    """A checker that judges equal candidates once.

    Equal are candidates that give Lean and the policy the same text, to the last character, for one problem,
    under one toolchain, policy, set of limits, audit and replay. A verdict with all of Lean's errors serves a
    checker that wants the first alone, not the other way round. reuse=False judges again what the store knows
    from earlier runs (`--recheck`), but still each candidate once; so does a checker that doesn't tell which
    libraries it has. Very long candidates, which are hardly ever drawn twice, are not compared.
    """

    def __init__(self, checker: AnyChecker, store: VerdictStore, *, reuse: bool = True) -> None:
        # Without a revision nobody knows that the next run meets the same Lean and libraries.
        known = checker.record.revision != NOT_TOLD
        self._checker, self._reuse = checker, reuse
        self._store = store if known else VerdictStore.in_memory()
        self._running: dict[bytes, asyncio.Future[Verdict]] = {}
        self._fresh: set[bytes] = set()
        self._base = _base(checker.record)
        self._first_error = checker.first_error
        self.hits = 0

    @property
    def record(self) -> CheckRecord:
        """What every verdict depends on; the cache changes none."""
        return self._checker.record

    @property
    def first_error(self) -> bool:
        """Whether verdicts have Lean's messages up to the first error alone."""
        return self._first_error

    async def check_headers(self, headers: Iterable[str]) -> None:
        """Compile each header by itself, as the checker does."""
        await self._checker.check_headers(headers)

    async def close(self) -> None:
        """End what the checker keeps running; the store stays open."""
        await self._checker.close()

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """The verdict, from the store or from a check of an equal candidate that is under way if possible."""
        started = time.monotonic()
        if len(candidate) > LONG_CANDIDATE:
            return await self._checker.check(problem, candidate)
        key = self._key(problem, candidate)
        while (running := self._running.get(key)) is not None:
            # The other check may be cancelled or end without a verdict: then this one takes its place.
            await asyncio.wait([running])
            if not running.cancelled() and running.exception() is None and running.result().decided:
                self.hits += 1
                return self._as_known(running.result(), started)
        if (self._reuse or key in self._fresh) and (known := self._known(key)) is not None:
            self.hits += 1
            return self._as_known(known, started)
        return await self._judge(key, problem, candidate)

    def _as_known(self, verdict: Verdict, started: float) -> Verdict:
        wall_s = time.monotonic() - started
        return dataclasses.replace(verdict, wall_s=wall_s, record=self.record, cached=True)

    def knows(self, problem: Problem, candidate: str) -> bool:
        """Whether `check` has the verdict already, or waits for it from a check that is under way."""
        if len(candidate) > LONG_CANDIDATE:
            return False
        key = self._key(problem, candidate)
        return key in self._running or ((self._reuse or key in self._fresh) and self._known(key) is not None)

    def keep(self, problem: Problem, candidate: str, verdict: Verdict) -> None:
        """Keep a verdict that the checker gave otherwise than by `check`, for the next who asks."""
        if len(candidate) <= LONG_CANDIDATE:
            self._keep(self._key(problem, candidate), verdict)

    async def _judge(self, key: bytes, problem: Problem, candidate: str) -> Verdict:
        task = asyncio.ensure_future(self._checker.check(problem, candidate))
        self._running[key] = task
        try:
            verdict = await task
        finally:
            del self._running[key]
            if not task.done():
                task.cancel()
        self._keep(key, verdict)
        return verdict

    def _keep(self, key: bytes, verdict: Verdict) -> None:
        # The clock's limit depends on load, and no verdict is nothing to keep.
        if verdict.decided and verdict.reason is not Reason.WALL:
            self._store.put(key + _FIRST_ERROR_ALONE if self._is_cut(verdict) else key, verdict)
            if not self._reuse:
                self._fresh.add(key)

    def _known(self, key: bytes) -> Verdict | None:
        if not self._first_error:
            return self._store.get(key)
        known = self._store.get(key, key + _FIRST_ERROR_ALONE)
        return known and dataclasses.replace(known, messages=up_to_first_error(known.messages))

    def _is_cut(self, verdict: Verdict) -> bool:
        """Whether there may have been more errors than the verdict has."""
        return self._first_error and any(message.severity == "error" for message in verdict.messages)

    def _key(self, problem: Problem, candidate: str) -> bytes:
        parts = (problem.name, problem.header, problem.formal_statement, *self._question(problem, candidate))
        digest = hashlib.sha256(self._base)
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.digest()

    def _question(self, problem: Problem, candidate: str) -> tuple[str, ...]:
        """All that Lean and the policy get; the candidate itself where nothing can be made of it."""
        try:
            made = assemble(problem, candidate, _mode(self._checker.record))
        except CandidateError:
            return ("candidate", candidate)
        return (made.mode, str(made.candidate_start_line), made.candidate, made.text)


def _mode(record: CheckRecord) -> Mode:
    """How candidates are read by a checker with this record."""
    return "splice" if record.mode == "splice" else "file" if record.mode == "file" else "auto"


def decisive(record: CheckRecord) -> dict[str, Any]:
    """The part of a checker's record that can change a verdict: not the engine, not how memory is held, not
    the clock's limit; but whether there was a sandbox at all, as far as that is known."""
    kept = {key: value for key, value in record_row(record).items() if key not in _IRRELEVANT}
    kept["confined"] = record.sandbox not in ("none", NOT_TOLD)
    kept["limits"] = {key: value for key, value in (record.limits or {}).items() if key != "wall_s"}
    return kept


def _base(record: CheckRecord) -> bytes:
    # Of the engines only fork compares what Lean's parser saw with what the policy did.
    commands = record.engine == "fork"
    return json.dumps([code_revision(), decisive(record), commands], sort_keys=True).encode()


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=5, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=OFF")
        _have_table(database)
    except BaseException:
        database.close()
        raise
    return database


def _have_table(database: sqlite3.Connection) -> None:
    (found,) = database.execute("PRAGMA user_version").fetchone()
    if found != _FORMAT:
        database.execute("BEGIN IMMEDIATE")
        database.execute("DROP TABLE IF EXISTS verdicts")
        database.execute(f"PRAGMA user_version={_FORMAT}")
        database.execute("COMMIT")
    database.execute(_SCHEMA)


def _sum(key: bytes, data: bytes) -> bytes:
    return hashlib.blake2b(data, key=hashlib.sha256(key).digest(), digest_size=_SUM_BYTES).digest()


def _encode(key: bytes, verdict: Verdict) -> bytes:
    """The row of a verdict under that key, a checksum in front."""
    data = to_bytes(verdict)
    return _sum(key, data) + data


def _decode(key: bytes, row: bytes) -> Verdict:
    """The verdict of a row. Raises DataError unless it is the one that was written under that key."""
    data = row[_SUM_BYTES:]
    if row[:_SUM_BYTES] != _sum(key, data):
        raise DataError("a damaged verdict")
    return from_bytes(data)
