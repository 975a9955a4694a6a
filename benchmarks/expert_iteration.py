"""What expert iteration gains: python benchmarks/expert_iteration.py [--seeds 1,2,3] [--pool 600] [--json]

Statements are generated, the proposer is backend `counts`, the checker is the whole one. The start set
withholds named lemmas; the pool and the held-out statements, all of different kernel types, need them.
For each seed: round 0 (the start set alone), `--rounds` rounds of the loop with `--k` samples of each open
statement of the pool, the frozen control (which samples as often and learns nothing), three other smoothings
of the start set alone and, with `--unchecked`, as many pairs as the loop learns without asking Lean.

Printed: pass@1 and pass@8 with 95 % intervals over the held-out statements of all seeds, and the paired
differences of the loop's last round to each of the others. `--nothing-withheld` starts with every lemma.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from _local_checker import check_together, opened_here

from harness.checker.verdict import Verdict
from harness.pipeline.expert_iteration import Evaluation, Experiment, LoopArm
from harness.pipeline.sets import NOTHING, WITHHELD, Sets, draw_sets
from harness.problem import Problem
from harness.stats import bootstrap_interval, difference_interval, pass_at_k

SMOOTHINGS = ((0.5, 0.5), (8.0, 0.5), (2.0, 0.2))
KS = (1, 8)


async def one_seed(args: argparse.Namespace, seed: int) -> dict[str, Any]:
    started = time.monotonic()
    python = time.process_time()
    withheld = NOTHING if args.nothing_withheld else WITHHELD
    async with opened_here("auto") as opened:

        async def judge(pairs: Sequence[tuple[Problem, str]]) -> Sequence[Verdict]:
            return await check_together(opened, pairs)

        sets = await draw_sets(
            opened.local.engine,
            seed,
            start=args.start,
            pool=args.pool,
            held_out=args.held_out,
            withheld=withheld,
        )
        experiment = Experiment(sets, judge, seed=seed, k=args.k, samples=args.samples)
        begun = await experiment.prepare()
        found = [await experiment.round_zero()]
        found += await experiment.run(LoopArm.LOOP, args.rounds)
        found += await experiment.run(LoopArm.FROZEN, args.rounds, each_round=False)
        if args.unchecked:
            found += await experiment.run(LoopArm.UNCHECKED, args.rounds, each_round=False)
        if not args.no_smoothings:
            found += [await experiment.start_only(*values, args.rounds) for values in SMOOTHINGS]
        say(f"seed {seed}: {time.monotonic() - started:.0f} s")
        return {
            "seed": seed,
            "start": begun,
            "provable": await experiment.provable(),
            "sizes": [each.size for each in sets.held_out],
            "families": [each.family for each in sets.held_out],
            "seen_steps": seen_steps(sets),
            "checks": experiment.checks,
            "lean_cpu_s": experiment.cpu_s,
            "python_cpu_s": time.process_time() - python,
            "wall_s": time.monotonic() - started,
            "evaluations": [asdict(each) for each in found],
        }


def seen_steps(sets: Sets) -> list[bool]:
    """For each held-out statement whether one of start or pool has the steps of its own proof, in order."""

    def steps(proof: str) -> tuple[str, ...]:
        return tuple("exact" if line.startswith("exact") else line for line in proof.split("\n"))

    known = {steps(each.proof) for each in (*sets.start, *sets.pool)}
    return [steps(each.proof) in known for each in sets.held_out]


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def values(seeds: Sequence[dict[str, Any]], place: int, k: int) -> list[list[float]]:
    """pass@k of the evaluation at that place, for each seed a value for each held-out statement."""
    found = []
    for seed in seeds:
        evaluation = seed["evaluations"][place]
        successes = evaluation["successes"]
        found.append([float(v) for v in pass_at_k([evaluation["samples"]] * len(successes), successes, k)])
    return found


def percent(per_seed: Sequence[Sequence[float]], *, paired: bool = False) -> dict[str, Any]:
    pooled = [value for each in per_seed for value in each]
    low, high = difference_interval(pooled) if paired else bootstrap_interval(pooled)
    mean = sum(pooled) / len(pooled)
    return {
        "mean": 100 * mean,
        "low": 100 * low,
        "high": 100 * high,
        "seeds": [100 * sum(each) / len(each) for each in per_seed],
    }


def table(seeds: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for each evaluation: pass@1 and pass@8, and the last round of the loop minus it."""
    evaluations = [Evaluation(**each) for each in seeds[0]["evaluations"]]
    last = max(place for place, each in enumerate(evaluations) if each.arm == LoopArm.LOOP)
    rows = []
    for place, evaluation in enumerate(evaluations):
        row: dict[str, Any] = {"arm": evaluation.arm, "round": evaluation.round}
        for key in ("attempts", "solved", "learnt"):
            row[key] = [seed["evaluations"][place][key] for seed in seeds]
        for k in KS:
            own, best = values(seeds, place, k), values(seeds, last, k)
            row[f"pass@{k}"] = percent(own)
            if place != last:
                pairs = zip(best, own, strict=True)
                gains = [[a - b for a, b in zip(two, one, strict=True)] for two, one in pairs]
                row[f"gain@{k}"] = percent(gains, paired=True)
        rows.append(row)
    return rows


