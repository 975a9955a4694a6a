"""Round 0 of a small transformer trained from scratch: its learning curve, and what it proves.

    python benchmarks/neural_round_zero.py --seed 1 --start 600 --held-out 100 --samples 8

Generated statements: the start set is trained on with its proofs, the held-out ones are of other types.
Needs torch and transformers (prover-eval[train]). Kept in a loop's folder, so a killed one goes on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shlex
import sys
from pathlib import Path

from harness.backends.base import Sampling
from harness.checker import CheckerSpec
from harness.pipeline.generator import GeneratedStatement
from harness.pipeline.loop import (
    PAIRS,
    LoopFolder,
    LoopTools,
    VerifiedPair,
    bench_of,
    open_tools,
    sample_stage,
)
from harness.pipeline.neural import PROGRAM, PROMPT
from harness.pipeline.sets import NOTHING, Sets, draw_sets
from harness.pipeline.stages.sets import GENERATOR
from harness.pipeline.stages.train import TrainSettings, checkpoint_of, train
from harness.pipeline.training import CommandTrainer, SelectionSettings
from harness.run.evaluate import RunSpec
from harness.run.summary import RunSummary
from harness.stats import estimate

FAMILIES = {"mono": 3, "dvd": 2, "logic": 2}


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--loop", type=Path, default=Path("runs/neural-round-zero"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=600)
    parser.add_argument("--held-out", type=int, default=100)
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


async def start_pairs(tools: LoopTools, statements: tuple[GeneratedStatement, ...]) -> list[VerifiedPair]:
    """The proofs of the start set that the checker accepts."""
    pairs = []
    for each in statements:
        problem = each.problem()
        verdict = await tools.opened.checker.check(problem, each.proof)
        if verdict.proved:
            pairs.append(
                VerifiedPair.of(
                    each.name,
                    "statement",
                    problem,
                    each.proof,
                    {},
                    round_=0,
                    model=GENERATOR,
                    sample=0,
                )
            )
    return pairs


def rate(summary: RunSummary, names: set[str], k: int) -> str:
    """pass@k on some of the problems, in percent."""
    chosen = [problem for problem in summary.problems if problem.name in names]
    if not chosen:
        return "-"
    solved = sum(sum(each is True for each in problem.outcomes) / len(problem.outcomes) for problem in chosen)
    any_ = sum(problem.solved for problem in chosen)
    return f"{100 * (solved if k == 1 else any_) / len(chosen):.1f} % of {len(chosen)}"


async def trained(loop: LoopFolder, tools: LoopTools, sets: Sets, given: argparse.Namespace) -> Path:
    """Check the start set, train on it and print the learning curve; the checkpoint."""
    start = loop.stage("start", {"seed": given.seed, "start": given.start})
    if start.result is None:
        start.begin()
        pairs = await start_pairs(tools, tuple(sets.start.values()))
        start.write_rows(PAIRS, pairs)
        start.finish([PAIRS], {"pairs": len(pairs)})
    command = [sys.executable, "-P", str(PROGRAM), "--data", "{data}", "--output", "{output}"]
    command += ["--seed", "{seed}", "--steps", str(given.steps), "--threads", str(given.threads)]
    settings = TrainSettings(
        CommandTrainer(shlex.join(command)),
        inputs=("start",),
        prompt=str(PROMPT),
        selection=SelectionSettings(seed=given.seed),
    )
    done = await train(loop, tools, settings)
    checkpoint = checkpoint_of(loop, "train")
    learning = json.loads((checkpoint / "learning.json").read_text())
    print(f"{learning['parameters']} parameters, {done.metrics['examples']} examples")
    for at in learning["curve"]:
        losses = f"loss {at['loss']:.3f}  held out {at['held_out']:.3f}"
        print(f"step {at['step']:5}  {losses}  {at['cpu_s']:6.1f} CPU s")
    return checkpoint


async def sampled(
    loop: LoopFolder, tools: LoopTools, sets: Sets, checkpoint: Path, given: argparse.Namespace
) -> RunSummary:
    """A run of the checkpoint on the held-out statements."""
    evaluation = loop.stage("evaluation", {"samples": given.samples, "held_out": given.held_out}, ["train"])
    folder = evaluation.begin()
    bench = bench_of("held-out", [each.problem() for each in sets.held_out.values()], folder)
    run = RunSpec(
        bench="held-out",
        model="hf",
        model_args=(f"model={checkpoint}", "batch_size=64", f"threads={given.threads}"),
        prompt=str(PROMPT),
        n=given.samples,
        sampling=Sampling(temperature=1.0, max_tokens=96),
    )
    return await sample_stage(folder, bench, run, tools)


async def main(given: argparse.Namespace) -> None:
    """Draw, train, sample, print."""
    with LoopFolder(given.loop) as loop:
        async with open_tools(CheckerSpec(), [], say=print) as tools:
            sets = await draw_sets(
                tools.opened.local.engine,
                given.seed,
                start=given.start,
                pool=1,
                held_out=given.held_out,
                families=FAMILIES,
                withheld=NOTHING,
            )
            checkpoint = await trained(loop, tools, sets, given)
            summary = await sampled(loop, tools, sets, checkpoint, given)
    by_size = {str(size): {s.name for s in sets.held_out.values() if s.size == size} for size in (1, 2, 3, 4)}
    by_family = {each: {s.name for s in sets.held_out.values() if s.family == each} for each in FAMILIES}
    for k, found in zip((1, given.samples), estimate(summary, (1, given.samples)), strict=True):
        print(f"pass@{k}: {found}")
        for groups in (by_size, by_family):
            print("  " + ", ".join(f"{name}: {rate(summary, names, k)}" for name, names in groups.items()))


if __name__ == "__main__":
    asyncio.run(main(arguments()))
