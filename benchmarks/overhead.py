"""What a run costs beside Lean and the model: python benchmarks/overhead.py [--attempts N] [--json]

A run with a model that answers at once, each time with another proof, and an engine that answers at once,
with an error; everything between is real: extraction, policy, assembly, verdict cache, store. Each size has a
process of its own. Prints CPU milliseconds per attempt and the peak of resident memory at N/4, N/2 and N
attempts, and the growth: the cost per attempt at N over that at N/4. With `--profile`, where the time went.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import os
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from harness.backends.base import Generation, Request
from harness.bench import find_bench
from harness.checker.cache import CachedChecker, VerdictStore
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import Elaboration, Engine, ProcessEngine
from harness.checker.verdict import Message
from harness.lean.embedded import EmbeddedLean
from harness.prompts.candidate import candidate_of
from harness.resources import cache_folder
from harness.run.asking import Asking
from harness.run.plan import RunPlan
from harness.run.runner import AtOnce, run
from harness.run.store import RunStore
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap

PROBLEMS = 20
CONNECTIONS = 16


class InstantEngine(Engine):
    """An engine that answers at once, as for a wrong proof."""

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        """An error."""
        return Elaboration(None, 1, messages=(Message("error", "unsolved goals", 5, 2),), cpu_s=0.01)

    def description(self) -> Mapping[str, Any]:
        """Its name."""
        return {"engine": "instant"}

    async def close(self) -> None:
        """Nothing is kept."""


class InstantModel:
    """A model that answers at once and never repeats itself."""

    description: Mapping[str, Any] = {"name": "instant"}

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One Generation for each sample, with a proof in a code block."""
        for sample in request.samples:
            proof = f"  induction n with\n  | zero => rfl\n  | succ n ih => rw [Nat.fact_{sample.index}, ih]"
            text = f"We use induction.\n\n```lean4\n{proof}\n```\n"
            yield Generation(sample.index, sample.seed, text, 200, 60)

    async def close(self) -> None:
        """Nothing is held."""


async def measure(attempts: int) -> dict[str, float]:
    """attempts; CPU milliseconds per attempt; seconds on the clock; peak of resident memory in MiB."""
    toolchain = EmbeddedLean(say=lambda line: None).prepare()
    checker = Checker(
        toolchain, ProcessEngine(toolchain, Bubblewrap()), CheckSettings(Limits()), cache_folder()
    )
    problems = find_bench("nng").problems[:PROBLEMS]
    for problem in problems:
        await checker.references.get(problem)
    checker.engine = InstantEngine()
    with tempfile.TemporaryDirectory() as folder:
        known = VerdictStore(Path(folder) / "verdicts.sqlite")
        plan = RunPlan("nng", "instant", problems, attempts // PROBLEMS)
        cpu, wall = time.process_time(), time.perf_counter()
        with RunStore.create_or_open(Path(folder) / "run", plan) as store:
            summary = await run(
                plan,
                store,
                Asking(InstantModel(), candidate_of),
                CachedChecker(checker, known),
                AtOnce(len(os.sched_getaffinity(0)), CONNECTIONS),
            )
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        known.close()
    if summary.verdicts["rejected"] != attempts:
        raise RuntimeError(f"the run went wrong: {summary.reasons}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"attempts": attempts, "cpu_ms": 1e3 * cpu / attempts, "wall_s": wall, "peak_mib": peak}


def in_own_process(attempts: int) -> dict[str, float]:
    """`measure` in a process of its own, so that the peak is that of this size alone."""
    command = [sys.executable, __file__, "--one", str(attempts)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def figures(attempts: int) -> dict[str, Any]:
    """At a quarter, half and the whole of `attempts`."""
    sizes = [in_own_process(attempts // part) for part in (4, 2, 1)]
    small, large = sizes[0], sizes[-1]
    return {
        "overhead_ms_per_attempt": large["cpu_ms"],
        "overhead_growth": large["cpu_ms"] / small["cpu_ms"],
        "peak_mib": large["peak_mib"],
        "sizes": sizes,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--attempts", type=int, default=100_000)
    parser.add_argument("--json", action="store_true", help="one object on the last line")
    parser.add_argument("--profile", action="store_true", help="one run, with the functions that it spent in")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(asyncio.run(measure(options.one))))
        return
    if options.profile:
        with cProfile.Profile() as profile:
            asyncio.run(measure(options.attempts))
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        return
    found = figures(options.attempts)
    for size in found["sizes"]:
        print("  ".join(f"{name} {value:.3f}" for name, value in size.items()))
    print(f"growth {found['overhead_growth']:.2f}")
    if options.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