def by_group(seeds: Sequence[dict[str, Any]], key: str) -> list[str]:
    """pass@8 of round 0 and of the loop's last round by size, family or whether the steps were seen."""
    evaluations = seeds[0]["evaluations"]
    last = max(place for place, each in enumerate(evaluations) if each["arm"] == LoopArm.LOOP)
    lines = []
    for group in sorted({value for seed in seeds for value in seed[key]}):
        figures = []
        for place in (0, last):
            chosen = [
                value
                for seed, row in zip(seeds, values(seeds, place, KS[-1]), strict=True)
                for value, own in zip(row, seed[key], strict=True)
                if own == group
            ]
            figures.append(f"{100 * sum(chosen) / len(chosen):.1f}")
        lines.append(f"  {key} {group} ({len(chosen)}): {' -> '.join(figures)}")
    return lines


def show(seeds: Sequence[dict[str, Any]]) -> None:
    for row in table(seeds):
        cells = [f"{row['arm']}, round {row['round']}:"]
        for name in (*(f"pass@{k}" for k in KS), *(f"gain@{k}" for k in KS)):
            if cell := row.get(name):
                by_seed = ", ".join(f"{value:.1f}" for value in cell["seeds"])
                sign = "+" if name.startswith("gain") else ""
                cells.append(
                    f"{name} {cell['mean']:{sign}.1f} ({cell['low']:.1f} to {cell['high']:.1f}; {by_seed})"
                )
        cells.append(f"attempts {row['attempts']} solved {row['solved']} learnt {row['learnt']}")
        print("  ".join(cells))
    for key in ("sizes", "families", "seen_steps"):
        print("\n".join(by_group(seeds, key)))
    for seed in seeds:
        told = {key: round(seed[key], 1) for key in ("checks", "lean_cpu_s", "python_cpu_s", "wall_s")}
        print(f"seed {seed['seed']}: start {seed['start']}, provable {seed['provable']}, {told}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    counts = {"start": 150, "pool": 600, "held-out": 200, "rounds": 3, "k": 8, "samples": 16}
    for name, default in counts.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--seeds", default="1,2,3")
    for name in ("nothing-withheld", "unchecked", "no-smoothings", "json"):
        parser.add_argument(f"--{name}", action="store_true")
    args = parser.parse_args()
    seeds = [asyncio.run(one_seed(args, int(seed))) for seed in args.seeds.split(",")]
    if args.json:
        print(json.dumps({"table": table(seeds), "seeds": seeds}, ensure_ascii=False))
    else:
        show(seeds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
