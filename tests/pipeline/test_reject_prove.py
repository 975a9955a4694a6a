"""Statements of known truth are rejected, proved and refuted, and an unsound checker raises the alarm."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness.checker import CheckerSpec, OpenChecker, Status, Verdict
from harness.checker.record import CheckRecord
from harness.cli import cli
from harness.errors import SoundnessAlarmError
from harness.pipeline.generator import HEADER
from harness.pipeline.loop import (
    PAIRS,
    REJECTIONS,
    STATEMENTS,
    LoopFolder,
    LoopStatement,
    LoopTools,
    Origin,
    StageResult,
    VerifiedPair,
    open_tools,
)
from harness.pipeline.stages.prove import ALARM, ProveSettings, prove
from harness.pipeline.stages.reject import RejectSettings, reject
from harness.problem import Problem

TEXTS = {
    "true": "(a b : Nat) (h1 : a ≤ b) : a ≤ b + 1",
    "false_somewhere": "(a b : Nat) : a ≤ b",
    "false_with_hypothesis": "(a : Nat) (h1 : 3 ≤ a) : a ≤ 5",
    "contradictory": "(a : Nat) (h1 : a < 3) (h2 : 5 < a) : a = 7",
    "not_numeric": "(p : Nat → Prop) (h1 : p 0) : p 1",
    "hard": "(a b c : Nat) (h1 : a * a + b * b = 3 * (c * c)) : a = 0",
    "no_hypothesis": ": 1 + 1 = 2",
}


def statements() -> list[LoopStatement]:
    return [
        LoopStatement(name, name, HEADER, f"theorem {name} {text} := by\n", Origin("given"))
        for name, text in TEXTS.items()
    ]


def given(loop: LoopFolder) -> None:
    stage = loop.stage("given", {})
    stage.begin()
    stage.write_rows(STATEMENTS, statements())
    stage.finish([STATEMENTS], {})


async def rejected(loop: LoopFolder, tools: LoopTools) -> StageResult:
    return await reject(loop, tools, RejectSettings(), source="given")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, StageResult, StageResult]:
    """A loop with the stages reject and prove."""
    folder = tmp_path_factory.mktemp("both") / "loop"

    async def work() -> tuple[StageResult, StageResult]:
        with LoopFolder(folder, say=lambda line: None) as loop:
            given(loop)
            async with open_tools(CheckerSpec(), [HEADER], say=lambda line: None) as tools:
                one = await rejected(loop, tools)
                two = await prove(loop, tools, ProveSettings("tactics", k=4, both=True), source="given")
                return one, two

    return folder, *asyncio.run(work())


def test_contradictory_hypotheses_alone_are_rejected(done: tuple[Path, StageResult, StageResult]) -> None:
    rows = [json.loads(line) for line in (done[0] / "reject" / REJECTIONS).read_text().splitlines()]
    found = [(row["statement"], row["reason"]) for row in rows]
    assert found == [("contradictory", "contradictory")]
    kept = [json.loads(line)["name"] for line in (done[0] / "reject" / STATEMENTS).read_text().splitlines()]
    assert set(kept) == set(TEXTS) - {"contradictory"}
    assert done[1].metrics["without_hypotheses"] == 1


def test_both_sides_end_as_they_should(done: tuple[Path, StageResult, StageResult]) -> None:
    outcomes = json.loads((done[0] / "prove/outcomes.json").read_text())
    assert outcomes == {
        "true": "proved",
        "false_somewhere": "refuted",
        "false_with_hypothesis": "refuted",
        "contradictory": "proved",
        "not_numeric": "open",
        "hard": "open",
        "no_hypothesis": "proved",
    }
    assert done[2].metrics["refuted_by_box"] == 2
    assert done[2].cost["settled"] == 5
    assert done[2].cost["settled_one_sided"] == 3


def test_pairs_say_what_was_proved(done: tuple[Path, StageResult, StageResult]) -> None:
    lines = (done[0] / "prove" / PAIRS).read_text().splitlines()
    pairs = [VerifiedPair.from_json(json.loads(line)) for line in lines]
    refuted = {pair.name for pair in pairs if pair.side == "negation"}
    assert refuted == {"false_somewhere", "false_with_hypothesis"}
    assert all("¬" in pair.formal_statement for pair in pairs if pair.side == "negation")
    assert all(pair.proof.strip() for pair in pairs)


class AcceptingChecker:
    """A seeded hole: whatever it is shown is proved."""

    record = CheckRecord(policy="none")
    first_error = True

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        return Verdict(Status.PROVED, record=self.record)

    async def check_headers(self, headers: Iterable[str]) -> None:
        """All of them are good."""

    async def close(self) -> None:
        """Nothing is held."""


def test_a_checker_that_proves_both_sides_raises_the_alarm(tmp_path: Path) -> None:
    async def work() -> None:
        with LoopFolder(tmp_path / "loop", say=lambda line: None) as loop:
            given(loop)
            async with open_tools(CheckerSpec(), [HEADER], say=lambda line: None) as tools:
                opened = tools.opened
                hole = OpenChecker(
                    AcceptingChecker(), 1, 1, local=opened.local, recheck=True, cache=tmp_path / "cache"
                )
                settings = ProveSettings("tactics", k=1, both=True)
                await prove(loop, replace(tools, opened=hole), settings, source="given")

    with pytest.raises(SoundnessAlarmError, match=r"7 statements and their negations"):
        asyncio.run(work())
    proofs = json.loads((tmp_path / "loop/prove" / ALARM).read_text())
    assert {proof["side"] for proof in proofs} == {"statement", "negation"}
    assert not (tmp_path / "loop/prove/stage.json").exists()


def test_the_commands_do_the_same(done: tuple[Path, StageResult, StageResult]) -> None:
    for words in (
        ["reject", str(done[0]), "--from", "given", "--name", "reject-again"],
        [
            "prove",
            str(done[0]),
            "--from",
            "reject-again",
            "--model",
            "tactics",
            "--k",
            "4",
            "--name",
            "prove-again",
        ],
    ):
        found = CliRunner().invoke(cli, ["pipeline", *words, "--json", "--quiet"], standalone_mode=False)
        assert found.exception is None, found.exception
        metrics = json.loads(found.stdout)["metrics"]
    assert (metrics["proved"], metrics["refuted"], metrics["open"]) == (2, 2, 2)
