"""How fast candidates are checked: python benchmarks/checker.py [--quick] [--json]

Every figure is a ratio of two things measured in this one run, or a cost per attempt; medians over several
rounds in which the things compared take turns. What each means is in docs/performance.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from _attempts import mostly_wrong
from _phases import phases
from _prefilter import prefilters

from harness.backends.base import Generation, Request
from harness.bench import Bench, find_bench
from harness.checker import CheckerSpec, LeanNeeds, OpenChecker, open_checker
from harness.checker.admission import Admission
from harness.checker.cache import CachedChecker, VerdictStore
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import Elaboration, Engine, ProcessEngine
from harness.checker.engines.choose import EngineName
from harness.checker.replay.find import find_replayer
from harness.checker.verdict import Message
from harness.lean.embedded import EmbeddedLean, run_lean
from harness.lean.toolchain import Toolchain
from harness.machine import usable_cores
from harness.problem import Problem
from harness.run.asking import Asking
from harness.run.plan import RunPlan
from harness.run.runner import AtOnce
from harness.run.runner import run as carry_out
from harness.run.store import RunStore
from harness.sandbox import Limits
from harness.sandbox.bubblewrap import Bubblewrap

LIMITS = Limits(cpu_s=20)
NEEDS = LeanNeeds("the candidates", "embedded")
CORES = usable_cores()
UNDER_WAY = Admission(CORES).under_way
SMALL, ALL = 3, 9
"""Levels of `nng`: up to the first a proof takes Lean a few milliseconds."""
BIG_MODULES, BIG_EACH = 10, 10_000
Candidate = tuple[Problem, str]


def candidates(bench: Bench, count: int, level: int = SMALL) -> list[Candidate]:
    """`count` candidates, half of them right; a wrong one is the proof of the next problem.

    level: of the hardest problem.
    """
    problems = [problem for problem in bench.problems if problem.metadata["level"] <= level]
    proofs = [bench.reference_proof(problem.name) or "  rfl\n" for problem in problems]
    chosen = []
    for i in range(count):
        number, wrong = (i // 2) % len(problems), i % 2
        chosen.append((problems[number], proofs[(number + wrong) % len(problems)]))
    return chosen


def opened(toolchain: Toolchain, engine: EngineName, cache: Path) -> AbstractAsyncContextManager[OpenChecker]:
    """The whole verdict path, replay included, as a run has it."""
    spec = CheckerSpec(limits=LIMITS, engine=engine)
    return open_checker(spec, NEEDS, toolchain=toolchain, cache=cache, jobs=CORES)


def without_snapshots(toolchain: Toolchain, cache: Path) -> Checker:
    """The same with engine process as it is for a Lean that saves no snapshots: what is compared with."""
    engine = ProcessEngine(toolchain, Bubblewrap())
    replayer = find_replayer(toolchain, Bubblewrap(), "auto")
    return Checker(toolchain, engine, CheckSettings(LIMITS), cache, replayer)


async def wall_of(checker: Checker, chosen: Sequence[Candidate]) -> float:
    """Seconds on the clock for all of them, as many under way as in a `run`."""
    slots = asyncio.Semaphore(UNDER_WAY)

    async def one(problem: Problem, text: str) -> None:
        async with slots:
            verdict = await checker.check(problem, text)
            if not verdict.decided:
                raise RuntimeError(f"{problem.name}: {verdict.detail}")

    started = time.perf_counter()
    await asyncio.gather(*(one(problem, text) for problem, text in chosen))
    return time.perf_counter() - started


async def engines(
    toolchain: Toolchain, cache: Path, chosen: Sequence[Candidate], rounds: int
) -> dict[str, Any]:
    """fork_over_process: checks per second and core with `fork` over those with `process`.

    fork_over_snapshots: the same for a `process` whose Lean loads a snapshot of the header.
    """
    async with opened(toolchain, "process", cache) as snapshots, opened(toolchain, "fork", cache) as fork:
        process = without_snapshots(toolchain, cache)
        checkers = {"process": process, "snapshots": snapshots.local, "fork": fork.local}
        walls: dict[str, list[float]] = {name: [] for name in checkers}
        for checker in checkers.values():
            await wall_of(checker, chosen)
        for _ in range(rounds):
            for name, checker in checkers.items():
                walls[name].append(await wall_of(checker, chosen))
        await process.close()
    per_core = {name: len(chosen) / statistics.median(times) / CORES for name, times in walls.items()}
    return {
        "fork_over_process": per_core["fork"] / per_core["process"],
        "fork_over_snapshots": per_core["fork"] / per_core["snapshots"],
        "checks_per_second_and_core": per_core,
    }


class Recorded:
    """A model that costs nothing: the i-th sample of every problem is its i-th text."""

    description: Mapping[str, Any] = {"name": "recorded"}

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self._texts = texts

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One Generation for each sample."""
        for sample in request.samples:
            texts = self._texts[request.problem.name]
            text = f"{texts[sample.index % len(texts)]}\n  -- {sample.index}"
            yield Generation(sample.index, sample.seed, text=text, proof=text)

    async def close(self) -> None:
        """Nothing is held."""


