"""What an attempt keeps beside its text, and folders that were made before there was room for it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from run_parts import ToyBackend, make_plan, run_once, table, told, verdict_of

from harness.backends import Generation
from harness.errors import DamageWarning, StoreError
from harness.run._schema import SCHEMA_VERSION
from harness.run.prices import TokenPrices
from harness.run.store import RunStore

OLD = Path(__file__).parent / "schema_1"
PLAN = make_plan(3, 3)
THOUGHT = "Let us think about it. " * 100


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A run that a program of schema 1 made; the last attempt of p2 has no text."""
    folder = tmp_path / "old"
    folder.mkdir()
    shutil.copy(OLD / "run.json", folder)
    database = sqlite3.connect(folder / "attempts.sqlite")
    database.executescript((OLD / "attempts.sql").read_text())
    database.close()
    return folder


def told_by_its_age() -> AbstractContextManager[object]:
    """What is opened inside is told to have no checksums."""
    return pytest.warns(DamageWarning, match="made before runs had checksums")


def version(folder: Path) -> int:
    database = sqlite3.connect(folder / "attempts.sqlite")
    (found,) = database.execute("PRAGMA user_version").fetchone()
    database.close()
    return int(found)


def test_an_older_run_is_read_as_it_is(old: Path) -> None:
    before = (old / "attempts.sqlite").read_bytes()
    with told_by_its_age(), RunStore.open_readonly(old) as store:
        summary = store.summary()
        rows = list(store.attempts())
        assert {(row.reasoning(), row.cost) for row in rows} == {(None, None)}
        assert rows[0].prompt() == "Prove p0."
        assert rows[0].verdict() is not None
    assert (summary.verdicts["proved"], summary.complete, len(rows)) == (4, False, 9)
    assert (old / "attempts.sqlite").read_bytes() == before


def test_an_older_run_is_gone_on_with(old: Path, tmp_path: Path) -> None:
    backend = ToyBackend()
    with told_by_its_age():
        summary, rows = run_once(old, PLAN, backend, prompt=told)
    assert summary.complete
    assert backend.asked == [("p2", 2)]
    assert version(old) == SCHEMA_VERSION > 1
    assert rows == run_once(tmp_path / "new", PLAN, prompt=told)[1]


def test_a_schema_that_is_no_version_is_refused(old: Path) -> None:
    database = sqlite3.connect(old / "attempts.sqlite")
    database.executescript("PRAGMA user_version=0")
    database.close()
    with pytest.raises(StoreError, match="no version"):
        RunStore.open_readonly(old)


def test_reasoning_is_kept_apart_and_compressed(tmp_path: Path) -> None:
    with RunStore.create_or_open(tmp_path / "run", make_plan(1, 3)) as store:
        for index, thought in enumerate((THOUGHT, "", None)):
            generation = Generation(index, index, "exact rfl", reasoning=thought)
            store.put_generated("p0", generation, "exact rfl", verdict=verdict_of("exact rfl"))
        rows = list(store.attempts("p0"))
        assert [row.reasoning() for row in rows] == [THOUGHT, "", None]
        assert [row.generation().reasoning for row in rows] == [THOUGHT, "", None]
    database = sqlite3.connect(tmp_path / "run" / "attempts.sqlite")
    ((size,),) = database.execute("SELECT length(data) FROM texts WHERE size = ?", (len(THOUGHT),))
    database.close()
    assert size < len(THOUGHT) / 10


def test_cost_follows_the_tokens(tmp_path: Path) -> None:
    plan = make_plan(1, 3, settings={"prices": TokenPrices(3.0, 15.0).record()})
    with RunStore.create_or_open(tmp_path / "run", plan) as store:
        store.put_generated("p0", Generation(0, 0, "a", 1_000_000, 2_000_000), "a")
        store.put_generated("p0", Generation(1, 1, "a", None, 20), "a")
        store.put_generated("p0", Generation(2, 2, "a", 0, 0), "a")
        assert [row.cost for row in store.attempts()] == [33.0, None, 0.0]
        store.flush()
        assert store.summary().cost == pytest.approx(33.0)
    summary, rows = run_once(tmp_path / "free", make_plan(1, 3))
    assert summary.cost is None and len(rows) == 3


def test_tokens_that_cost_nothing_need_not_be_counted() -> None:
    assert TokenPrices(0.0, 2.0).cost(Generation(0, 0, "", None, 500_000)) == 1.0
    assert TokenPrices(1.0, 2.0).cost(Generation(0, 0, "", None, 500_000)) is None
    assert TokenPrices.recorded(TokenPrices(1.5, 2.5).record()) == TokenPrices(1.5, 2.5)


def test_the_same_table_comes_from_either_schema(old: Path) -> None:
    with told_by_its_age(), RunStore.open_readonly(old) as store:
        before = table(store)
    with told_by_its_age(), RunStore.create_or_open(old, PLAN) as store:
        assert table(store) == before
    with told_by_its_age(), RunStore.open_readonly(old) as store:
        assert table(store) == before
