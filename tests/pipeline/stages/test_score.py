"""score: votes of recorded answers and of a server, and the rules on statements of known truth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from loop_tools import with_tools
from openai_runs import text_asked
from openai_server import Asked, Say, serving

from harness.errors import UsageError
from harness.pipeline.asking import StageModel
from harness.pipeline.generator import HEADER
from harness.pipeline.loop import LoopFolder, LoopRejection, LoopStatement, LoopTools, Origin, StageResult
from harness.pipeline.scoring import ScoreClass, ScoredStatement
from harness.pipeline.stages.score import ScoreSettings, score

TEXTS = {
    "hard": "(a b : Nat) (h : a ≤ b) : a * a * a ≤ b * b * b",
    "assumed": "(a b : Nat) (h : a * a ≤ b) (k : 0 < a) : a * a ≤ b",
    "assumed_behind_an_arrow": "(a b : Nat) : a * a ≤ b → a * a ≤ b",
    "contradictory": "(a b : Nat) (h : a < b) (k : b < a) : a = b * b * b",
    "word": "(a b : Nat) (h : a < b) (k : b < 9) : a + 1 < 9",
    "unused": "(a b : Nat) (c : Nat) (h : a ≤ b) : a * a * a ≤ b * b * b",
    "broken": "(a : Nat) : a = z",
}


def made(folder: Path, names: Sequence[str] = tuple(TEXTS)) -> None:
    with LoopFolder(folder / "loop", say=lambda line: None) as loop:
        stage = loop.stage("given", {"names": list(names)})
        stage.begin()
        stage.write_rows(
            "statements.jsonl",
            [
                LoopStatement(
                    f"{at:032x}", name, HEADER, f"theorem {name} {TEXTS[name]} := by\n", Origin("given")
                )
                for at, name in enumerate(names)
            ],
        )
        stage.finish(["statements.jsonl"], {})


def done(folder: Path, settings: ScoreSettings) -> StageResult:
    async def stage(tools: LoopTools) -> StageResult:
        with LoopFolder(folder / "loop", say=lambda line: None) as loop:
            return await score(loop, tools, settings)

    return with_tools(stage)


def rows(folder: Path, file: str, read: Any) -> list[Any]:
    with LoopFolder(folder / "loop", write=False) as loop:
        return loop.finished("score").rows(file, read)


def test_rules_find_what_can_be_computed(tmp_path: Path) -> None:
    made(tmp_path)
    settings = ScoreSettings(("given",))
    found = done(tmp_path, settings)
    scores = dict(zip(TEXTS, rows(tmp_path, "scores.jsonl", ScoredStatement.from_json), strict=True))
    assert {name: str(each.score) for name, each in scores.items()} == {
        "hard": "good",
        "assumed": "poor",
        "assumed_behind_an_arrow": "poor",
        "contradictory": "poor",
        "word": "fair",
        "unused": "above average",
        "broken": "poor",
    }
    assert "proves False" in scores["contradictory"].facts[0]
    assert not scores["hard"].facts
    assert [each.name for each in rows(tmp_path, "statements.jsonl", LoopStatement.from_json)] == [
        "hard",
        "unused",
    ]
    rejected = rows(tmp_path, "rejections.jsonl", LoopRejection.from_json)
    assert [each.reason for each in rejected] == ["poor", "poor", "poor", "fair", "poor"]
    assert done(tmp_path, settings) == found


def test_recorded_votes(tmp_path: Path) -> None:
    made(tmp_path, ["hard", "word", "unused"])
    votes = {"hard": ["good", "excellent", "good"], "word": ["poor", "fair", "seven"], "unused": ["?", "?"]}
    recording = tmp_path / "answers.jsonl"
    recording.write_text(
        "".join(
            json.dumps({"name": name, "text": f"Analysis: so.\nAssessment: {vote}"}) + "\n"
            for name, each in votes.items()
            for vote in each
        )
    )
    model = StageModel("replay", "score_chat", (f"path={recording}",), n=3)
    found = done(tmp_path, ScoreSettings(("given",), model)).metrics
    assert found["histogram"] == {"good": 1, "poor": 1, "unparseable": 1}
    assert found["unparseable_votes"] == [3, 8]
    rejected = rows(tmp_path, "rejections.jsonl", LoopRejection.from_json)
    assert [each.reason for each in rejected] == ["poor", "unparseable"]
    # Another recording is another input, wherever it lies.
    recording.write_text(recording.read_text().replace("poor", "good").replace("fair", "good"))
    again = done(tmp_path, ScoreSettings(("given",), model)).metrics
    assert again["histogram"] == {"good": 2, "unparseable": 1}


def test_a_server_is_shown_examples_and_the_statement_alone(tmp_path: Path) -> None:
    pytest.importorskip("openai", reason="the extra prover-eval[openai] isn't installed")
    made(tmp_path, ["hard", "assumed"])

    def scorer(asked: Asked) -> Say:
        word = "poor" if "(k : 0 < a)" in text_asked(asked) else "good"
        return Say((f"<think>Assessment: excellent</think>Analysis: so.\n**Assessment:** {word}",))

    with serving(scorer) as server:
        model = StageModel("openai", "score_chat", (f"base_url={server.url}", "model=m"), n=2)
        found = done(tmp_path, ScoreSettings(("given",), model, ScoreClass.GOOD)).metrics
        texts = [text_asked(asked) for asked in server.asked]
    assert found["histogram"] == {"good": 1, "poor": 1} and found["alpha"] == 1.0
    assert len(texts) == 4 and all(text.count("Assessment:") == 5 + 1 for text in texts)


def test_nothing_to_score_is_told(tmp_path: Path) -> None:
    made(tmp_path, [])
    with pytest.raises(UsageError, match="no statement to score in given"):
        done(tmp_path, ScoreSettings(("given",)))
    with pytest.raises(UsageError, match="stage formalize isn't done"):
        done(tmp_path, ScoreSettings())
