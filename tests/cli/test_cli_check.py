"""prover-eval check, bench and doctor on real Lean."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.run.store import RunStore

Cli = Callable[..., "subprocess.CompletedProcess[str]"]

HEADER = "prelude\nimport Embedded.Arith\n\n"
STATEMENT = "theorem two_sums (a b : Nat) : a + b + 0 = b + a := by\n"


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    task = tmp_path / "benches" / "own"
    task.mkdir(parents=True)
    (task / "task.yaml").write_text("name: own\ndata: rows.jsonl\nlean: embedded\n")
    row = {"name": "two_sums", "formal_statement": STATEMENT, "header": HEADER}
    (task / "rows.jsonl").write_text(json.dumps(row) + "\n")
    return task.parent


def check(cli: Cli, bench: Path, *files: object) -> tuple[int, list[dict[str, Any]], str]:
    done = cli("check", "--include-path", bench, "--bench", "own", "--problem", "two_sums", "--json", *files)
    assert "Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


GOOD = {
    "body.lean": "  omega\n",
    "unindented.lean": "omega",
    "with_by.lean": ":= by\n  omega\n",
    "term.lean": ":= Nat.add_comm a b",
    "file.lean": HEADER + "theorem helper (x : Nat) : x + 0 = x := rfl\n\n" + STATEMENT + "  omega\n",
    "renamed_binders.lean": "theorem two_sums (x y : Nat) : x + y + 0 = y + x := by\n  omega\n",
    "lemma.lean": "lemma two_sums (a b : Nat) : a + b + 0 = b + a := by omega",
    "fenced.lean": "```lean4\n" + STATEMENT + "  omega\n```\n",
    "crlf.lean": "  omega\r\n",
}
BAD = {
    "wrong.lean": ("  rfl\n", "rejected", "lean_error"),
    "sorry.lean": ("  sorry\n", "rejected", "incomplete"),
    "other.lean": ("theorem two_sums (a b : Nat) : a = a := rfl\n", "rejected", "statement"),
    "axiom.lean": ("axiom cheat : False\n" + STATEMENT + "  exact cheat.elim\n", "rejected", "policy"),
    "empty.lean": ("", "rejected", "no_code"),
    "comment.lean": ("-- nothing here\n", "rejected", "no_code"),
    "nul.lean": ("  omega\0\n", "rejected", "policy"),
    "exit.lean": ("  omega\n#exit\n", "rejected", "policy"),
    "unclosed.lean": ("  omega /- \n", "rejected", "policy"),
}


def test_good_candidates_are_proved(cli: Cli, bench: Path, tmp_path: Path) -> None:
    for name, text in GOOD.items():
        (tmp_path / name).write_text(text, newline="")
    code, rows, _ = check(cli, bench, *GOOD)
    assert {row["file"]: row["status"] for row in rows} == dict.fromkeys(GOOD, "proved")
    assert code == 0
    first = rows[0]
    assert {"file", "problem", "status", "reason", "axioms", "cpu_s", "wall_s"} <= set(first)
    assert first["reason"] is None
    assert set(first["axioms"]) <= {"propext", "Classical.choice", "Quot.sound"}
    assert first["cpu_s"] > 0


def test_bad_candidates_are_not(cli: Cli, bench: Path, tmp_path: Path) -> None:
    for name, (text, _, _) in BAD.items():
        (tmp_path / name).write_text(text)
    code, rows, _ = check(cli, bench, *BAD)
    assert {row["file"]: (row["status"], row["reason"]) for row in rows} == {
        name: (status, reason) for name, (_, status, reason) in BAD.items()
    }
    assert code == 1


def test_strange_bytes_get_a_verdict(cli: Cli, bench: Path, tmp_path: Path) -> None:
    (tmp_path / "utf8.lean").write_bytes(b"  omega \xff\xfe\n")
    (tmp_path / "huge.lean").write_bytes(b"  omega -- " + b"x" * 10_000_000)
    (tmp_path / "good.lean").write_text("  omega\n")
    code, rows, _ = check(cli, bench, "utf8.lean", "huge.lean", "good.lean")
    assert [(row["status"], row["reason"]) for row in rows] == [
        ("rejected", "policy"),
        ("rejected", "policy"),
        ("proved", None),
    ]
    assert code == 1


def test_a_statement_that_does_not_compile_gives_no_verdict(cli: Cli, bench: Path, tmp_path: Path) -> None:
    rows_file = bench / "own" / "rows.jsonl"
    rows_file.write_text(rows_file.read_text().replace("b + a", "Nat.nowhere b"))
    (tmp_path / "good.lean").write_text("  omega\n")
    code, rows, _ = check(cli, bench, "good.lean")
    assert code == 3
    assert (rows[0]["status"], rows[0]["reason"]) == ("infrastructure", "lean")


def test_a_missing_file_is_a_usage_error(cli: Cli, bench: Path) -> None:
    code, rows, errors = check(cli, bench, "nowhere.lean")
    assert (code, rows) == (2, [])
    assert "nowhere.lean" in errors


def test_bench_show_prints_canonical_rows(cli: Cli) -> None:
    done = cli("bench", "show", "nng", "--json")
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) >= 80
    for key in ("name", "split", "informal_prefix", "formal_statement", "goal", "header"):
        assert all(isinstance(row[key], str) for row in rows)


def test_bench_list_names_broken_ones(cli: Cli, bench: Path) -> None:
    (bench / "own" / "task.yaml").write_text("name: own\nlaen: embedded\n")
    done = cli("bench", "list", "--include-path", bench)
    assert done.returncode == 0
    assert "nng" in done.stdout
    assert "broken" in done.stdout
    (bench / "own" / "task.yaml").write_text("name: own\ndata: rows.jsonl\nlean: embedded\n")
    (bench / "own" / "rows.jsonl").write_text("{}\n")
    done = cli("bench", "list", "--include-path", bench)
    assert done.returncode == 0
    assert "rows.jsonl:1" in done.stdout


def test_bench_lint_finds_a_false_statement(cli: Cli, bench: Path) -> None:
    task = bench / "own"
    (task / "task.yaml").write_text("name: own\ndata: rows.jsonl\nlean: embedded\nproofs: proofs\n")
    (task / "proofs").mkdir()
    (task / "proofs" / "two_sums.lean").write_text("  omega\n")
    good = cli("bench", "lint", "own", "--include-path", bench)
    assert good.returncode == 0, good.stderr
    rows_file = task / "rows.jsonl"
    rows_file.write_text(rows_file.read_text().replace("= b + a", "= b + a + 1"))
    wrong = cli("bench", "lint", "own", "--include-path", bench)
    assert wrong.returncode == 1
    assert "two_sums" in wrong.stdout


def test_doctor_proves_a_theorem(cli: Cli) -> None:
    done = cli("doctor", "--json")
    rows = {row["what"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, done.stdout
    assert rows["checker"]["ok"]


def test_what_a_candidate_has_lean_say_moves_no_cursor(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "p.lean").write_text("  exact «no\x1b[2J\u202ewhere»\n", "utf-8")
    done = cli("check", "p.lean", "--bench", "nng", "--problem", "nng_zero_on_both_sides", "--explain")
    assert done.returncode == 1
    assert "where" in done.stdout
    assert not set("\x1b\u202e\r") & set(done.stdout)


def test_help_loads_nothing_heavy() -> None:
    import sys

    program = (
        "import sys; from harness.cli import cli; "
        "cli.main(['--help'], standalone_mode=False); "
        "print(sorted({'numpy', 'scipy', 'yaml', 'rich', 'asyncio'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "doctor" in done.stdout


def test_characters_that_steer_a_terminal_are_not_handed_on(cli: Cli, tmp_path: Path) -> None:
    """Lean repeats a name in its message, and the message is shown."""
    (tmp_path / "steers.lean").write_text("exact «goal\x07\x9b31m\u202egoal»\n", "utf-8")
    done = cli("check", "--bench", "nng", "--problem", "nng_cantor", "steers.lean")
    assert done.returncode == 1, done.stderr
    assert "Unknown identifier" in done.stdout
    assert not set("\x07\x9b\u202e") & set(done.stdout)


@pytest.mark.parametrize("engine", ["fork", "repl"])
def test_an_engine_that_cannot_have_the_sandbox_is_refused(cli: Cli, tmp_path: Path, engine: str) -> None:
    (tmp_path / "p.lean").write_text("  simp\n")
    asked = ("check", "p.lean", "--bench", "nng", "--problem", "nng_zero_on_both_sides", "--sandbox", "none")
    done = cli(*asked, "--engine", engine)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"engine {engine} isolates each text by itself" in done.stderr
    assert "--engine process" in done.stderr
    twin = cli(*asked, "--engine", "process")
    assert twin.returncode == 0, twin.stderr


@pytest.mark.parametrize("engine", ["auto", "process"])
def test_doctor_tests_the_engine_that_a_run_would_have(cli: Cli, tmp_path: Path, engine: str) -> None:
    done = cli("doctor", "--json", PROVER_EVAL_ENGINE=engine)
    rows = {row["what"]: row for row in map(json.loads, done.stdout.splitlines())}
    folder = tmp_path / "run"
    words = ("--bench", "nng", "--model", "tactics", "--limit", "1", "--quiet", "--output-dir", folder)
    assert cli(*words, PROVER_EVAL_ENGINE=engine).returncode == 0
    with RunStore.open_readonly(folder) as store:
        (row,) = (row for problem in store.done() for row in store.attempts(problem))
        verdict = row.verdict()
    assert verdict is not None
    assert f"engine {verdict.record.engine}," in rows["checker"]["text"]
