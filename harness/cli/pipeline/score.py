"""prover-eval pipeline score: statements in five classes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from harness.cli._options import option
from harness.cli.pipeline._model import model_options, stage_model
from harness.cli.pipeline._shared import (
    carry_out,
    headers_of,
    loop_argument,
    show,
    stage_options,
)
from harness.errors import UsageError
from harness.pipeline.loop import PAIRS, LoopFolder, LoopTools, StageResult, VerifiedPair
from harness.pipeline.scoring import ScoreClass, ScoredStatement, score_outcomes
from harness.pipeline.stages.score import SCORES, ScoreSettings, score


@click.command("score")
@loop_argument
@option(
    "--from",
    "inputs",
    multiple=True,
    default=("formalize",),
    show_default=True,
    help="Stage whose statements are scored; may be repeated.",
)
@option(
    "--scorer",
    type=click.Choice(["model", "rules"]),
    default="model",
    show_default=True,
    help="A model, or facts that can be computed: a baseline.",
)
@model_options("score_chat", required=False, samples=("--samples",))
@option(
    "--threshold",
    type=click.Choice([str(each) for each in ScoreClass]),
    default=str(ScoreClass.ABOVE_AVERAGE),
    show_default=True,
    help="The worst class that is kept.",
)
@option(
    "--labels",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="JSONL of a person's classes: statement (its ident or name), label.",
)
@option("--outcomes", multiple=True, help="Later stage with proofs, to compare kept and dropped by.")
@option("--name", default="score", show_default=True, help="The stage's name.")
@stage_options
def command(loop: Path, **options: Any) -> int:
    """Put statements into the classes excellent, good, above average, fair, poor, and keep the better ones.

    The median of the votes counts; a statement without an answer that can be read isn't kept.
    """
    by_rules = options["scorer"] == "rules"
    if by_rules == (options["model"] is not None):
        raise UsageError("give --model NAME, or --scorer rules without a model")
    settings = ScoreSettings(
        tuple(options["inputs"]),
        None if by_rules else stage_model(options),
        ScoreClass(options["threshold"]),
        options["labels"],
        options["name"],
    )

    async def work(folder: LoopFolder, tools: LoopTools) -> tuple[StageResult, dict[str, Any] | None]:
        result = await score(folder, tools, settings)
        return result, _outcomes(folder, settings, options["outcomes"])

    found = carry_out(
        loop,
        headers_of(loop, *settings.inputs),
        work,
        options,
    )
    if isinstance(found, int):
        return found
    (result, outcomes), as_json = found, options["as_json"]
    show(result, as_json=as_json)
    if outcomes is not None and as_json:
        click.echo(json.dumps({"outcomes": outcomes}))
    for word, row in (outcomes or {}).items():
        if not as_json:
            click.echo(f"  {word:24} " + ", ".join(f"{name}: {count}" for name, count in row.items()))
    return 0


def _outcomes(folder: LoopFolder, settings: ScoreSettings, stages: tuple[str, ...]) -> dict[str, Any] | None:
    if not stages:
        return None
    scored = folder.finished(settings.name).rows(SCORES, ScoredStatement.from_json)
    pairs = [row for name in stages for row in folder.finished(name).rows(PAIRS, VerifiedPair.from_json)]
    return score_outcomes(scored, settings.threshold, pairs)
