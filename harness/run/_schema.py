"""The SQLite file of a run: its tables, how it is opened, and how SQLite's errors are reported."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.errors import StoreError

APPLICATION_ID = 0x50564556
SCHEMA_VERSION = 3
BUSY_TIMEOUT_S = 10.0
# Checkpoints copy the log into the file and wait for the disk: seldom, but before the log grows large.
CHECKPOINT_PAGES = 4000

_SCHEMA = (
    """CREATE TABLE problems (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        split TEXT NOT NULL
    )""",
    # data: the bytes themselves where it is `size` bytes long, else their zlib stream.
    """CREATE TABLE texts (
        id INTEGER PRIMARY KEY,
        hash BLOB NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        data BLOB NOT NULL
    )""",
    # prompt .. record and reasoning: texts.id. idx: AttemptRow.index. cost: money. Sums: see _sums.py.
    # text is NULL where the model gave none; status is NULL until judged.
    """CREATE TABLE attempts (
        problem INTEGER NOT NULL REFERENCES problems(id),
        idx INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        prompt INTEGER,
        text INTEGER,
        proof INTEGER,
        prompt_tokens INTEGER,
        completion_tokens INTEGER,
        finish_reason TEXT NOT NULL,
        latency_s REAL,
        exhausted INTEGER NOT NULL,
        status TEXT,
        reason TEXT,
        detail TEXT,
        axioms INTEGER,
        cpu_s REAL,
        wall_s REAL,
        messages INTEGER,
        record INTEGER,
        reasoning INTEGER,
        cost REAL,
        made_sum BLOB,
        judged_sum BLOB,
        PRIMARY KEY (problem, idx)
    ) WITHOUT ROWID""",
)

# From each older version to the next: the columns of `attempts` that it lacks.
_ADDED_COLUMNS = {1: ("reasoning INTEGER", "cost REAL"), 2: ("made_sum BLOB", "judged_sum BLOB")}

_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space, then give the same command again to go on",
    sqlite3.SQLITE_IOERR: "the disk is full or failing: free some space, then give the same command again",
    sqlite3.SQLITE_CORRUPT: "the file is damaged: put a copy of it back, or give another --output-dir",
    sqlite3.SQLITE_NOTADB: "the file is damaged or no SQLite file: put a copy of it back, or give another "
    "--output-dir",
    sqlite3.SQLITE_BUSY: "another program holds the file: end it, then give the same command again",
    sqlite3.SQLITE_LOCKED: "another program holds the file: end it, then give the same command again",
    sqlite3.SQLITE_READONLY: "the file or its folder may not be written: change its permissions",
    sqlite3.SQLITE_CANTOPEN: "the file can't be opened: look at its permissions and at the folder",
}


@contextmanager
def as_store_error(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into StoreError, with what to do; what was committed before stays."""
    try:
        yield
    except UnicodeDecodeError as error:
        # SQLite's message has a piece of the file in it.
        raise StoreError(f"{path}: {error}; {_ADVICE[sqlite3.SQLITE_CORRUPT]}") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        advice = _ADVICE.get(code & 0xFF) if code is not None else None
        if advice is None:
            advice = "all that was committed is kept; give the same command again, or another --output-dir"
        raise StoreError(f"{path}: {error}; {advice}") from error


def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """Open the file of a run; a new or empty one gets its tables when it may be written.

    A file of an older schema gets what it lacks, for good when it may be written, else as this connection
    sees it. Raises StoreError for a file that is damaged, another program's, or of a newer schema.
    """
    with as_store_error(path):
        connection = _open_readonly(path) if readonly else _open(path.absolute().as_uri())
        try:
            version = _identify(connection, path)
            if not readonly:
                _set_up(connection, version)
            elif version == 0:
                raise StoreError(f"{path} is empty: give the command that made the run again")
            elif version < SCHEMA_VERSION:
                _show_as_current(connection, version)
        except BaseException:
            connection.close()
            raise
    return connection


def _open(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)


def _open_readonly(path: Path) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    connection = _open(f"{uri}?mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        # On a read-only disk the side files of the log can't be made; without a log they aren't needed.
        if not path.is_file() or path.with_name(f"{path.name}-wal").exists():
            raise
        connection = _open(f"{uri}?mode=ro&immutable=1")
    return connection


def _identify(connection: sqlite3.Connection, path: Path) -> int:
    """The schema's version, 0 for a database without content; StoreError unless it is new or ours."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application == 0 and version == 0 and objects == 0:
        return 0
    if application != APPLICATION_ID:
        raise StoreError(f"{path} is another program's database: give another --output-dir")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was made by a newer prover-eval (schema {version}, this one has {SCHEMA_VERSION}): "
            "install that version, or give another --output-dir"
        )
    if version < 1:
        raise StoreError(f"{path} has no version of a schema: put a copy of it back")
    return int(version)


def _lacking(version: int) -> list[str]:
    return [column for older in range(version, SCHEMA_VERSION) for column in _ADDED_COLUMNS[older]]


def _show_as_current(connection: sqlite3.Connection, version: int) -> None:
    """A view of this connection alone goes before the table of the same name, which stays as it is."""
    connection.execute("PRAGMA temp_store=MEMORY")
    columns = ", ".join(f"NULL AS {column.split()[0]}" for column in _lacking(version))
    connection.execute(f"CREATE TEMP VIEW attempts AS SELECT *, {columns} FROM main.attempts")


def _set_up(connection: sqlite3.Connection, version: int) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
    if version == SCHEMA_VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    # Asked again in the transaction: another process may have done it meanwhile.
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    statements = (
        _SCHEMA if version == 0 else [f"ALTER TABLE attempts ADD COLUMN {c}" for c in _lacking(version)]
    )
    for statement in statements:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
    connection.execute("COMMIT")
