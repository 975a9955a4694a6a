"""A bench for Mathlib on the embedded Lean, from the command line: what is run, shown and refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from synthetic_runs import Command, command_line, make_run, numbered

Cli = Callable[..., Any]
HEADER = "import Mathlib\n\nopen BigOperators Real Nat\n\n"
STATEMENTS = {
    "digits": "theorem digits (n : ℕ) (h : n % 10 = 7) : n % 5 = 2 := by\n",
    "reals": "theorem reals (x : ℝ) (h : x = 1) : x = 1 := by\n",
    "squares": "theorem squares (a : ℤ) : 0 ≤ a * a := by\n",
    "wrong": "theorem wrong (n : ℕ) : n + 1 = n := by\n",
}
LABEL = "published@embedded (3 of 4)"
SUBSET = {"of": "published", "of_problems": 4, "lean": "embedded", "problems": 3, "names_sha256": "c" * 64}
BESIDE: dict[str, Any] = {"bench": "published@embedded", "settings": {"subset": SUBSET}}


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    folder = tmp_path / "bench"
    folder.mkdir()
    (folder / "task.yaml").write_text("name: published\ndata: rows.jsonl\nlean: lake\ntoolchain: v4.9.0\n")
    rows = [
        {"name": name, "split": "test", "formal_statement": text, "header": HEADER}
        | ({"known_errors": ["a paper"]} if name == "wrong" else {})
        for name, text in STATEMENTS.items()
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    answers = [{"name": name, "proof": "omega"} for name in STATEMENTS]
    (folder / "answers.jsonl").write_text("".join(json.dumps(row) + "\n" for row in answers), "utf-8")
    return folder


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return command_line(monkeypatch, capsys)


def run(cli: Cli, bench: Path, *more: object, **variables: str) -> Any:
    words = ("--bench", "published", "--include-path", bench, "--model", "replay", "--quiet")
    return cli(*words, "-M", f"path={bench / 'answers.jsonl'}", *more, **variables)


def test_a_run_names_its_part(cli: Cli, bench: Path, tmp_path: Path) -> None:
    done = run(
        cli, bench, "--lean", "embedded", "--json", "--output-dir", "r", PROVER_EVAL_LEAN_WORKSPACE="."
    )
    assert done.returncode == 0, done.stderr
    assert "published@embedded: 3 of 4 published statements compile on the embedded Lean" in done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["bench"] == "published@embedded"
    assert (result["problems"], result["verdicts"]["proved"]) == (3, 1)
    subset = json.loads((tmp_path / "r" / "run.json").read_text())["settings"]["subset"]
    assert subset == result["subset"]
    assert (subset["of"], subset["of_problems"], subset["problems"]) == ("published", 4, 3)
    sentence = "3 of the 4 published statements"
    for words in (("report", "r"), ("table", "r"), ("report", "r", "--by", "split"), ("compare", "r", "r")):
        shown = cli(*words)
        assert LABEL in " ".join(shown.stdout.split()), words
        assert sentence in " ".join(shown.stdout.split()), words
    assert LABEL in cli("table", "r", "--format", "csv").stdout
    assert cli("report", "r", "--html", "page.html", "--include-path", bench).returncode == 0
    page = (tmp_path / "page.html").read_text("utf-8")
    assert LABEL in page and sentence in page and "Embedded.Number" in page
    entry = json.loads(cli("export", "r", "--format", "leaderboard").stdout)["entries"][0]
    row = json.loads(cli("export", "r").stdout.splitlines()[0])
    assert entry["subset"] == row["subset"] == subset
    again = cli("check", "r", "--policy", "open", "--include-path", bench, "--output-dir", "again", "--quiet")
    assert again.returncode == 0, again.stderr
    assert LABEL in again.stdout


def test_selections_go_on_working(cli: Cli, bench: Path) -> None:
    part = ("--lean", "embedded", "--json")
    assert json.loads(run(cli, bench, *part, "--limit", 1).stdout)["problems"] == 1
    assert json.loads(run(cli, bench, *part, "--exclude-known-errors").stdout)["problems"] == 2
    gone = run(cli, bench, *part, "--problem", "reals")
    assert gone.returncode == 2 and "unknown problem 'reals'" in gone.stderr


def test_one_file_and_the_list(cli: Cli, bench: Path, tmp_path: Path) -> None:
    (tmp_path / "proof.lean").write_text("omega\n")
    words = ("--bench", "published@embedded", "--include-path", bench, "--problem")
    assert cli("check", *words, "digits", "proof.lean").returncode == 0
    assert cli("check", *words, "wrong", "proof.lean").returncode == 1
    shown = cli("bench", "show", "published", "--include-path", bench, "--lean", "embedded", "--json")
    assert [json.loads(line)["name"] for line in shown.stdout.splitlines()] == ["digits", "squares", "wrong"]
    whole = cli("bench", "show", "published", "--include-path", bench, "--json")
    assert len(whole.stdout.splitlines()) == 4
    lint = cli("bench", "lint", "published@embedded", "--include-path", bench, "--skip", "contradictions")
    assert "published@embedded: 3 problems" in lint.stderr


def test_a_workspace_beside_it_is_refused(cli: Cli, bench: Path) -> None:
    done = run(cli, bench, "--lean", "embedded", "--lean-workspace", ".")
    assert done.returncode == 2
    assert "leave one of them out" in done.stderr


def test_without_mathlib_three_lines_say_what_to_do(cli: Cli, bench: Path) -> None:
    done = run(cli, bench, "--limit", 5)
    _told(done, "one thing is missing", "Mathlib: prover-eval setup --workspace DIR --toolchain v4.9.0")


def test_minif2f_without_its_data(cli: Cli, bench: Path, tmp_path: Path) -> None:
    done = cli(
        *("--bench", "minif2f", "--limit", 5, "--model", "replay", "-M", f"path={bench / 'answers.jsonl'}"),
        PROVER_EVAL_CACHE=str(tmp_path / "empty"),
    )
    _told(
        done,
        "2 things are missing",
        "deepseek-ai/DeepSeek-Prover-V1.5",
        "prover-eval bench fetch minif2f",
        "Mathlib",
    )


def test_minif2f_without_mathlib(cli: Cli, bench: Path, tmp_path: Path) -> None:
    if not (folder := os.environ.get("PROVER_EVAL_BENCH_DATA")):
        pytest.skip("PROVER_EVAL_BENCH_DATA names no folder with the published files")
    cache = {"PROVER_EVAL_CACHE": str(tmp_path / "cache")}
    data = Path(folder) / "minif2f" / "deepseek_v15_minif2f.jsonl"
    assert cli("bench", "fetch", "minif2f", "--from", data, **cache).returncode == 0
    words = ("--bench", "minif2f", "--limit", 5, "--model", "replay")
    done = cli(*words, "-M", f"path={bench / 'answers.jsonl'}", **cache)
    _told(done, "one thing is missing", "Mathlib: prover-eval setup --workspace DIR --toolchain v4.9.0")


def _told(done: Any, *words: str) -> None:
    assert done.returncode == 3
    for word in (*words, "--lean embedded", "minif2f-core"):
        assert word in done.stderr
    assert len(done.stderr.splitlines()) <= 5 and "Traceback" not in done.stderr


def test_a_part_is_never_shown_beside_the_whole(call: Command, tmp_path: Path) -> None:
    part = make_run(tmp_path / "part", numbered("Pr", "rr", "PP"), **BESIDE)
    whole = make_run(tmp_path / "whole", numbered("Pr", "rr", "PP", "rP"), bench="published")
    variant = make_run(tmp_path / "variant", numbered("Pr", "rr", "PP", "rP"), bench="published:other")
    for other in (whole, variant):
        for words in (
            ("compare", part, other),
            ("compare", other, part, "--common"),
            ("gate", "--baseline", other, "--candidate", part, "--metric", "pass@1"),
            ("table", part, other),
            ("table", other, part, "--format", "latex"),
            ("report", part, other, "--by", "split", "--format", "markdown"),
            ("report", part, other, "--budget", "cpu", "--format", "csv"),
            ("report", part, other, "--html", tmp_path / "page.html"),
            ("export", part, other, "--format", "leaderboard"),
        ):
            done = call(*words)
            assert done.code == 2, (words, done.out)
            assert "published --lean embedded" in done.err and LABEL in done.err, words
            assert not (tmp_path / "page.html").exists()


def test_its_like_is_compared(call: Command, tmp_path: Path) -> None:
    one = make_run(tmp_path / "one", numbered("Pr", "rr", "PP"), **BESIDE)
    two = make_run(tmp_path / "two", numbered("PP", "rr", "Pr"), seed=1, **BESIDE)
    other = make_run(tmp_path / "other", numbered("PP", "rr", "Pr"), bench="toy-bench")
    for words in (("compare", one, two), ("table", one, two)):
        done = call(*words)
        assert done.code == 0, done.err
        assert LABEL in " ".join(done.out.split())
    assert "NOT THE SAME GROUND" in call("table", one, other).out
    assert "bench: published@embedded against toy-bench" in call("compare", one, other).err


def test_papers_are_about_the_whole(call: Command, tmp_path: Path) -> None:
    subset = SUBSET | {"of": "minif2f:deepseek-v1.5", "of_problems": 488, "problems": 123}
    bench = "minif2f:deepseek-v1.5@embedded"
    part = make_run(tmp_path / "part", numbered("Pr", "rr"), bench=bench, settings={"subset": subset})
    done = call("table", "--paper", "minif2f-leaderboard", part)
    assert done.code == 2
    assert f"{bench} (123 of 488)" in done.err and "on the whole" in done.err
    whole = make_run(tmp_path / "whole", numbered("Pr", "rr"), bench="minif2f:deepseek-v1.5")
    assert call("table", "--paper", "minif2f-leaderboard", whole).code == 0
