"""A run's database: made for a plan, or opened as the one of that plan."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import StoreError
from harness.run._folder import DATABASE, RUN_FILE
from harness.run._schema import as_store_error, connect

if TYPE_CHECKING:
    from harness.run.plan import RunPlan


def make_database(folder: Path, plan: RunPlan) -> sqlite3.Connection:
    """The database of a new run; what a killed process left of one is used when it has no attempt."""
    path = folder / DATABASE
    connection = connect(path, readonly=False)
    try:
        with as_store_error(path):
            (attempts,) = connection.execute("SELECT count(*) FROM attempts").fetchone()
            if attempts:
                raise StoreError(
                    f"{folder} has attempts but no {RUN_FILE}: put a copy of it back, "
                    "or give another --output-dir"
                )
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM problems")
            connection.executemany(
                "INSERT INTO problems (id, name, split) VALUES (?, ?, ?)", problem_rows(plan)
            )
            connection.execute("COMMIT")
            # A log that is lost later costs attempts then, and not the tables.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except BaseException:
        connection.close()
        raise
    return connection


def problem_rows(plan: RunPlan) -> list[tuple[int, str, str]]:
    """The rows of the plan's problems: number, name, split."""
    return [(number, problem.name, problem.split) for number, problem in enumerate(plan.problems)]


def require_database(folder: Path) -> None:
    """Raises StoreError where a run's database is missing or empty."""
    # run.json is written last, so a run without its database, or with an empty one, has lost it.
    path = folder / DATABASE
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    if size == 0:
        raise StoreError(f"{path} is missing or empty: put a copy of it back, or give another --output-dir")


def open_existing(folder: Path, plan: RunPlan) -> sqlite3.Connection:
    """The database of a run that is there. Raises StoreError where it isn't that plan's."""
    require_database(folder)
    path = folder / DATABASE
    connection = connect(path, readonly=False)
    try:
        with as_store_error(path):
            rows = connection.execute("SELECT id, name, split FROM problems ORDER BY id").fetchall()
        if rows != problem_rows(plan):
            raise StoreError(
                f"{path} belongs to another run than {RUN_FILE} beside it: put the right one back"
            )
    except BaseException:
        connection.close()
        raise
    return connection
