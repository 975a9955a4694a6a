"""How well generation and checking overlap: python benchmarks/overlap.py [--attempts 1000] [--json]

The model is a server on loopback in a process of its own, asked by backend `openai`: it answers with the
scripts of backend `tactics`, after a time drawn for each sample, `SLOTS` of them at once, like an engine with
a full batch. Its rate is set from the checker's own, measured first: below it (the model is the slower side)
and above it (the checker is). The checker is the whole verdict path with real Lean, without the cache of
known verdicts.

Printed for each of the two runs: the share of the time, from the run's start to its end, in which a place of
the slower side (a slot of the server, or a worker of the checker) had nothing to do. The slower side is the
one that had less time without work; on a machine that others use too, its speed may change during a run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import random
import socket
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from harness.backends.base import Request, Sample
from harness.backends.openai import OpenAIBackend
from harness.backends.tactics import TacticsBackend
from harness.bench import find_bench
from harness.checker import AnyChecker, CheckerSpec, Verdict, open_checker
from harness.machine import usable_cores
from harness.problem import Problem
from harness.run.asking import Asking
from harness.run.plan import RunPlan, attempt_seed
from harness.run.runner import AtOnce
from harness.run.runner import run as carry_out
from harness.run.store import RunStore
from harness.sandbox import Limits

CORES = usable_cores()
LIMITS = Limits(cpu_s=20)
SAMPLES = 8
SLOTS = 8
CONNECTIONS = 16
#: The model's rate over the checker's, one run for each.
RATES = (0.6, 1.6)
#: Numbers of the run's generator; the server recognizes a sample by its seed.
SEED = 0


async def scripts(problems: tuple[Problem, ...]) -> dict[int, str]:
    """The script for each sample, by the sample's seed."""
    backend = TacticsBackend({})
    found: dict[int, str] = {}
    for problem in problems:
        samples = tuple(Sample(i, attempt_seed(SEED, problem.name, i)) for i in range(SAMPLES))
        async for generation in backend.generate(Request(problem, samples)):
            found[generation.seed] = generation.text
    return found


