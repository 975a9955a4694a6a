"""Folders and files that are damaged, foreign, too new, or on a full disk."""

from __future__ import annotations

import asyncio
import json
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import run_parts
from run_parts import ToyBackend, ToyChecker, carry_out, make_plan, run_once, table, verdict_of

from harness.errors import StoreError, UsageError
from harness.run.store import RunStore

PLAN = make_plan(20, 20)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished") / "run"
    run_once(folder, PLAN)
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    return shutil.copytree(finished, tmp_path / "copy")


def alter(statement: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        connection = sqlite3.connect(folder / "attempts.sqlite")
        connection.executescript(statement)
        connection.close()

    return change


def overwrite(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data)


def truncate(folder: Path) -> None:
    data = (folder / "attempts.sqlite").read_bytes()
    (folder / "attempts.sqlite").write_bytes(data[: len(data) // 2])


def scribble(folder: Path) -> None:
    path = folder / "attempts.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)


def foreign(folder: Path) -> None:
    (folder / "attempts.sqlite").unlink()
    alter("CREATE TABLE notes (text)")(folder)


def newer_run_file(folder: Path) -> None:
    content = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps({**content, "format": 3, "prover_eval": "9.9"}))


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no SQLite": (overwrite("attempts.sqlite", b"hello" * 1000), "damaged"),
    "truncated": (truncate, "damaged"),
    "scribbled": (scribble, "damaged"),
    "empty": (overwrite("attempts.sqlite", b""), "missing or empty"),
    "missing": (lambda folder: (folder / "attempts.sqlite").unlink(), "missing or empty"),
    "foreign": (foreign, "another program"),
    "newer schema": (alter("PRAGMA user_version=99"), "newer prover-eval"),
    "no schema": (alter("PRAGMA user_version=0"), "no version"),
    "newer run.json": (newer_run_file, r"newer prover-eval \(9\.9\)"),
    "no JSON": (overwrite("run.json", b'{"format": 1, '), "run.json can't be read"),
    "no settings": (overwrite("run.json", b'{"format": 1}'), "lacks settings"),
    "other JSON": (overwrite("run.json", b"[]"), "not the settings file"),
    "unknown status": (alter("UPDATE attempts SET status = 'fine'"), "damaged"),
    "a text gone": (alter("DELETE FROM texts"), "missing"),
    "a text changed": (alter("UPDATE texts SET data = zeroblob(size)"), "not what was stored"),
    "a stream broken": (alter("UPDATE texts SET data = x'00'"), "unpacked|not what was stored"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_told_as_a_store_error(folder: Path, kind: str) -> None:
    harm, words = DAMAGE[kind]
    harm(folder)

    def read() -> None:
        with RunStore.open_readonly(folder) as store:
            store.summary()
            table(store)

    with pytest.raises(StoreError, match=words) as caught:
        read()
    assert caught.value.exit_code == 3
    if "status" not in kind and "text" not in kind and "stream" not in kind:
        with pytest.raises(StoreError, match=words):
            run_once(folder, PLAN)


def test_an_unharmed_copy_is_read(folder: Path) -> None:
    with RunStore.open_readonly(folder) as store:
        assert len(table(store)) == 400 and store.summary().complete


def test_another_runs_database_is_refused(folder: Path, tmp_path: Path) -> None:
    run_once(tmp_path / "other", make_plan(3, 20))
    shutil.copy(tmp_path / "other" / "attempts.sqlite", folder)
    with pytest.raises(StoreError, match="belongs to another run"):
        RunStore.create_or_open(folder, PLAN)


def test_attempts_without_settings_are_refused(folder: Path) -> None:
    (folder / "run.json").unlink()
    with pytest.raises(StoreError, match=r"no run\.json"):
        RunStore.create_or_open(folder, PLAN)
    with pytest.raises(UsageError, match="is no run"):
        RunStore.open_readonly(folder)


@pytest.mark.parametrize(
    "left", [{"run.lock"}, {"run.lock", "attempts.sqlite"}, {"run.lock", "run.json.new"}]
)
def test_what_a_process_leaves_that_died_while_making_a_run_is_used(tmp_path: Path, left: set[str]) -> None:
    plan = make_plan(2, 2)
    with RunStore.create_or_open(tmp_path / "run", plan):
        pass
    (tmp_path / "run" / "run.json").rename(tmp_path / "run" / "run.json.new")
    for file in (tmp_path / "run").iterdir():
        if file.name not in left:
            file.unlink()
    summary, rows = run_once(tmp_path / "run", plan)
    assert summary.complete and len(rows) == 4


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(UsageError, match=r"thesis\.tex"):
        RunStore.create_or_open(tmp_path, PLAN)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.tex"]
    with pytest.raises(UsageError, match="is no folder"):
        RunStore.create_or_open(tmp_path / "thesis.tex", PLAN)
    for path in (tmp_path, tmp_path / "nothing", tmp_path / "thesis.tex"):
        with pytest.raises(UsageError, match="is no run"):
            RunStore.open_readonly(path)
    (tmp_path / "empty").mkdir()
    RunStore.create_or_open(tmp_path / "empty", PLAN).close()


def test_a_database_that_cannot_grow_stops_the_run_and_keeps_the_rest(tmp_path: Path) -> None:
    plan, checker = make_plan(20, 50), ToyChecker()

    async def fill_the_disk(problem: str, candidate: str) -> None:
        if len(checker.checked) == 400:
            (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
            store._connection.execute(f"PRAGMA max_page_count={pages + 1}")

    checker.before = fill_the_disk
    with RunStore.create_or_open(tmp_path / "run", plan) as store:
        stopped = asyncio.run(carry_out(plan, ToyBackend(), checker, store))
        with pytest.raises(StoreError, match="disk is full"):
            store.put_verdict("p0", 0, verdict_of("x"))
    assert not stopped.complete and "disk is full" in (stopped.stopped or "")
    kept = sum(stopped.verdicts.values())
    backend = ToyBackend()
    summary, rows = run_once(tmp_path / "run", plan, backend)
    assert 200 < kept < 500 and len(backend.asked) <= 1000 - kept
    assert summary.complete and rows == run_once(tmp_path / "whole", plan)[1]


def script(folder: Path, *options: str) -> str:
    words = [
        sys.executable,
        run_parts.__file__,
        str(folder),
        "--problems",
        "10",
        "--n",
        "100",
        "--words",
        "40",
    ]
    return shlex.join([*words, *options])


def check_stopped_then_whole(output: str, folder: Path) -> None:
    """Two runs of the script in one folder: the first had too little room, the second ended it."""
    first, second = (json.loads(line) for line in output.splitlines() if line.startswith("{"))
    assert not first["complete"] and "free some space" in first["stopped"]
    assert sum(first["verdicts"].values()) >= 100
    assert second["complete"] and second["stopped"] is None
    assert sum(second["verdicts"].values()) == 1000
    subprocess.run(shlex.split(script(folder / "whole")), check=True, stdout=subprocess.DEVNULL)
    tables = []
    for name in ("run", "whole"):
        with RunStore.open_readonly(folder / name) as store:
            tables.append(table(store))
    assert tables[0] == tables[1]


def test_a_file_size_limit_stops_the_run_which_goes_on_later(tmp_path: Path) -> None:
    # A write beyond the limit fails with EFBIG; the shell counts in KiB.
    command = f"(ulimit -f 400; {script(tmp_path / 'run')}); {script(tmp_path / 'run')}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stderr == ""
    check_stopped_then_whole(done.stdout, tmp_path)


def test_a_full_disk_stops_the_run_which_goes_on_later(tmp_path: Path) -> None:
    disk, saved = tmp_path / "disk", tmp_path / "run"
    disk.mkdir()
    command = (
        f"mount -t tmpfs -o size=400k tmpfs {disk} || exit 77; {script(disk / 'run')}; "
        f"mount -o remount,size=40m {disk} && {script(disk / 'run')} && cp -r {disk / 'run'} {saved}"
    )
    done = subprocess.run(["unshare", "-Urm", "bash", "-c", command], capture_output=True, text=True)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip(f"no mount namespace here: {done.stderr.strip()}")
    assert done.stderr == ""
    check_stopped_then_whole(done.stdout, tmp_path)


def test_a_disk_that_is_full_from_the_start_is_told(tmp_path: Path) -> None:
    command = f"ulimit -f 0; {script(tmp_path / 'run')}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.returncode == 1 and "StoreError" in done.stderr
    assert run_once(tmp_path / "run", make_plan(2, 2))[0].complete
