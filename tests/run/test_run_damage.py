"""Damage to a run folder is told before anything is counted, and honest folders are read as ever."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import flip_bits
import pytest
from run_parts import ToyBackend, make_plan, run_once, table, told

from harness.backends import Generation
from harness.checker import Reason, Status, Verdict
from harness.errors import DamageWarning, StoreError
from harness.run.store import RunStore

PLAN = make_plan(4, 25)
OLD = Path(__file__).parent / "schema_1"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    run_once(folder, PLAN, prompt=told)
    return folder


def alter(folder: Path, statement: str) -> int:
    """Change the database behind the store's back; how many rows were changed."""
    with closing(sqlite3.connect(folder / "attempts.sqlite")) as database, database:
        return database.execute(statement).rowcount


def report(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "harness", *(words or ("report",)), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("file", flip_bits.FILES)
def test_a_flipped_bit_is_told_or_changes_nothing(tmp_path: Path, file: str) -> None:
    flip_bits.make(tmp_path / "run")
    outcome = flip_bits.flip(tmp_path / "run", 150, 11, (file,))
    assert outcome.wrong == []
    assert outcome.counts[file, "told"] > 30


def test_ten_damaged_proofs_are_told(run: Path) -> None:
    honest = report(run)
    assert (honest.returncode, honest.stderr) == (0, "")
    changed = alter(
        run,
        "UPDATE attempts SET status = 'proVed' WHERE (problem, idx) IN "
        "(SELECT problem, idx FROM attempts WHERE status = 'proved' LIMIT 10)",
    )
    assert changed == 10
    damaged = report(run)
    assert damaged.returncode == 3 and damaged.stdout == ""
    assert "isn't what was written" in damaged.stderr and "put a copy" in damaged.stderr
    assert "Traceback" not in damaged.stderr
    with pytest.raises(StoreError, match="isn't what was written"):
        RunStore.create_or_open(run, PLAN)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attempts SET status = 'rejected', reason = 'incomplete' WHERE status = 'proved'",
        "UPDATE attempts SET status = 'proved', reason = NULL WHERE status = 'timeout'",
        "UPDATE attempts SET status = NULL WHERE status = 'proved'",
        "UPDATE attempts SET judged_sum = NULL",
        "UPDATE attempts SET made_sum = NULL",
        "UPDATE attempts SET reason = 'axiom' WHERE reason = 'lean_error'",
        "UPDATE attempts SET cpu_s = cpu_s + 1",
        "UPDATE attempts SET completion_tokens = 21",
        "UPDATE attempts SET exhausted = 1 WHERE problem = 1",
        "UPDATE attempts SET idx = idx + 25 WHERE problem = 1",
        "UPDATE attempts SET text = text + 1 WHERE problem = 2",
        "UPDATE problems SET name = 'p9' WHERE name = 'p1'",
        "UPDATE problems SET split = 'valid'",
        "DELETE FROM problems WHERE id = 3",
        "PRAGMA user_version = 2",
    ],
)
def test_any_change_is_told(run: Path, statement: str) -> None:
    alter(run, statement)
    with pytest.raises(StoreError, match=r"isn't what|damaged"):
        RunStore.open_readonly(run)


def test_a_prompts_hash_is_of_the_prompt(run: Path) -> None:
    alter(run, "UPDATE texts SET hash = zeroblob(32) WHERE id = (SELECT prompt FROM attempts LIMIT 1)")
    with RunStore.open_readonly(run) as store, pytest.raises(StoreError, match="not what was stored"):
        next(store.attempts()).prompt_hash()


def test_marks_of_texts_are_of_the_texts(run: Path) -> None:
    """Who has the same texts isn't told by a hash that the text doesn't have."""
    with RunStore.open_readonly(run) as store:
        whole = store.summary(with_marks=True)
        assert all(problem.marks for problem in whole.problems)
    alter(run, "UPDATE texts SET hash = zeroblob(32) WHERE id = (SELECT text FROM attempts LIMIT 1)")
    with RunStore.open_readonly(run) as store, pytest.raises(StoreError, match="not what was stored"):
        store.summary(with_marks=True)


