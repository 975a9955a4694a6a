"""Stage `sample`: a model tries the statements that are still open; what it proved becomes pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from harness.pipeline.loop import (
    PAIRS,
    RUN,
    LoopFolder,
    LoopStatement,
    LoopTools,
    StageResult,
    VerifiedPair,
    bench_of,
    row_lines,
    sample_stage,
)
from harness.run.evaluate import RunSpec
from harness.run.store import RunStore

SCRIPTS: Final = "scripts.jsonl"
PER_STATEMENT: Final = 2
"""Different scripts of one statement that are learnt in a round, at most."""


@dataclass(frozen=True, slots=True)
class SampleSettings:
    """Who tries what.

    model, model_args: as in RunSpec. revision: of the model, as pairs are to name it. k: attempts for each
    statement. seed: of the run. round: of the loop. per_statement: see PER_STATEMENT.
    scripts: keep every candidate that differs from those before it, proved or not, in a file of its own.
    prompt: as in RunSpec, for a model that takes one.
    """

    model: str
    model_args: tuple[str, ...]
    revision: str
    k: int
    seed: int
    round: int
    per_statement: int = PER_STATEMENT
    scripts: bool = False
    prompt: str = "auto"


async def sample(
    loop: LoopFolder,
    tools: LoopTools,
    settings: SampleSettings,
    statements: Sequence[LoopStatement],
    *,
    name: str,
    inputs: Sequence[str],
) -> StageResult:
    """Sample k attempts for each statement, an ordinary run, and write the pairs that it proved.

    statements: the open ones, which follow from the stages that `inputs` names. Model arguments that hold a
    path decide by what the stages that made it hold, which must be among the inputs.
    """
    told = {**asdict(settings), "statements": len(statements)}
    del told["model_args"]
    stage = loop.stage(name, told, inputs)
    if stage.result is not None:
        return stage.result
    folder = stage.begin()
    metrics: dict[str, object] = {"statements": len(statements), "attempts": 0, "solved": 0, "pairs": 0}
    pairs: list[VerifiedPair] = []
    scripts: list[VerifiedPair] = []
    cpu_s = 0.0
    if statements:
        bench = bench_of(name, [each.problem() for each in statements], folder, tools.lean)
        spec = RunSpec(
            bench.name,
            settings.model,
            settings.k,
            model_args=settings.model_args,
            seed=settings.seed,
            prompt=settings.prompt,
        )
        summary = await sample_stage(folder, bench, spec, tools)
        cpu_s = summary.lean_cpu_s
        with RunStore.open_readonly(folder / RUN) as store:
            for each in statements:
                tried = _distinct(store, each, settings)
                good = [pair for pair, proved in tried if proved]
                pairs += good[: settings.per_statement]
                scripts += [pair for pair, _ in tried]
        metrics |= {
            "attempts": sum(len(problem.outcomes) for problem in summary.problems),
            "solved": summary.solved,
            "pairs": len(pairs),
            "distinct_proofs_each": _mean_distinct(pairs),
            "pass_rates": _histogram([problem.outcomes for problem in summary.problems], settings.k),
        }
    stage.write_rows(PAIRS, pairs)
    stage.write_text(SCRIPTS, row_lines(scripts) if settings.scripts else "")
    return stage.finish([PAIRS, SCRIPTS], metrics, {"lean_cpu_s": cpu_s})


def _distinct(
    store: RunStore, statement: LoopStatement, settings: SampleSettings
) -> list[tuple[VerifiedPair, bool]]:
    """Each different candidate of a statement in the order of its first sample, and whether it is proved."""
    found: dict[str, tuple[VerifiedPair, bool]] = {}
    problem = statement.problem()
    for row in store.attempts(statement.name):
        proof, verdict = row.proof(), row.verdict()
        if proof is None or proof in found:
            continue
        pair = VerifiedPair.of(
            statement.ident,
            "statement",
            problem,
            proof,
            store.settings.check,
            round_=settings.round,
            model=settings.revision,
            sample=row.index,
        )
        found[proof] = pair, verdict is not None and verdict.proved
    return list(found.values())


def _mean_distinct(pairs: Sequence[VerifiedPair]) -> float:
    solved = {pair.statement for pair in pairs}
    return round(len(pairs) / len(solved), 3) if solved else 0.0


def _histogram(outcomes: Sequence[Sequence[bool | None]], k: int) -> Mapping[str, int]:
    """How many statements had 0, 1, ... k attempts proved."""
    counts = [sum(outcome is True for outcome in each) for each in outcomes]
    return {str(value): counts.count(value) for value in range(k + 1) if value in counts}
