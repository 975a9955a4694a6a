"""prover-eval export, on run folders made through the real store."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from synthetic_runs import Command, command_line, make_run, numbered

from harness.backends import Generation
from harness.bench import find_bench
from harness.checker import Message, Reason, Status, Verdict
from harness.checker.record import CheckRecord
from harness.export import FIELDS, TEXT_FIELDS, attempt_rows, write_parquet
from harness.resources import data_folder
from harness.run.plan import RunPlan
from harness.run.store import RunStore
from harness.stats import estimate

HOSTILE = "</script>\x00\ud800 \u2028 \u03b1\n\"'"
ROWS = numbered("PrP", "rrt", "Prr")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return make_run(tmp_path / "run", ROWS)


@pytest.fixture
def nng_run(tmp_path: Path) -> Path:
    """Two problems of nng, whose bench is here, with hostile text, a prompt and a missing sample."""
    bench = find_bench("nng")
    problems = bench.problems[:2]
    plan = RunPlan("nng", "org/some model", problems, 2, settings={"bench_sha256": bench.sha256})
    proved = Verdict(Status.PROVED, axioms=("propext",), cpu_s=1.5, record=CheckRecord(engine="fork"))
    message = Message("error", HOSTILE.replace("\ud800", ""), 1, 2, 1, 5, "k")
    wrong = Verdict(Status.REJECTED, Reason.LEAN_ERROR, "no", messages=(message,), cpu_s=0.5)
    with RunStore.create_or_open(tmp_path / "nng", plan) as store:
        for problem in problems:
            store.put_generated(
                problem.name, Generation(0, 7, HOSTILE, 3, 4), "simp", prompt="ask \u22a2", verdict=wrong
            )
        store.put_generated(
            problems[0].name, Generation(1, 8, "ok"), "rfl", prompt="ask \u22a2", verdict=proved
        )
        store.put_generated(problems[1].name, Generation(1, 8, "", exhausted=True), None)
    return tmp_path / "nng"


def test_one_row_per_attempt_with_every_field(call: Command, run: Path) -> None:
    done = call("export", run)
    assert done.code == 0, done.err
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert len(rows) == 9
    assert all(list(row) == list(FIELDS) for row in rows)
    assert [(row["problem"], row["attempt"]) for row in rows] == [
        (f"p{p}", i) for p in range(3) for i in range(3)
    ]
    words = {
        "P": ("proved", None, True),
        "r": ("rejected", "lean_error", False),
        "t": ("timeout", "cpu", False),
    }
    expected = [words[letter] for letters in ROWS.values() for letter in letters]
    assert [(row["status"], row["reason"], row["proved"]) for row in rows] == expected
    assert {(row["run"], row["bench"], row["model"], row["split"]) for row in rows} == {
        ("run", "toy-bench", "toy", "test")
    }
    assert {row["prompt_tokens"] for row in rows} == {5}


def test_texts_come_only_when_asked_for(call: Command, nng_run: Path, tmp_path: Path) -> None:
    plain = call("export", nng_run).out
    assert "script" not in plain
    assert call("export", nng_run, "--texts", "--out", tmp_path / "x.jsonl").code == 0
    lines = (tmp_path / "x.jsonl").read_text("ascii").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) == 4
    assert all(list(row) == [*FIELDS, *TEXT_FIELDS] for row in rows)
    first, second, _, missing = rows
    assert (first["text"], first["proof"], first["prompt"]) == (HOSTILE, "simp", "ask \u22a2")
    assert first["messages"][0]["end_column"] == 5
    assert (second["axioms"], second["record"], second["proved"]) == (["propext"], {"engine": "fork"}, True)
    assert (missing["exhausted"], missing["status"], missing["proved"]) == (True, None, None)
    assert missing["text"] is None


def test_an_incomplete_run_is_written_and_told(call: Command, tmp_path: Path) -> None:
    folder = make_run(tmp_path / "broken", {"p0": "Pi", "p1": "r."})
    done = call("export", folder)
    assert (done.code, "INCOMPLETE" in done.err) == (3, True)
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [(row["status"], row["proved"]) for row in rows] == [
        ("proved", True),
        ("infrastructure", None),
        ("rejected", False),
    ]


def test_parquet_has_the_rows_of_jsonl(call: Command, run: Path, nng_run: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow isn't installed")
    path = tmp_path / "x.parquet"
    assert call("export", run, nng_run, "--format", "parquet", "--out", path, "--texts").code == 0
    table = parquet.read_table(path).to_pylist()
    lines = [json.loads(line) for line in call("export", run, nng_run, "--texts").out.splitlines()]
    assert len(table) == len(lines) == 13
    for row, line in zip(table, lines, strict=True):
        for name, kind in {**FIELDS, **TEXT_FIELDS}.items():
            expected = line[name]
            if kind == "text" and expected is not None:
                expected = expected.encode("utf-8", "backslashreplace").decode()
            value = json.loads(row[name]) if kind == "json" and row[name] is not None else row[name]
            assert value == expected, name
    assert not list(tmp_path.glob("*.new"))


def test_parquet_of_many_rows_comes_in_groups(run: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow isn't installed")
    with RunStore.open_readonly(run) as store:
        rows = list(attempt_rows(store)) * 1000
    assert write_parquet(iter(rows), tmp_path / "x.parquet") == 9000
    file = parquet.ParquetFile(tmp_path / "x.parquet")
    assert (file.metadata.num_rows, file.metadata.num_row_groups) == (9000, 3)


def lm_eval_files(call: Command, out: Path, *runs: Path) -> tuple[list[Path], list[Path]]:
    done = call("export", *runs, "--format", "lm-eval", "--out", out, "--texts", "--k", "1,2")
    assert done.code in (0, 3), done.err
    return sorted(out.glob("*/results_*.json")), sorted(out.glob("*/samples_*.jsonl"))


def test_lm_eval_files_have_the_figures_of_the_run(call: Command, nng_run: Path, tmp_path: Path) -> None:
    (results,), (samples,) = lm_eval_files(call, tmp_path / "out", nng_run)
    assert results.parent.name == samples.parent.name == "org__some model"
    content = json.loads(results.read_text("utf-8"))
    with RunStore.open_readonly(nng_run) as store:
        figures = estimate(store.summary(), [1, 2])
    for figure in figures:
        assert content["results"]["nng"][f"pass@{figure.k},none"] == pytest.approx(figure.estimate)
    # Values 1/2 and 0: their deviation over the root of 2.
    assert content["results"]["nng"]["pass@1_stderr,none"] == pytest.approx(0.25)
    rows = [json.loads(line) for line in samples.read_text("utf-8").splitlines()]
    assert [row["pass@1"] for row in rows] == [0.5, 0.0]
    assert rows[0]["filtered_resps"] == [["simp", "rfl"]]
    assert rows[0]["verdicts"] == ["rejected", "proved"]
    assert len(rows[1]["resps"][0]) == 1
    assert rows[0]["doc"]["formal_statement"].startswith("theorem nng_")
    assert rows[0]["arguments"]["gen_args_0"]["arg_0"] == "ask \u22a2"


def test_lm_eval_files_without_the_bench_or_the_texts(call: Command, run: Path, tmp_path: Path) -> None:
    done = call("export", run, "--format", "lm-eval", "--out", tmp_path / "out")
    assert (done.code, "isn't here as the run saw it" in done.err) == (0, True)
    (samples,) = (tmp_path / "out").glob("*/samples_*.jsonl")
    rows = [json.loads(line) for line in samples.read_text("utf-8").splitlines()]
    assert rows[0]["doc"] == {"name": "p0", "split": "test"}
    assert rows[0]["resps"] == [["", "", ""]]
    again = call("export", run, "--format", "lm-eval", "--out", tmp_path / "out")
    assert again.code == 0
    assert len(list((tmp_path / "out").glob("*/*"))) == 2


@pytest.mark.skipif(importlib.util.find_spec("lm_eval") is None, reason="lm-eval isn't installed")
def test_lm_evals_own_tools_read_the_files(call: Command, run: Path, nng_run: Path, tmp_path: Path) -> None:
    """Its table, its names of files, and the loader that its metadata card tells readers to use."""
    results, samples = lm_eval_files(call, tmp_path / "out", nng_run)
    code = f"""
