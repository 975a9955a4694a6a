"""prover-eval check RUN: stored attempts judged again by real Lean under other rules."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.lean.toolchain import Toolchain

Cli = Callable[..., "subprocess.CompletedProcess[str]"]

HEADER = "prelude\nimport Embedded.Arith\n\n"
PROOFS = {
    "honest": "  omega",
    "wrong": "  rfl",
    "hole": "  sorry",
    "forbidden": "  set_option debug.byAsSorry false in\n  omega",
    "two errors": "  have : a = a := by exact nowhere\n  have : b = b := by exact nothing\n  omega",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, toolchain: Toolchain) -> Path:
    """A folder with a run of two problems with the proofs above, and a text without code."""
    folder = tmp_path_factory.mktemp("made")
    task = folder / "benches" / "own"
    task.mkdir(parents=True)
    (task / "task.yaml").write_text("name: own\ndata: rows.jsonl\nlean: embedded\n")
    with (task / "rows.jsonl").open("w") as rows, (folder / "recorded.jsonl").open("w") as recorded:
        for number in range(2):
            name = f"sum{number}"
            statement = f"theorem {name} (a b : Nat) : a + b + {number} = b + a + {number} := by\n"
            rows.write(json.dumps({"name": name, "formal_statement": statement, "header": HEADER}) + "\n")
            for proof in PROOFS.values():
                recorded.write(json.dumps({"name": name, "proof": proof}) + "\n")
            recorded.write(json.dumps({"name": name, "text": "I can't."}) + "\n")
    words = ["--include-path", "benches", "--bench", "own", "--model", "replay", "-M", "path=recorded.jsonl"]
    words += ["--n", str(len(PROOFS) + 1), "--output-dir", "runs/old", "--tag", "kind=old", "--quiet"]
    subprocess.run([sys.executable, "-m", "harness", *words], cwd=folder, capture_output=True, check=True)
    return folder


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A copy of the run, with its bench beside it in the working folder."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "runs" / "old"


def again(cli: Cli, run: Path, *words: object) -> tuple[dict[str, Any], Path]:
    """What `check` prints as JSON, and the folder that it made."""
    done = cli("check", run, "--include-path", "benches", "--json", "--quiet", *words)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    return found, Path(found["run_dir"])


def settings(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "run.json").read_text())["settings"])


def errors(folder: Path) -> list[int]:
    """How many errors of Lean each attempt of the first problem has."""
    from harness.run.store import RunStore

    with RunStore.open_readonly(folder) as store:
        rows = store.attempts("sum0")
        return [sum(message.severity == "error" for message in row.messages()) for row in rows]


def words_of(found: dict[str, Any]) -> dict[tuple[str | None, ...], int]:
    return {
        (change["before"]["status"], change["before"]["reason"], *change["after"].values()): change["count"]
        for change in found["changes"]
    }


@pytest.mark.parametrize("engine", ["fork", "process"])
def test_by_the_same_rules_nothing_changes(cli: Cli, run: Path, engine: str) -> None:
    found, folder = again(cli, run, "--engine", engine)
    assert (found["same"], found["changes"], found["complete"]) == (12, [], True)
    assert folder.parent == run.parent and folder != run
    new, old = settings(folder), settings(run)
    assert new["rejudged"]["run"] == "old" and new["tags"] == {"kind": "old"}
    assert {key: new[key] for key in old} == old


def test_another_policy(cli: Cli, run: Path) -> None:
    found, folder = again(cli, run, "--policy", "open")
    assert words_of(found) == {("rejected", "policy", "proved", None): 2}
    assert found["same"] == 10
    assert [row["problem"] for row in found["changes"][0]["attempts"]] == ["sum0", "sum1"]
    assert {row["sample"] for row in found["changes"][0]["attempts"]} == {3}
    assert settings(folder)["check"] == {**settings(run)["check"], "policy": "open"}
    # The same command only reports what is finished.
    assert again(cli, run, "--policy", "open")[0] == found


def test_another_limit_and_all_errors(cli: Cli, run: Path) -> None:
    found, folder = again(cli, run, "--heartbeats", 1, "--out", "limited")
    assert folder == Path("limited")
    changed = words_of(found)
    assert changed[("proved", None, "timeout", "heartbeats")] == 2
    assert errors(run)[4] == 1
    _, folder = again(cli, run, "--all-errors")
    assert errors(folder)[4] == 2


def test_report_and_compare_read_it(cli: Cli, run: Path) -> None:
    _, folder = again(cli, run, "--policy", "open")
    report = cli("report", folder, "--json")
    assert report.returncode == 0 and json.loads(report.stdout)["verdicts"]["proved"] == 4
    assert cli("compare", run, folder).returncode == 2
    done = cli("compare", run, folder, "--common", "--json")
    assert done.returncode == 0, done.stderr
    _, same = again(cli, run)
    done = cli("compare", run, same, "--json")
    assert done.returncode == 0, done.stderr


def test_for_people(cli: Cli, run: Path) -> None:
    done = cli("check", run, "--include-path", "benches", "--policy", "open")
    assert done.returncode == 0
    assert "10 attempts have the verdict that they had, 2 another" in done.stdout
    assert "rejected (policy)  -> proved" in done.stdout
    assert "pass@1" in done.stdout


def test_wrong_words(cli: Cli, run: Path, tmp_path: Path) -> None:
    done = cli("check", run)
    assert done.returncode == 2 and "own" in done.stderr
    done = cli("check", run, "--include-path", "benches", "--out", run)
    assert done.returncode == 2 and "--output-dir" in done.stderr
    done = cli("check", tmp_path, "--include-path", "benches")
    assert done.returncode == 2 and "no run" in done.stderr
    done = cli("check", run, run)
    assert done.returncode == 2 and "one run" in done.stderr
    done = cli("check", "recorded.jsonl")
    assert done.returncode == 2 and "--bench" in done.stderr
    rows = tmp_path / "benches" / "own" / "rows.jsonl"
    rows.write_text(rows.read_text().replace("a + b + 1", "b + a + 1"))
    done = cli("check", run, "--include-path", "benches")
    assert done.returncode == 2 and "aren't those" in done.stderr


def test_killed_it_is_gone_on_with(cli: Cli, run: Path, tmp_path: Path) -> None:
    words = ["check", run, "--include-path", "benches", "--engine", "process", "--out", "again", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "harness", *map(str, words)],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while judged(tmp_path / "again") < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert judged(tmp_path / "again") > 0
    done = cli(*words)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["same"], found["changes"]) == (12, [])


def judged(folder: Path) -> int:
    path = folder / "attempts.sqlite"
    if not path.exists():
        return 0
    try:
        with sqlite3.connect(path) as database:
            return int(
                database.execute("SELECT count(*) FROM attempts WHERE status IS NOT NULL").fetchone()[0]
            )
    except sqlite3.OperationalError:
        return 0


def test_one_problem_of_a_run_is_judged_alone(cli: Cli, run: Path) -> None:
    found, folder = again(cli, run, "--problem", "sum1", "--policy", "open")
    assert found["problems"] == 1
    assert {row["problem"] for change in found["changes"] for row in change["attempts"]} == {"sum1"}
    assert settings(folder)["selection"]["names"] == ["sum1"]
    whole, other = again(cli, run, "--policy", "open")
    assert whole["problems"] == 2 and other != folder
    done = cli("check", run, "--include-path", "benches", "--problem", "sum9")
    assert done.returncode == 2 and "sum9" in done.stderr and "sum1" in done.stderr