async def whole_run(checker: Any, backend: Any, problems: tuple[Problem, ...], n: int) -> tuple[float, float]:
    """A run of n attempts for each problem in a temporary folder: (seconds on the clock, CPU in Lean)."""
    with tempfile.TemporaryDirectory() as folder:
        plan = RunPlan("bench", "recorded", problems, n)
        with RunStore.create_or_open(Path(folder) / "run", plan) as store:
            started = time.perf_counter()
            summary = await carry_out(
                plan,
                store,
                Asking(backend, lambda p, g: g.proof),
                checker,
                AtOnce(UNDER_WAY, 4),
            )
            wall = time.perf_counter() - started
            if not summary.complete:
                raise RuntimeError(f"the run is incomplete: {summary.reasons}")
    return wall, summary.lean_cpu_s


async def busy(toolchain: Toolchain, cache: Path, bench: Bench, attempts: int) -> dict[str, Any]:
    """busy_share: CPU time in Lean's children over cores x wall, in a run whose model costs nothing."""
    every = candidates(bench, 2 * len(bench.problems), ALL)
    small = candidates(bench, 80)
    return {
        "busy_share": await _share(toolchain, cache, every, attempts),
        "busy_share_small": await _share(toolchain, cache, small, attempts),
    }


async def _share(toolchain: Toolchain, cache: Path, chosen: Sequence[Candidate], attempts: int) -> float:
    texts: dict[str, list[str]] = {}
    for problem, text in chosen:
        texts.setdefault(problem.name, []).append(text)
    problems = tuple({problem.name: problem for problem, _ in chosen}.values())
    async with opened(toolchain, "fork", cache) as fork:
        await wall_of(fork.local, chosen)
        wall, lean = await whole_run(fork.local, Recorded(texts), problems, -(-attempts // len(problems)))
    return lean / (CORES * wall)


def big_library(toolchain: Toolchain, cache: Path) -> Toolchain:
    """The toolchain with a module `Big.All` of 100,000 theorems beside the core library; made once."""
    folder = cache / f"big-{toolchain.revision[:16]}"
    (folder / "Big").mkdir(parents=True, exist_ok=True)
    path = (*toolchain.search_path, folder)
    names = [f"M{i}" for i in range(BIG_MODULES)]
    texts = {
        name: "prelude\nimport Embedded.Base\n"
        + "".join(f"theorem big_{name}_{i} (n : Nat) : n = n := rfl\n" for i in range(BIG_EACH))
        for name in names
    }
    texts["All"] = "prelude\n" + "".join(f"import Big.{name}\n" for name in names)
    for name, text in texts.items():
        target = folder / "Big" / f"{name}.olean"
        if target.exists():
            continue
        source = folder / "Big" / f"{name}.lean"
        source.write_text(text, "utf-8")
        assert toolchain.library is not None
        done = run_lean(
            toolchain.library,
            ["-R", str(folder), "-o", str(target), str(source)],
            search_path=path,
            timeout_s=900,
        )
        if done.returncode != 0:
            raise RuntimeError(done.stdout[-2000:])
    return replace(
        toolchain,
        revision=toolchain.revision + "-big",
        search_path=path,
        readable=(*toolchain.readable, folder),
    )


async def headers(toolchain: Toolchain, cache: Path, bench: Bench, count: int, rounds: int) -> dict[str, Any]:
    """big_header_over_small: cost of a candidate under 100,000 more declarations, over that without them."""
    big = big_library(toolchain, cache)
    small_set = candidates(bench, count)
    big_set = [
        (replace(problem, header=problem.header.rstrip() + "\nimport Big.All\n\n"), text)
        for problem, text in small_set
    ]
    result: dict[str, Any] = {}
    for name in ("fork", "process"):
        walls: dict[str, list[float]] = {"small": [], "big": []}
        checkers: dict[str, Checker] = {}
        async with AsyncExitStack() as stack:
            for size, chain in (("small", toolchain), ("big", big)):
                if name == "fork":
                    checkers[size] = (await stack.enter_async_context(opened(chain, "fork", cache))).local
                else:
                    checkers[size] = without_snapshots(chain, cache)
                    stack.push_async_callback(checkers[size].close)
                await wall_of(checkers[size], small_set if size == "small" else big_set)
            for _ in range(rounds):
                for size, chosen in (("small", small_set), ("big", big_set)):
                    walls[size].append(await wall_of(checkers[size], chosen))
        ratio = statistics.median(walls["big"]) / statistics.median(walls["small"])
        result["big_header_over_small" + ("" if name == "fork" else "_process")] = ratio
    return result


class Instant(Engine):
    """An engine that answers at once, to measure everything around it."""

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        """An error, as for a wrong proof."""
        return Elaboration(None, 1, messages=(Message("error", "unsolved goals", 5, 2),), cpu_s=0.01)

    def description(self) -> Mapping[str, Any]:
        """Its name."""
        return {"engine": "instant"}

    async def close(self) -> None:
        """Nothing is kept."""


class Distinct:
    """A model that costs nothing and never repeats itself."""

    description: Mapping[str, Any] = {"name": "distinct"}

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One Generation for each sample."""
        for sample in request.samples:
            text = f"  induction n with\n  | zero => rfl\n  | succ n ih => rw [Nat.lemma_{sample.index}, ih]"
            yield Generation(sample.index, sample.seed, text=text, proof=text)

    async def close(self) -> None:
        """Nothing is held."""


async def overhead(toolchain: Toolchain, cache: Path, bench: Bench, attempts: int) -> dict[str, Any]:
    """CPU milliseconds of our own per attempt at two sizes, and the peak of resident memory."""
    problems = bench.problems[:20]
    checker = without_snapshots(toolchain, cache)
    for problem in problems:
        await checker.references.get(problem)
    checker.engine = Instant()
    costs = {}
    for size in (attempts // 4, attempts):
        with tempfile.TemporaryDirectory() as folder:
            store = VerdictStore(Path(folder) / "verdicts.sqlite")
            started = time.process_time()
            await whole_run(CachedChecker(checker, store), Distinct(), problems, size // len(problems))
            costs[size] = 1e3 * (time.process_time() - started) / size
            store.close()
    await checker.close()
    small, large = costs.values()
    return {
        "overhead_ms_per_attempt": large,
        "overhead_growth": large / small,
        "overhead_attempts": attempts,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


async def measure(quick: bool) -> dict[str, Any]:
    """Every figure."""
    toolchain = EmbeddedLean().prepare()
    bench = find_bench("nng")
    cache = Path(tempfile.gettempdir()) / f"prover-eval-benchmark-{os.getuid()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    chosen = candidates(bench, 60 if quick else 120)
    rounds = 3 if quick else 7
    figures: dict[str, Any] = {"cores": CORES}
    # First, while nothing else has made this process large.
    figures |= await overhead(toolchain, cache, bench, 8_000 if quick else 100_000)
    figures |= await engines(toolchain, cache, chosen, rounds)
    figures |= await busy(toolchain, cache, bench, 1_000 if quick else 3_000)
    async with opened(toolchain, "fork", cache) as by_fork:
        figures |= await phases(by_fork.local, chosen)
    wrong = mostly_wrong(candidates(bench, 80)[::2][: 6 if quick else 20], 32)
    figures |= await prefilters(toolchain, cache, wrong, LIMITS, min(rounds, 3))
    figures |= await headers(toolchain, cache, bench, 12 if quick else 40, rounds)
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, under three minutes")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    options = parser.parse_args()
    figures = asyncio.run(measure(options.quick))
    for name, value in figures.items():
        shown = (
            {key: round(part, 3) for key, part in value.items()}
            if isinstance(value, dict)
            else round(value, 3)
        )
        print(f"{name:32} {shown}", file=sys.stderr if options.json else sys.stdout)
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
