"""prover-eval pipeline formalize and score, from the command line on the embedded Lean."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
LE = "(a b : Nat) (h : a ≤ b) : a * a ≤ b * b"
EASY = "(a : Nat) : a = a"


@pytest.fixture
def files(tmp_path: Path) -> None:
    problems = [
        {"id": "p1", "informal": "Squares are monotone.", "reference": f"theorem r {LE} := by sorry"},
        {"id": "p2", "informal": "A number equals itself."},
    ]
    answers = [
        {"name": "p1", "text": f"```lean4\ntheorem p1 {LE} := by sorry\n```"},
        {"name": "p1", "text": "```lean4\ntheorem p1 (a b : Nat) : a * a ≤ b * b := by sorry\n```"},
        {"name": "p2", "text": f"```lean4\ntheorem p2 {EASY} := by sorry\n```"},
        {"name": "p2", "text": "No."},
    ]
    for file, rows in (("problems.jsonl", problems), ("answers.jsonl", answers)):
        (tmp_path / file).write_text("".join(json.dumps(row) + "\n" for row in rows))


FORMALIZE = (
    "pipeline", "formalize", "loop", "--problems", "problems.jsonl",
    "--model", "replay", "-M", "path=answers.jsonl", "-m", 2,
)  # fmt: skip


@pytest.mark.usefixtures("files")
def test_what_compiles_is_never_shown_alone(cli: Cli) -> None:
    done = cli(*FORMALIZE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:3] == [
        "samples         faithful  unfaithful     unknown",
        "elaborates             1           0           2",
        "doesn't                0           1           0",
    ]
    assert "note: 2 samples compile, and nothing is known of what they say" in done.stdout
    again = cli(*FORMALIZE, "--json")
    assert json.loads(again.stdout)["metrics"]["kept"] == 3
    assert "run folder" not in again.stderr
    rules = cli("pipeline", "score", "loop", "--scorer", "rules", "--json")
    metrics = json.loads(rules.stdout)["metrics"]
    assert metrics["histogram"] == {"good": 2, "fair": 1}
    later = cli("pipeline", "score", "loop", "--scorer", "rules", "--outcomes", "prove")
    assert (later.returncode, "stage prove isn't done" in later.stderr) == (2, True)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((*FORMALIZE, "--judge", "replay"), "--judge-labels"),
        ((*FORMALIZE[:8], "path=none.jsonl"), "no file"),
        ((*FORMALIZE, "--prompt", "chatty"), "formalize_chat"),
        (("pipeline", "score", "loop", "--scorer", "rules"), "holds no loop"),
        (("pipeline", "score", "loop"), "--scorer rules"),
    ],
)
def test_bad_input_says_the_way_out(cli: Cli, words: tuple[object, ...], message: str) -> None:
    done = cli(*words)
    assert (done.returncode, message in done.stderr, done.stdout) == (2, True, ""), done.stderr
