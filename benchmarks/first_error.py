"""What ending a candidate at its first error saves: python benchmarks/first_error.py [--count N] [--json]

Prints, for each set of failing candidates, the CPU seconds in Lean with the first error alone over those with
all errors, both with engine `fork` in this one run, in turns: summed over the candidates, the median of the
rounds. A status that differs ends the program with code 1.

Sets: `scripts`, one theorem each, from the backend `tactics`; `lemmas`, honest proofs of the bench nng as the
lemmas of one file, of which one, by turns the first to the last, is wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

from harness.backends.base import Request, Sample
from harness.backends.tactics import TacticsBackend
from harness.bench import Bench, find_bench
from harness.checker import AnyChecker, CheckerSpec, open_checker
from harness.checker.verdict import Verdict
from harness.machine import usable_cores
from harness.problem import Problem
from harness.run.plan import attempt_seed
from harness.sandbox import Limits

CORES = usable_cores()
LIMITS = Limits(cpu_s=20)
LEMMAS = 8
Candidate = tuple[Problem, str]


async def scripts(bench: Bench, count: int) -> list[Candidate]:
    """Tactic scripts, a few for each problem."""
    backend, found = TacticsBackend({}), []
    each = max(1, count // len(bench.problems))
    for problem in bench.problems[:count]:
        samples = tuple(Sample(index, attempt_seed(0, problem.name, index)) for index in range(each))
        async for generation in backend.generate(Request(problem, samples)):
            found.append((problem, generation.proof or generation.text))
    return found


def lemma_files(bench: Bench, count: int) -> list[Candidate]:
    """Files with a theorem behind LEMMAS lemmas; one lemma claims another problem's proof for its own."""
    usable = [problem for problem in bench.problems if "namespace" not in problem.header]
    found = []
    for number in range(count):
        target = usable[number % len(usable)]
        others = [p for p in usable if p.header == target.header and p.name != target.name]
        picked = [others[(number * LEMMAS + i) % len(others)] for i in range(LEMMAS)]
        parts = []
        for place, problem in enumerate(picked):
            wrong = place == number % LEMMAS
            proof = "  exact nowhere\n" if wrong else bench.reference_proof(problem.name) or "  rfl\n"
            parts.append(problem.formal_statement.rstrip("\n") + "\n" + proof)
        parts.append(target.formal_statement.rstrip("\n") + "\n" + (bench.reference_proof(target.name) or ""))
        found.append((target, "\n".join(parts)))
    return found


async def judged(checker: AnyChecker, chosen: Sequence[Candidate]) -> list[Verdict]:
    """The verdicts, as many at once as there are cores."""
    slots = asyncio.Semaphore(CORES)

    async def one(problem: Problem, text: str) -> Verdict:
        async with slots:
            return await checker.check(problem, text)

    return list(await asyncio.gather(*(one(problem, text) for problem, text in chosen)))


async def measure(
    checkers: dict[bool, AnyChecker], chosen: Sequence[Candidate], rounds: int
) -> dict[str, Any]:
    """The ratio for one set, over its rejected candidates; the first round is not counted."""
    ratios, differing, failing = [], 0, 0
    for turn in range(rounds + 1):
        found = {first: await judged(checker, chosen) for first, checker in checkers.items()}
        pairs = list(zip(found[False], found[True], strict=True))
        differing += sum((a.status, a.reason) != (b.status, b.reason) for a, b in pairs)
        rejected = [(a, b) for a, b in pairs if not a.proved]
        failing = len(rejected)
        if turn:
            ratios.append(sum(b.cpu_s for _, b in rejected) / sum(a.cpu_s for a, _ in rejected))
    return {
        "candidates": len(chosen),
        "failing": failing,
        "first_error_over_all": statistics.median(ratios),
        "differing_statuses": differing,
    }


async def main_async(count: int, rounds: int) -> dict[str, Any]:
    """Both sets."""
    bench, checkers = find_bench("nng", ()), {}
    async with AsyncExitStack() as stack:
        for first in (False, True):
            # Without a replay: what is compared is the time in the engine.
            spec = CheckerSpec(limits=LIMITS, engine="fork", replay="never", first_error=first)
            opening = open_checker(spec, bench.needs(), say=lambda line: None)
            checkers[first] = (await stack.enter_async_context(opening)).checker
        return {
            "scripts": await measure(checkers, await scripts(bench, count), rounds),
            "lemmas": await measure(checkers, lemma_files(bench, count), rounds),
        }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="candidates in each set")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one object on the last line")
    arguments = parser.parse_args()
    found = asyncio.run(main_async(arguments.count, arguments.rounds))
    for name, figures in found.items():
        print(f"{name}: {figures}")
    if arguments.json:
        print(json.dumps(found))
    return 1 if any(figures["differing_statuses"] for figures in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