import json, pathlib
from datasets import load_dataset
from lm_eval import utils
results, samples = {[str(p) for p in results]!r}, {[str(p) for p in samples]!r}
assert utils.get_results_filenames(results) == results
assert utils.get_sample_results_filenames(samples) == samples
name = pathlib.Path(samples[0]).name
assert utils.get_file_task_name(name) == "nng", name
assert utils.get_file_datetime(name) + ".json" == utils.get_file_datetime(pathlib.Path(results[0]).name)
print(utils.make_table(json.loads(pathlib.Path(results[0]).read_text())))
rows = load_dataset("json", data_files=samples, split="train")
assert rows["pass@1"][:] == [0.5, 0.0] and rows[0]["filtered_resps"] == [["simp", "rfl"]]
whole = load_dataset("json", data_files=results, split="train")
assert whole[0]["results"]["nng"]["pass@1,none"] == 0.25
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "|pass@1|" in done.stdout.replace(" ", "")


def test_the_leaderboard_has_what_its_document_says(call: Command, run: Path, tmp_path: Path) -> None:
    better = make_run(tmp_path / "better", numbered("PPP", "rrt", "PPP"), model="other")
    done = call("export", run, better, "--format", "leaderboard", "--k", "1,3")
    assert done.code == 0, done.err
    board = json.loads(done.out)
    assert (board["format"], board["version"]) == ("prover-eval leaderboard", 1)
    # Both have pass@3 = 2/3, so that the given order stays.
    assert [entry["model"] for entry in board["entries"]] == ["toy", "other"]
    by_one = json.loads(call("export", run, better, "--format", "leaderboard", "--k", "1").out)
    assert [entry["model"] for entry in by_one["entries"]] == ["other", "toy"]
    entry = board["entries"][0]
    with RunStore.open_readonly(run) as store:
        (figure,) = estimate(store.summary(), [3])
    assert entry["pass_at_k"]["3"] == {
        "estimate": figure.estimate,
        "low": figure.low,
        "high": figure.high,
        "short": 0,
    }
    assert (entry["solved"]["count"], entry["solved_problems"]) == (2, ["p0", "p2"])
    assert entry["cost"] == {
        "attempts": 9,
        "prompt_tokens": 45,
        "completion_tokens": 63,
        "lean_cpu_s": 64.0,
        "lean_cpu_saved_s": 0.0,
    }
    text = (data_folder("reports").parent / "docs" / "exports.md").read_text("utf-8")
    assert all(f"`{name}`" in text for name in (*entry, *FIELDS, *TEXT_FIELDS))


def test_bad_input_is_told(call: Command, run: Path, tmp_path: Path) -> None:
    for given, told in (
        (["export", tmp_path], "is no run"),
        (["export", run, "--format", "parquet"], "--out FILE"),
        (["export", run, "--format", "lm-eval"], "--out FOLDER"),
        (["export", run, "--format", "leaderboard", "--k", "4"], "largest possible k is 3"),
        (
            ["export", run, "--format", "lm-eval", "--out", tmp_path / "o", "--k", "4"],
            "largest possible k is 3",
        ),
        (["export", run, "--out", tmp_path / "no" / "x"], "another --out"),
        (["export", run, "--format", "parquet", "--out", tmp_path / "no" / "x"], "another --out"),
        (["export", run, "--format", "lm-eval", "--out", run / "run.json"], "another --out"),
        (["export", run, "--format", "xml"], "xml"),
    ):
        done = call(*given)
        assert (done.code, told in done.err) == (2, True), (given, done)


def test_a_reader_that_goes_away_is_no_error(run: Path) -> None:
    make_run(run.parent / "large", numbered(*["r" * 64] * 40))
    run = run.parent / "large"
    command = f'"{sys.executable}" -m harness export "{run}" --texts | head -c 1'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
