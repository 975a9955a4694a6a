"""A candidate that ends at its first error gets the status that it gets with all of them."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from corpus import LIMITS, Case, cases, describe, judge

from harness.checker.cache import CachedChecker, VerdictStore
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import Elaboration, Engine
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.engines.process import ProcessEngine
from harness.checker.judge import judge as judge_elaboration
from harness.checker.messages import up_to_first_error
from harness.checker.verdict import Message, Reason, Status, Verdict
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.resources import cache_folder
from harness.sandbox import Limits, Stop

HEADER = "prelude\nimport Embedded.Arith\n\n"
PROBLEM = Problem("t", "test", "theorem t (n : Nat) : n + 0 = n := by\n", HEADER)
TWO_ERRORS = "  have a : n = n := by exact nowhere\n  have b : n = n := by exact nothing\n  rfl\n"
RECOVERED = "  first | exact nowhere | skip\n  try exact nothing\n  rfl\n"


def both(
    toolchain: Toolchain, chosen: list[Case], engine: Engine | None = None
) -> list[tuple[Case, Verdict | str, Verdict | str]]:
    """(case, verdict with all errors, verdict with the first) of each case."""

    async def run(first_error: bool) -> list[Verdict | str]:
        by = engine or ForkEngine(toolchain, first_error=first_error)
        checkers = {
            mode: Checker(
                toolchain,
                by,
                CheckSettings(LIMITS, "strict", mode, first_error),
                cache_folder(),
            )
            for mode in ("auto", "splice", "file")
        }
        slots = asyncio.Semaphore(len(os.sched_getaffinity(0)))

        async def one(case: Case) -> Verdict | str:
            async with slots:
                return await judge(checkers, case)

        try:
            return await asyncio.gather(*map(one, chosen))
        finally:
            await by.close()

    return list(zip(chosen, asyncio.run(run(False)), asyncio.run(run(True)), strict=True))


def verdict(toolchain: Toolchain, text: str, engine: Engine | None = None) -> tuple[Verdict, Verdict]:
    ((_, whole, first),) = both(toolchain, [Case("t", PROBLEM, text.encode(), "auto", {})], engine)
    assert isinstance(whole, Verdict) and isinstance(first, Verdict)
    return whole, first


def errors(found: Verdict) -> int:
    return sum(message.severity == "error" for message in found.messages)


@pytest.mark.parametrize("corpus", ["proofs", "cheats"])
def test_the_corpora_get_the_same_statuses(toolchain: Toolchain, corpus: str) -> None:
    quick = [case for case in cases(corpus, "strict") if case.expect["status"] in ("proved", "rejected")]
    assert len(quick) >= {"proofs": 120, "cheats": 50}[corpus]
    found = both(toolchain, quick)
    differing = [
        f"{case.label}: {describe(whole)} with all, {describe(first)} with the first"
        for case, whole, first in found
        if describe(whole) != describe(first)
    ]
    assert not differing, "\n".join(differing)


@pytest.mark.parametrize("engine", ["fork", "process"])
def test_one_error_is_kept_of_two(toolchain: Toolchain, process_engine: ProcessEngine, engine: str) -> None:
    whole, first = verdict(toolchain, TWO_ERRORS, process_engine if engine == "process" else None)
    assert (errors(whole), errors(first)) == (2, 1)
    assert first.messages == up_to_first_error(whole.messages)
    assert (whole.status, whole.reason, whole.detail) == (first.status, first.reason, first.detail)
    assert (whole.record["errors"], first.record["errors"]) == ("all", "first")


def test_an_error_that_lean_recovers_from_is_none(toolchain: Toolchain) -> None:
    whole, first = verdict(toolchain, RECOVERED)
    assert whole.proved and first.proved
    assert not verdict(toolchain, RECOVERED.replace("try ", ""))[1].proved


def test_what_comes_after_the_first_error_is_not_waited_for(toolchain: Toolchain) -> None:
    helper = "theorem h (n : Nat) : n = n := by exact nowhere\n\n"
    endless = HEADER + helper + PROBLEM.formal_statement + "  repeat (rw [Nat.add_comm])\n"
    limits = Limits(cpu_s=600, wall_s=600, heartbeats=0)

    async def run() -> Verdict:
        engine = ForkEngine(toolchain, first_error=True)
        checker = Checker(toolchain, engine, CheckSettings(limits, first_error=True), cache_folder())
        try:
            return await checker.check(PROBLEM, endless)
        finally:
            await checker.close()

    found = asyncio.run(run())
    assert (found.status, found.reason) == (Status.REJECTED, Reason.LEAN_ERROR)
    assert found.cpu_s < limits.cpu_s / 2


@pytest.mark.parametrize("stop", list(Stop))
def test_an_error_before_a_limit_decides(stop: Stop) -> None:
    error = Message("error", "wrong", 3, 2)
    found = judge_elaboration(Elaboration(stop, None, messages=(error,)), LIMITS)
    assert found is not None and found[:2] == (Status.REJECTED, Reason.LEAN_ERROR)
    warning = Message("warning", "unused", 3, 2)
    found = judge_elaboration(Elaboration(stop, None, messages=(warning,)), LIMITS)
    assert found is not None and found[0] in (Status.TIMEOUT, Status.RESOURCE)


def test_all_errors_serve_who_wants_one_and_not_the_reverse(toolchain: Toolchain, tmp_path: Path) -> None:
    async def run(first_error: bool, text: str) -> tuple[Verdict, int]:
        engine = ForkEngine(toolchain, first_error=first_error)
        checker = Checker(toolchain, engine, CheckSettings(LIMITS, first_error=first_error), cache_folder())
        store = VerdictStore(tmp_path / "verdicts.sqlite")
        cached = CachedChecker(checker, store)
        try:
            return await cached.check(PROBLEM, text), cached.hits
        finally:
            store.close()
            await checker.close()

    def ask(first_error: bool, text: str) -> tuple[int, int]:
        found, hits = asyncio.run(run(first_error, text))
        return errors(found), hits

    assert ask(True, TWO_ERRORS) == (1, 0)
    assert ask(True, TWO_ERRORS) == (1, 1)
    assert ask(False, TWO_ERRORS) == (2, 0)
    assert ask(False, TWO_ERRORS) == (2, 1)
    # Without an error there is nothing to cut off, so everybody is served.
    assert ask(True, RECOVERED) == (0, 0)
    assert ask(False, RECOVERED) == (0, 1)
    # A verdict with all errors is cut when one is wanted.
    other = TWO_ERRORS.replace("nothing", "neither")
    assert ask(False, other) == (2, 0)
    assert ask(True, other) == (1, 1)
