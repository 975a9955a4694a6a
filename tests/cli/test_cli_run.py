"""prover-eval run, from end to end on real Lean."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


def replay(recorded: Path, *more: object) -> list[object]:
    return [
        "--bench",
        "nng",
        "--split",
        "all",
        "--model",
        "replay",
        "-M",
        f"path={recorded}",
        "--recheck",
        *more,
    ]


def last_json(text: str) -> dict[str, Any]:
    return dict(json.loads(text.strip().splitlines()[-1]))


def verdicts(folder: Path) -> list[tuple[Any, ...]]:
    """What a run decided, without its times."""
    with sqlite3.connect(folder / "attempts.sqlite") as database:
        return database.execute(
            "SELECT problem, idx, seed, status, reason, detail, texts.hash"
            " FROM attempts LEFT JOIN texts ON texts.id = axioms ORDER BY problem, idx"
        ).fetchall()


def test_a_run_ends_with_pass_at_k_and_can_be_reported(cli: Cli, recorded: Path, tmp_path: Path) -> None:
    words = replay(recorded, "--limit", 12, "--k", "1,3", "--output-dir", "out", "--json")
    done = cli(*words)
    assert done.returncode == 0, done.stderr
    result = last_json(done.stdout)
    assert result["run_dir"].endswith("out")
    assert (result["bench"], result["model"], result["n"], result["k"]) == ("nng", "replay", 3, [1, 3])
    assert (result["solved"], result["problems"]) == (12, 12)
    assert result["pass_at_k"]["3"]["estimate"] == 1.0
    assert result["pass_at_k"]["1"]["estimate"] == pytest.approx(1 / 3)
    assert result["pass_at_k"]["1"]["low"] <= 1 / 3 <= result["pass_at_k"]["1"]["high"]
    assert result["verdicts"] == {
        "proved": 12,
        "rejected": 24,
        "timeout": 0,
        "resource": 0,
        "infrastructure": 0,
    }
    before = verdicts(tmp_path / "out")
    again = cli(*words)
    assert again.returncode == 0
    assert last_json(again.stdout) == result
    assert "finished" in again.stderr
    assert verdicts(tmp_path / "out") == before
    report = cli("report", "out", "--k", "1,3", "--json")
    assert last_json(report.stdout)["pass_at_k"] == result["pass_at_k"]


def test_the_same_seed_gives_the_same_table(cli: Cli) -> None:
    words = ["--bench", "nng", "--model", "tactics", "--limit", 6, "--k", "1,4", "--seed", 7, "--quiet"]
    tables = []
    for folder in ("a", "b"):
        done = cli(*words, "--output-dir", folder)
        assert done.returncode == 0, done.stderr
        tables.append(done.stdout.split("CPU time")[0])
    assert tables[0] == tables[1]
    assert "pass@4" in tables[0]
    other = cli(*words[:-2], 8, "--quiet", "--output-dir", "c")
    assert other.returncode == 0


def test_early_stop_ends_a_problem_with_its_first_proof(cli: Cli, recorded: Path, tmp_path: Path) -> None:
    done = cli(*replay(recorded, "--limit", 4, "--n", 3, "--early-stop", "--output-dir", "out", "--json"))
    assert done.returncode == 0, done.stderr
    assert [row[3] for row in verdicts(tmp_path / "out")] == ["rejected", "proved"] * 4


def test_other_settings_are_refused_with_the_difference(cli: Cli, recorded: Path) -> None:
    assert cli(*replay(recorded, "--limit", 2, "--n", 2, "--output-dir", "out")).returncode == 0
    other = cli(*replay(recorded, "--limit", 2, "--n", 2, "--seed", 5, "--output-dir", "out"))
    assert other.returncode == 2
    assert "seed: 0 there, 5 asked for" in other.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--bench", "nngg", "--model", "tactics"], "nng"),
        (["--bench", "nng", "--model", "tactic"], "tactics"),
        (["--bench", "nng", "--model", "tactics", "--problem", "nng_nothing"], "nng_"),
        (["--bench", "nng", "--model", "tactics", "--split", "trian"], "test"),
        (["--bench", "nng", "--model", "tactics", "--sandbox", "bubble"], "bubblewrap"),
        (["--bench", "nng", "--model", "tactics", "-M", "deepness=3"], "unknown"),
        (["--bench", "nng", "--model", "tactics", "--k", "8", "--n", "4"], "largest possible k is 4"),
        (["--bench", "nng", "--model", "tactics", "--k", "zero"], "whole numbers"),
        (["--bench", "nng", "--model", "replay"], "path"),
        (["frobnicate"], "bench"),
    ],
)
def test_wrong_words_are_named_with_the_known_ones(cli: Cli, words: list[str], expected: str) -> None:
    done = cli(*words)
    assert done.returncode == 2
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_options_may_be_spelt_with_underscores_and_come_from_the_environment(
    cli: Cli, recorded: Path
) -> None:
    done = cli(
        *replay(recorded, "--output_path", "out", "--json"), PROVER_EVAL_LIMIT="2", PROVER_EVAL_K="1,2"
    )
    assert done.returncode == 0, done.stderr
    assert last_json(done.stdout)["problems"] == 2


def own_bench(folder: Path, header: str, rows: int = 1) -> Path:
    task = folder / "benches" / "own"
    task.mkdir(parents=True)
    (task / "task.yaml").write_text("name: own\ndata: rows.jsonl\nlean: embedded\n")
    text = "".join(
        json.dumps(
            {"name": f"t{i}", "formal_statement": f"theorem t{i} : {i} = {i} := by\n", "header": header}
        )
        + "\n"
        for i in range(rows)
    )
    (task / "rows.jsonl").write_text(text)
    return task.parent


def test_a_bench_of_ones_own(cli: Cli, tmp_path: Path) -> None:
    folder = own_bench(tmp_path, "prelude\nimport Embedded.Arith\n\n", rows=2)
    words = ["--include-path", folder, "--bench", "own", "--model", "tactics", "--k", 1, "--json"]
    done = cli(*words)
    assert done.returncode == 0, done.stderr
    assert last_json(done.stdout)["solved"] == 2


def test_a_header_that_does_not_compile_ends_the_run_before_the_first_sample(
    cli: Cli, tmp_path: Path
) -> None:
    folder = own_bench(tmp_path, "prelude\nimport Embedded.Nowhere\n\n")
    done = cli("--include-path", folder, "--bench", "own", "--model", "tactics", "--output-dir", "out")
    assert done.returncode == 3
    assert "Embedded.Nowhere" in done.stderr
    assert verdicts(tmp_path / "out") == []


def test_a_broken_row_is_named_by_file_line_and_field(cli: Cli, tmp_path: Path) -> None:
    folder = own_bench(tmp_path, "prelude\nimport Embedded.Base\n\n")
    rows = folder / "own" / "rows.jsonl"
    rows.write_text(rows.read_text() + '{"name": "t9", "formal_statement": 3}\n')
    done = cli("--include-path", folder, "--bench", "own", "--model", "tactics")
    assert done.returncode == 2
    assert "rows.jsonl:2" in done.stderr
    assert "formal_statement" in done.stderr


def start(recorded: Path, folder: Path, tmp_path: Path) -> subprocess.Popen[bytes]:
    # The slower engine, so that there is something left to interrupt.
    words = [
        *replay(recorded, "--limit", 12, "--n", 3, "--output-dir", folder, "--quiet", "--engine", "process")
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "harness", *map(str, words)],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def leftovers(tmp_path: Path) -> list[str]:
    """Command lines of Lean processes that belong to this test's runs."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes()
        except OSError:
            continue
        if str(tmp_path).encode() in words:
            found.append(words.decode(errors="replace"))
    return found


