"""Verdicts in a run that an earlier program made: read as they were, and written in the same bytes."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from known_verdicts import VERDICTS

from harness.backends import Generation
from harness.problem import Problem
from harness.run.plan import RunPlan
from harness.run.store import RunStore

OLD = Path(__file__).parent / "schema_3"
PROBLEM = Problem(
    "t", "test", "theorem t (p : Prop) (h : p) : p := by\n", "prelude\nimport Embedded.Base\n\n"
)
PLAN = RunPlan("bench", "recorded", (PROBLEM,), len(VERDICTS))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The run, as it was."""
    folder = tmp_path / "old"
    folder.mkdir()
    shutil.copy(OLD / "run.json", folder)
    database = sqlite3.connect(folder / "attempts.sqlite")
    database.executescript((OLD / "attempts.sql").read_text("utf-8"))
    database.close()
    return folder


def rows(folder: Path) -> list[list[tuple[object, ...]]]:
    """All that the tables hold."""
    database = sqlite3.connect(folder / "attempts.sqlite")
    found = [database.execute(f"SELECT * FROM {table}").fetchall() for table in ("texts", "attempts")]
    database.close()
    return found


def test_they_are_read_as_they_were(old: Path) -> None:
    with RunStore.open_readonly(old) as store:
        found = [row.verdict() for row in store.attempts()]
        assert store.summary().verdicts["proved"] == 1
    for verdict, expected in zip(found, VERDICTS, strict=True):
        assert verdict is not None
        # That a verdict was known before stands in the record of a run.
        record = replace(expected.record, cached=True) if expected.cached else expected.record
        assert (verdict.status, verdict.reason, verdict.detail) == (
            expected.status,
            expected.reason,
            expected.detail,
        )
        assert (verdict.axioms, verdict.messages) == (expected.axioms, expected.messages)
        assert (verdict.cpu_s, verdict.wall_s) == (expected.cpu_s, expected.wall_s)
        assert verdict.record == record


def test_the_same_ones_are_written_alike(old: Path, tmp_path: Path) -> None:
    folder = tmp_path / "made"
    with RunStore.create_or_open(folder, PLAN) as store:
        for index, verdict in enumerate(VERDICTS):
            text = f"```lean\n  exact h -- {index}\n```"
            store.put_generated("t", Generation(index, index, text=text), f"  exact h -- {index}")
            store.put_verdict("t", index, verdict)
        store.flush()
    assert rows(folder) == rows(old)


def test_a_run_is_gone_on_with(old: Path) -> None:
    with RunStore.create_or_open(old, PLAN) as store:
        assert store.done()["t"].generated == [len(VERDICTS) - 1], "the one without a verdict"
