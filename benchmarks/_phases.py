"""Where the time of a proved candidate goes, step by step; part of checker.py."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from harness.backends.base import Generation
from harness.checker.audit.decide import decide
from harness.checker.checker import Checker
from harness.checker.policy import check_policy
from harness.checker.replay.base import Question
from harness.checker.verdict import Verdict
from harness.lean.olean import name_str, parse_name
from harness.lean.source import assemble
from harness.problem import Problem
from harness.run.plan import RunPlan
from harness.run.store import RunStore

STORED = 2_000
T = TypeVar("T")


async def phases(checker: Checker, chosen: Sequence[tuple[Problem, str]]) -> dict[str, Any]:
    """Milliseconds on the clock of each step of a proved candidate, one at a time, and their shares.

    source: assembly and policy. fork: a text of the header alone, so a child that has nothing to elaborate.
    elaborate: the candidate's text, over that. examine: reading the module for the audit, and the kernel's
    replay. decide: the audit's decision. store: both steps of an attempt.
    """
    proved = [(*pair, verdict) for pair in chosen if (verdict := await checker.check(*pair)).proved]
    spent: dict[str, list[float]] = {}
    for problem, text, _ in proved:
        for name, seconds in (await _steps(checker, problem, text)).items():
            spent.setdefault(name, []).append(seconds)
    medians = {name: 1e3 * statistics.median(times) for name, times in spent.items()}
    medians["store"] = 1e3 * _store([(problem, verdict) for problem, _, verdict in proved])
    total = sum(medians.values())
    return {"phase_ms": medians, "phase_share": {name: value / total for name, value in medians.items()}}


async def _steps(checker: Checker, problem: Problem, text: str) -> dict[str, float]:
    """Seconds of each step but the last."""
    limits, replayer = checker.settings.limits, checker.replayer
    reference = await checker.references.get(problem)
    imports, theorem = tuple(entry.module for entry in reference.module.imports), parse_name(problem.name)
    started = time.perf_counter()
    assembled = assemble(problem, text)
    check_policy(assembled, "strict")
    source = time.perf_counter() - started
    fork, _ = await _timed(checker.engine.elaborate(problem.header, limits))
    elaborate, done = await _timed(checker.engine.elaborate(assembled.text, limits))
    module = done.module or b""
    question = Question(imports, theorem, reference.module)
    examine, examined = await _timed(replayer.examine(module, question, limits))
    assert examined.facts is not None, name_str(theorem)
    assert examined.replay is not None and examined.replay.ok, examined.replay
    started = time.perf_counter()
    decide(examined.facts, reference.header)
    decided = time.perf_counter() - started
    elaborate -= fork
    return {"source": source, "fork": fork, "elaborate": elaborate, "examine": examine, "decide": decided}


async def _timed(work: Awaitable[T]) -> tuple[float, T]:
    started = time.perf_counter()
    result = await work
    return time.perf_counter() - started, result


def _store(proved: Sequence[tuple[Problem, Verdict]]) -> float:
    """Seconds for one attempt's two steps, in a run of STORED attempts or a few more."""
    problems = tuple({problem.name: problem for problem, _ in proved}.values())
    verdicts = {problem.name: verdict for problem, verdict in proved}
    each = -(-STORED // len(problems))
    with tempfile.TemporaryDirectory() as folder:
        plan = RunPlan("bench", "recorded", problems, each)
        with RunStore.create_or_open(Path(folder) / "run", plan) as store:
            started = time.perf_counter()
            for problem in problems:
                for index in range(each):
                    store.put_generated(problem.name, Generation(index, index, text="  rfl"), "  rfl")
                    store.put_verdict(problem.name, index, verdicts[problem.name])
            store.flush()
            return (time.perf_counter() - started) / (each * len(problems))