def wait_for_writer(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Until that process has the run's lock, or has ended."""
    deadline = time.monotonic() + 60
    holder = f"process {process.pid} on "
    while process.poll() is None and time.monotonic() < deadline:
        lock = folder / "run.lock"
        if lock.exists() and lock.read_text().startswith(holder) and (folder / "run.json").exists():
            return
        time.sleep(0.02)


def test_killed_at_ten_moments_it_ends_as_if_left_alone(cli: Cli, recorded: Path, tmp_path: Path) -> None:
    alone = cli(*replay(recorded, "--limit", 12, "--n", 3, "--output-dir", "alone"))
    assert alone.returncode == 0, alone.stderr
    expected = verdicts(tmp_path / "alone")
    choice = random.Random(20)
    folder = tmp_path / "killed"
    partial = set()
    for number in range(10):
        process = start(recorded, folder, tmp_path)
        # The first ones may be killed before they have made the folder, the others work on it.
        if number >= 3:
            wait_for_writer(folder, process)
        time.sleep(choice.uniform(0.1, 0.9))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if (folder / "attempts.sqlite").exists():
            partial.add(sum(row[3] is not None for row in verdicts(folder)))
    done = cli(*replay(recorded, "--limit", 12, "--n", 3, "--output-dir", "killed", "--json"))
    assert done.returncode == 0, done.stderr
    assert verdicts(folder) == expected
    assert partial, "no kill came after the run had begun"
    assert not leftovers(tmp_path)


def made(folder: Path) -> bool:
    """Whether a run has written its first attempts."""
    return (folder / "run.json").exists() and bool(verdicts(folder))


def test_interrupted_it_says_so_and_goes_on(cli: Cli, recorded: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    process = start(recorded, folder, tmp_path)
    deadline = time.monotonic() + 60
    while not made(folder) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert not leftovers(tmp_path)
    assert sum(row[3] is not None for row in verdicts(folder)) < 36
    done = cli(*replay(recorded, "--limit", 12, "--n", 3, "--output-dir", "out", "--json"))
    assert done.returncode == 0
    assert last_json(done.stdout)["solved"] == 12


def test_sandbox_none_is_loud(cli: Cli, recorded: Path) -> None:
    done = cli(*replay(recorded, "--limit", 1, "--n", 2, "--sandbox", "none", "--json"))
    assert done.returncode == 0
    assert "WARNING" in done.stderr
    assert last_json(done.stdout)["solved"] == 1
