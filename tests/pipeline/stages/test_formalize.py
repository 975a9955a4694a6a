"""formalize: the stage's rows and figures, what it keeps, and that it goes on where it was killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from formalizing import done, settings
from openai_runs import text_asked
from openai_server import Asked, Say, serving

from harness.errors import DataError, UsageError
from harness.pipeline.asking import StageModel
from harness.pipeline.formal.cells import FormalizedSample
from harness.pipeline.generator import Generator
from harness.pipeline.generator.english import english, read_english
from harness.pipeline.loop import LoopFolder, LoopRejection, LoopStatement

LE = "(a b : Nat) (h : a ≤ b) : a * a ≤ b * b"
ANSWERS: Mapping[str, Sequence[str]] = {
    # Twice the reference, once its equivalent, once another statement.
    "le": [
        f"```lean4\ntheorem le {LE} := by sorry\n```",
        f"It says:\n```lean4\ntheorem le {LE} := by\n  exact Nat.mul_le_mul h h\n```",
        "```lean4\ntheorem le (x y : Nat) (h : y ≥ x) : x * x ≤ y * y := by sorry\n```",
        "```lean4\ntheorem le (a b : Nat) : a * a ≤ b * b := by sorry\n```",
    ],
    # No reference: what compiles is unknown. The second says what `le` says.
    "any": [
        "```lean4\ntheorem any (a : Nat) : a = a := by sorry\n```",
        f"```lean4\nexample {LE} := by sorry\n```",
        "```lean4\ntheorem any : n = n := by sorry\n```",
        "I can't.",
    ],
}


def written(folder: Path, answers: Mapping[str, Sequence[str]] = ANSWERS) -> Path:
    problems: list[dict[str, Any]] = [
        {"id": "le", "informal": "Squares are monotone.", "reference": f"theorem r {LE} := sorry"},
        {"id": "any", "informal": "Something else."},
    ]
    lines(folder / "problems.jsonl", problems)
    lines(folder / "answers.jsonl", [{"name": n, "text": t} for n, texts in answers.items() for t in texts])
    return folder


def lines(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def rows(folder: Path, file: str, read: Any, stage: str = "formalize") -> list[Any]:
    with LoopFolder(folder / "loop", write=False) as loop:
        return loop.finished(stage).rows(file, read)


def test_four_cells_votes_and_rows(tmp_path: Path) -> None:
    found = done(written(tmp_path), settings(tmp_path)).metrics
    assert found["cells"] == {
        "elaborates": {"faithful": 3, "unfaithful": 0, "unknown": 3},
        "doesn't": {"faithful": 0, "unfaithful": 2, "unknown": 0},
    }
    assert found["faithful_by"] == {"kernel": 2, "equivalence": 1}
    assert (found["parsed"]["count"], found["parsed"]["of"]) == (7, 8)
    assert found["refused"] == {"lean_error": 1, "no_code": 1}
    assert found["equivalence"] == {"shown": 1, "open": 1}
    assert found["vote"]["faithful"] | {"interval": 0} == {"count": 1, "of": 2, "share": 0.5, "interval": 0}
    statements = rows(tmp_path, "statements.jsonl", LoopStatement.from_json)
    assert [each.origin.votes for each in statements] == [(2, 4), (1, 4), (1, 4), (1, 4)]
    assert [each.origin.source for each in statements] == ["le", "le", "le", "any"]
    assert len({each.name for each in statements}) == 4
    assert statements[0].formal_statement == f"theorem {statements[0].name} {LE} := by\n"
    assert statements[0].informal == "Squares are monotone."
    rejected = rows(tmp_path, "rejections.jsonl", LoopRejection.from_json)
    assert [(each.statement, each.reason) for each in rejected] == [
        ("le#1", "duplicate"),
        ("any#1", "duplicate"),
        ("any#2", "lean_error"),
        ("any#3", "no_code"),
    ]
    samples = rows(tmp_path, "samples.jsonl", FormalizedSample.from_json)
    assert [each.faithful for each in samples] == [True, True, True, None, None, None, None, None]


def test_the_majority_alone_and_what_another_stage_has(tmp_path: Path) -> None:
    written(tmp_path)
    done(tmp_path, settings(tmp_path, keep="majority"))
    assert len(rows(tmp_path, "statements.jsonl", LoopStatement.from_json)) == 2
    again = settings(tmp_path, known=("formalize",), name="again")
    done(tmp_path, again)
    kept = rows(tmp_path, "statements.jsonl", LoopStatement.from_json, "again")
    assert [each.origin.sample for each in kept] == [2, 3]
    with pytest.raises(UsageError, match="stage none isn't done"):
        done(tmp_path, settings(tmp_path, known=("none",), name="third"))


def test_a_reference_that_doesnt_compile_is_told(tmp_path: Path) -> None:
    written(tmp_path)
    bad = {"id": "le", "informal": "x", "reference": "theorem r : x = x := sorry"}
    lines(tmp_path / "problems.jsonl", [bad])
    with pytest.raises(DataError, match="the reference of 'le' can't be used"):
        done(tmp_path, settings(tmp_path))


def test_a_judge_needs_labels(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--judge-labels"):
        settings(tmp_path, judge=StageModel("replay", "judge_chat"))


def test_a_judge_counts_beside_its_own_error(tmp_path: Path) -> None:
    """A server that calls a statement faithful if it has a hypothesis h."""
    pytest.importorskip("openai", reason="the extra prover-eval[openai] isn't installed")
    written(tmp_path)
    labelled = [
        {"informal": "i", "formal_statement": f"theorem q (h : {k} = {k}) : True", "faithful": k % 3 > 0}
        for k in range(6)
    ]
    labelled += [{"informal": "i", "formal_statement": "theorem q : True", "faithful": True}]
    lines(tmp_path / "labels.jsonl", labelled)

    def judge(asked: Asked) -> Say:
        return Say((f"Compared.\nVerdict: {'faithful' if '(h' in text_asked(asked) else 'unfaithful'}",))

    with serving(judge) as server:
        model = StageModel("openai", "judge_chat", (f"base_url={server.url}", "model=m"))
        wanted = settings(tmp_path, judge=model, labels=tmp_path / "labels.jsonl")
        found = done(tmp_path, wanted).metrics
        asked = len(server.asked)
        assert done(tmp_path, wanted).metrics == found and len(server.asked) == asked
    assert asked == 3 + 7
    assert found["cells"]["elaborates"] == {"faithful": 4, "unfaithful": 2, "unknown": 0}
    assert found["faithful_by"] == {"kernel": 2, "equivalence": 1, "judge": 1}
    error = found["judge"]["on_labelled"]
    assert (error["accepted"], error["rejected"], error["unread"]) == ([4, 2], [1, 0], [0, 0])
    assert error["false_acceptances"]["rate"] == 1.0 and error["false_rejections"]["rate"] == 0.2


def mistaken(folder: Path, count: int) -> None:
    """Controlled English, read back by the reference reader with a mistake in one answer of four."""
    made = list(islice(Generator(3, families={"mono": 1, "dvd": 1}, sizes=(1, 2)).distinct(), count))
    problems, answers = [], []
    for at, each in enumerate(made):
        words = english(each.claim, at)
        problems.append({"id": f"g{at}", "informal": words, "reference": f"theorem r {each.claim.text()}"})
        for sample in range(4):
            text = read_english(words).text()
            text = text.replace("Nat", "Int", 1) if (at + sample) % 4 == 0 else text
            answers.append({"name": f"g{at}", "text": f"```lean4\ntheorem g{at} {text} := by sorry\n```"})
    lines(folder / "problems.jsonl", problems)
    lines(folder / "answers.jsonl", answers)


def test_a_world_of_known_meaning(tmp_path: Path) -> None:
    """What the reference reader wrote is faithful by kernel type; what was changed is never called so."""
    mistaken(tmp_path, 6)
    found = done(tmp_path, settings(tmp_path)).metrics
    assert found["cells"]["elaborates"] == {"faithful": 18, "unfaithful": 0, "unknown": 6}
    assert found["faithful_by"] == {"kernel": 18}
    assert found["vote"]["faithful"]["count"] == 6
    for each in rows(tmp_path, "samples.jsonl", FormalizedSample.from_json):
        assert (each.faithful is True) == ("Int" not in each.statement)


def test_killed_it_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        mistaken(folder, 6)
    whole = done(one, settings(one))
    program = Path(__file__).parents[2] / "support" / "formalizing.py"
    stage = other / "loop" / "formalize"
    for begun in ("run", "equivalence/ways/run"):
        child = subprocess.Popen([sys.executable, program, other], start_new_session=True)
        while not (stage / begun / "run.json").exists():
            assert child.poll() is None
            time.sleep(0.02)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        assert not (stage / "stage.json").exists()
    ended = done(other, settings(other))
    assert (ended.key, ended.metrics, ended.outputs) == (whole.key, whole.metrics, whole.outputs)