def test_an_edited_run_file_says_what_to_do(run: Path) -> None:
    path = run / "run.json"
    whole = path.read_text("utf-8")
    content = json.loads(whole)
    content["settings"]["model"] = "a better model"
    path.write_text(json.dumps(content), "utf-8")
    for words in (("report",), ("export", "--format", "jsonl")):
        done = report(run, *words)
        assert done.returncode == 3 and "Traceback" not in done.stderr
        assert "edited or damaged" in done.stderr and "Undo the edit" in done.stderr
    # Its layout is nobody's word.
    path.write_text(json.dumps(json.loads(whole)), "utf-8")
    assert report(run).returncode == 0


def test_a_seal_can_not_be_taken_off(run: Path) -> None:
    content = json.loads((run / "run.json").read_text("utf-8"))
    del content["sha256"]
    (run / "run.json").write_text(json.dumps(content), "utf-8")
    with pytest.raises(StoreError, match="edited or damaged"):
        RunStore.open_readonly(run)


def test_an_older_folder_is_read_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    shutil.copy(OLD / "run.json", folder)
    with closing(sqlite3.connect(folder / "attempts.sqlite")) as database:
        database.executescript((OLD / "attempts.sql").read_text())
    done = report(folder)
    assert done.returncode == 3 and "4" in done.stdout
    assert done.stderr.splitlines() == [
        f"prover-eval: warning: {folder} was made before runs had checksums: damage to it can't be noticed"
    ]
    alter(folder, "UPDATE attempts SET status = 'proVed' WHERE status = 'proved'")
    with pytest.raises(StoreError, match="'proVed', which no verdict has"):
        RunStore.open_readonly(folder)
    alter(folder, "UPDATE attempts SET status = 'proved' WHERE status = 'proVed'")
    with pytest.warns(DamageWarning), RunStore.open_readonly(folder) as store:
        assert store.summary().verdicts["proved"] == 4


def test_what_an_older_folder_gets_is_protected(tmp_path: Path) -> None:
    """Rows that are added to it have checksums."""
    folder = tmp_path / "old"
    folder.mkdir()
    shutil.copy(OLD / "run.json", folder)
    with closing(sqlite3.connect(folder / "attempts.sqlite")) as database:
        database.executescript((OLD / "attempts.sql").read_text())
    with pytest.warns(DamageWarning):
        run_once(folder, make_plan(3, 3), ToyBackend(), prompt=told)
    assert alter(folder, "UPDATE attempts SET detail = 'x' WHERE judged_sum IS NOT NULL") > 0
    with pytest.raises(StoreError, match="isn't what was written"):
        RunStore.open_readonly(folder)


def test_a_lost_log_loses_attempts_and_not_the_folder(tmp_path: Path) -> None:
    folder, copy = tmp_path / "run", tmp_path / "copy"
    with RunStore.create_or_open(folder, PLAN) as store:
        for index in range(10):
            store.put_generated("p0", Generation(index, index, "rfl"), "rfl", verdict=Verdict(Status.PROVED))
        store.flush()
        copy.mkdir()
        for name in ("run.json", "attempts.sqlite"):
            shutil.copy(folder / name, copy)
        assert (folder / "attempts.sqlite-wal").stat().st_size > 0
        whole = tmp_path / "whole"
        shutil.copytree(folder, whole)
    with RunStore.open_readonly(whole) as store:
        assert len(table(store)) == 10
    with RunStore.open_readonly(copy) as store:
        assert table(store) == [] and not store.summary().complete
    assert run_once(copy, PLAN)[0].complete


def test_numbers_that_sqlite_gives_back_otherwise(tmp_path: Path) -> None:
    """No honest row is taken for a damaged one."""
    odd = [float("nan"), float("inf"), -0.0, 1e308, 5.0, 5, 1e-320]
    with RunStore.create_or_open(tmp_path / "run", make_plan(1, len(odd))) as store:
        for index, number in enumerate(odd):
            generation = Generation(index, 2**63 - 1, "a\0\ud800", 2**40, None, "st\0p\ud800é", number)
            verdict = Verdict(
                Status.REJECTED, Reason.LEAN_ERROR, "\0\ud800∀\u2028", cpu_s=number, wall_s=number
            )
            store.put_generated("p0", generation, "b", verdict=verdict)
    with RunStore.open_readonly(tmp_path / "run") as store:
        assert len(table(store)) == len(odd)
