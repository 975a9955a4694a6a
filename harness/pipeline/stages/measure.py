"""Stage `measure`: how many problems a model proves, as an ordinary run over them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from harness.bench import Bench
from harness.errors import DataError
from harness.pipeline.loop import LoopFolder, LoopTools, Stage, StageResult, sample_stage
from harness.run.evaluate import RunSpec
from harness.stats import pass_at_k

SUCCESSES: Final = "successes.json"


@dataclass(frozen=True, slots=True)
class MeasureSettings:
    """Who is measured on what. model, model_args, seed, prompt: as in RunSpec. samples: for each problem."""

    model: str
    model_args: tuple[str, ...]
    samples: int
    seed: int
    prompt: str = "auto"


async def measure(
    loop: LoopFolder,
    tools: LoopTools,
    settings: MeasureSettings,
    bench: Bench,
    *,
    name: str,
    inputs: Sequence[str],
) -> StageResult:
    """Measure a model on a bench; inputs: the stages that made the model's files and the bench's problems."""
    told = {**asdict(settings), "bench": bench.name, "bench_sha256": bench.sha256}
    del told["model_args"]
    stage = loop.stage(name, told, inputs)
    if stage.result is not None:
        return stage.result
    folder = stage.begin()
    spec = RunSpec(
        bench.name,
        settings.model,
        settings.samples,
        model_args=settings.model_args,
        seed=settings.seed,
        prompt=settings.prompt,
    )
    summary = await sample_stage(folder, bench, spec, tools)
    counts = {problem.name: problem.outcomes.count(True) for problem in summary.problems}
    stage.write_text(SUCCESSES, json.dumps({"samples": settings.samples, "successes": counts}) + "\n")
    values = list(counts.values())
    metrics: dict[str, object] = {"problems": len(counts), "solved": summary.solved}
    for k in sorted({1, min(8, settings.samples), settings.samples}):
        rates = pass_at_k([settings.samples] * len(values), values, k)
        metrics[f"pass@{k}"] = round(100 * float(sum(rates)) / len(values), 2)
    return stage.finish([SUCCESSES], metrics, {"lean_cpu_s": summary.lean_cpu_s})


def successes(stage: Stage) -> tuple[int, dict[str, int]]:
    """(samples of each problem, how many of them were proved, by the problem's name) as `measure` wrote it.

    Raises DataError.
    """
    path = stage.folder / SUCCESSES
    try:
        data = json.loads(path.read_bytes())
        samples, counts = data["samples"], data["successes"]
        fine = type(samples) is int and all(type(n) is int and 0 <= n <= samples for n in counts.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"can't be read: {error!r}", file=path) from error
    if not fine:
        raise DataError("has counts that can't be", file=path)
    return samples, counts