def serve(listener: socket.socket, texts: Mapping[int, str], mean_s: float) -> None:
    """The server's process; /busy gives the seconds for which its slots were busy so far."""
    import uvicorn
    from fastapi import FastAPI

    app, busy = FastAPI(), [0.0]
    slots = asyncio.Semaphore(SLOTS)

    @app.post("/v1/completions")
    async def completions(body: dict[str, Any]) -> dict[str, Any]:
        seed = body["seed"]
        async with slots:
            started = time.monotonic()
            await asyncio.sleep(mean_s * random.Random(seed).uniform(0.2, 1.8))
            busy[0] += time.monotonic() - started
        choice = {"index": 0, "text": texts[seed], "finish_reason": "stop"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        head = {"id": "0", "object": "text_completion", "created": 0, "model": "recorded"}
        return {**head, "choices": [choice], "usage": usage}

    @app.get("/busy")
    async def busy_s() -> float:
        return busy[0]

    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


@contextlib.contextmanager
def serving(texts: Mapping[int, str], mean_s: float) -> Iterator[str]:
    """The address of a server that takes `mean_s` seconds for a sample on average."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = multiprocessing.get_context("spawn").Process(target=serve, args=(listener, texts, mean_s))
        process.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            process.terminate()
            process.join()


def busy_of(url: str) -> float:
    """The seconds for which the slots of the server there were busy so far."""
    with urllib.request.urlopen(f"{url}/busy", timeout=60) as answer:
        return float(json.load(answer))


class Clocked:
    """The checker, with the seconds that its workers spent in it."""

    first_error = False

    def __init__(self, checker: AnyChecker) -> None:
        self._checker, self.busy_s = checker, 0.0
        self.record = checker.record

    async def check_headers(self, headers: Iterable[str]) -> None:
        """As the checker does."""
        await self._checker.check_headers(headers)

    async def close(self) -> None:
        """The checker stays open."""

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """The checker's verdict."""
        started = time.monotonic()
        try:
            return await self._checker.check(problem, candidate)
        finally:
            self.busy_s += time.monotonic() - started


async def rate_of(checker: AnyChecker, problems: tuple[Problem, ...], texts: Mapping[int, str]) -> float:
    """Checks per second with all workers busy."""
    slots = asyncio.Semaphore(CORES)

    async def one(problem: Problem, index: int) -> None:
        async with slots:
            await checker.check(problem, texts[attempt_seed(SEED, problem.name, index)])

    # The reference of a problem is compiled once; that is no part of a check.
    await asyncio.gather(*(one(problem, 0) for problem in problems))
    started = time.monotonic()
    pairs = [(problem, index) for index in range(1, SAMPLES, 3) for problem in problems]
    await asyncio.gather(*(one(*pair) for pair in pairs))
    return len(pairs) / (time.monotonic() - started)


async def one_run(
    checker: AnyChecker, problems: tuple[Problem, ...], texts: Mapping[int, str], rate: float
) -> dict[str, float]:
    """A run whose model gives `rate` samples per second: idle shares of both sides, and what was reached."""
    with serving(texts, SLOTS / rate) as url, tempfile.TemporaryDirectory() as folder:
        backend = OpenAIBackend({"model": "recorded", "base_url": f"{url}/v1", "stream": "false"})
        # The server's process imports its packages first; the run begins when it answers.
        await _first_answer(backend, problems[0])
        clocked, busy = Clocked(checker), busy_of(url)
        plan = RunPlan("nng", "recorded", problems, SAMPLES, SEED)
        with RunStore.create_or_open(Path(folder) / "run", plan) as store:
            started = time.monotonic()
            summary = await carry_out(
                plan,
                store,
                Asking(backend, lambda problem, generation: generation.text, lambda problem: problem.name),
                clocked,
                AtOnce(CORES, CONNECTIONS),
            )
            wall = time.monotonic() - started
        busy = busy_of(url) - busy
        await backend.close()
    if not summary.complete:
        raise RuntimeError(f"the run is incomplete: {summary.stopped or summary.reasons}")
    return {
        "model_idle": 1 - busy / (SLOTS * wall),
        "checker_idle": 1 - clocked.busy_s / (CORES * wall),
        "attempts_over_model_rate": len(problems) * SAMPLES / wall / rate,
    }


async def _first_answer(backend: OpenAIBackend, problem: Problem) -> None:
    sample = Sample(0, attempt_seed(SEED, problem.name, 0))
    answers = [a async for a in backend.generate(Request(problem, (sample,), prompt=problem.name))]
    if answers[0].error is not None:
        raise RuntimeError(answers[0].error)


async def measure(attempts: int) -> dict[str, Any]:
    """Every figure."""
    bench = find_bench("nng")
    problems = bench.select("all", (), None)[: -(-attempts // SAMPLES)]
    texts = await scripts(problems)
    cache = Path(tempfile.gettempdir()) / f"prover-eval-benchmark-{os.getuid()}"
    cache.mkdir(mode=0o700, exist_ok=True)
    figures: dict[str, Any] = {"cores": CORES, "attempts": len(texts)}
    spec = CheckerSpec(limits=LIMITS, engine="fork")
    async with open_checker(spec, bench.needs(), cache=cache) as opened:
        checker = opened.checker
        for factor in RATES:
            # Just before its run, because a shared machine isn't always equally fast.
            rate = factor * await rate_of(checker, problems, texts)
            found = await one_run(checker, problems, texts, rate)
            slower = min(("model", "checker"), key=lambda side: found[f"{side}_idle"])
            figures[f"slower_at_{factor}"] = slower
            figures[f"idle_share_of_slower_at_{factor}"] = found[f"{slower}_idle"]
            figures[f"both_at_{factor}"] = found
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--attempts", type=int, default=1000, help="attempts of each run (default 1000)")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    options = parser.parse_args()
    figures = asyncio.run(measure(options.attempts))
    for name, value in figures.items():
        shown = {key: round(part, 3) for key, part in value.items()} if isinstance(value, dict) else value
        shown = round(shown, 3) if isinstance(shown, float) else shown
        print(f"{name:28} {shown}", file=sys.stderr if options.json else sys.stdout)
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
