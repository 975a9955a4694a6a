"""score: statements are put into five classes, and those at a threshold or better are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from harness.errors import UsageError
from harness.pipeline.asking import StageModel, answers_of
from harness.pipeline.loop import (
    REJECTIONS,
    STATEMENTS,
    LoopFolder,
    LoopRejection,
    LoopStatement,
    LoopTools,
    StageResult,
    bench_of,
    read_rows,
)
from harness.pipeline.scoring import (
    ScoreClass,
    ScoredStatement,
    median_class,
    read_class,
    rule_scores,
    score_metrics,
)
from harness.pipeline.scoring.classes import LabelledScore
from harness.pipeline.scoring.figures import UNPARSEABLE

SCORES: Final = "scores.jsonl"


@dataclass(frozen=True, slots=True)
class ScoreSettings:
    """How statements are scored.

    inputs: the stages whose statements are scored. model: who scores, its n samples of each statement vote;
    None for the rules of `rule_scores`. threshold: the worst class that is kept. labels: a JSONL file of
    classes that a person gave, see LabelledScore. name: of the stage.
    """

    inputs: tuple[str, ...] = ("formalize",)
    model: StageModel | None = None
    threshold: ScoreClass = ScoreClass.ABOVE_AVERAGE
    labels: Path | None = None
    name: str = "score"

    def record(self) -> dict[str, Any]:
        """What decides the stage beside its inputs and files, as JSON."""
        return {
            "scorer": "rules" if self.model is None else self.model.record(),
            "threshold": str(self.threshold),
        }

    def files(self) -> list[Path]:
        """The files that decide the stage."""
        return [
            *(() if self.labels is None else (self.labels,)),
            *(() if self.model is None else self.model.files()),
        ]


async def score(loop: LoopFolder, tools: LoopTools, settings: ScoreSettings) -> StageResult:
    """The stage's result, done now unless it was.

    It writes `scores.jsonl` (ScoredStatement, in the order of the statements), `statements.jsonl` with what
    is kept, and `rejections.jsonl` with what isn't, its class as the reason. Raises UsageError where the
    inputs have no statement, and as sample_stage and rule_scores.
    """
    stage = loop.stage(settings.name, settings.record(), settings.inputs, settings.files())
    if stage.result is not None:
        return stage.result
    statements = _statements(loop, settings.inputs)
    labels: list[LabelledScore] = []
    if settings.labels is not None:
        labels += read_rows(settings.labels, LabelledScore.from_json)
    folder = stage.begin()
    if settings.model is None:
        scored, cpu_s = await rule_scores(statements, folder, tools)
    else:
        scored, cpu_s = await _by_votes(folder, statements, settings.model, tools), 0.0
    both = list(zip(statements, scored, strict=True))
    stage.write_rows(SCORES, scored)
    stage.write_rows(STATEMENTS, [each for each, its in both if its.kept(settings.threshold)])
    stage.write_rows(
        REJECTIONS, [_rejection(its, settings.name) for _, its in both if not its.kept(settings.threshold)]
    )
    metrics = score_metrics(scored, statements, settings.threshold, labels)
    return stage.finish([STATEMENTS, REJECTIONS, SCORES], metrics, {"lean_cpu_s": cpu_s})


def _statements(loop: LoopFolder, inputs: Sequence[str]) -> list[LoopStatement]:
    """The statements of the inputs, each kernel type once."""
    found: dict[str, LoopStatement] = {}
    for name in inputs:
        for statement in loop.finished(name).rows(STATEMENTS, LoopStatement.from_json):
            found.setdefault(statement.ident, statement)
    if not found:
        raise UsageError(f"there is no statement to score in {', '.join(inputs) or 'no stage'}")
    return list(found.values())


async def _by_votes(
    folder: Path, statements: Sequence[LoopStatement], model: StageModel, tools: LoopTools
) -> list[ScoredStatement]:
    bench = bench_of("score", [each.problem() for each in statements], folder, tools.lean)
    answers = await answers_of(folder, bench, model, tools, "scores: nothing is proved")
    found = []
    for each in statements:
        votes = tuple(read_class(answer) for answer in answers[each.name])
        found.append(ScoredStatement(each.ident, votes, median_class(votes)))
    return found


def _rejection(scored: ScoredStatement, stage: str) -> LoopRejection:
    reason = UNPARSEABLE if scored.score is None else str(scored.score)
    return LoopRejection(scored.statement, stage, reason, "; ".join(scored.facts))
