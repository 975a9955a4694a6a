"""A candidate that ends at its first error gets the status that it gets with all of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from corpus import LIMITS, NEEDS, Case, cases, describe, found

from harness.checker import CheckerSpec, open_checker
from harness.checker.engines import Elaboration
from harness.checker.engines.choose import EngineName
from harness.checker.judge import judge as judge_elaboration
from harness.checker.messages import up_to_first_error
from harness.checker.verdict import Message, Reason, Status, Verdict
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.sandbox import Limits, Stop

HEADER = "prelude\nimport Embedded.Arith\n\n"
PROBLEM = Problem("t", "test", "theorem t (n : Nat) : n + 0 = n := by\n", HEADER)
TWO_ERRORS = "  have a : n = n := by exact nowhere\n  have b : n = n := by exact nothing\n  rfl\n"
RECOVERED = "  first | exact nowhere | skip\n  try exact nothing\n  rfl\n"


def both(
    toolchain: Toolchain, chosen: list[Case], engine: EngineName = "fork"
) -> list[tuple[Case, Verdict | str, Verdict | str]]:
    """(case, verdict with all errors, verdict with the first) of each case."""
    spec = CheckerSpec(limits=LIMITS, engine=engine, replay="never")
    with_all, with_first = (
        asyncio.run(found(toolchain, replace(spec, first_error=first), chosen)) for first in (False, True)
    )
    return list(zip(chosen, with_all, with_first, strict=True))


def verdict(toolchain: Toolchain, text: str, engine: EngineName = "fork") -> tuple[Verdict, Verdict]:
    ((_, whole, first),) = both(toolchain, [Case("t", PROBLEM, text.encode(), "auto", {})], engine)
    assert isinstance(whole, Verdict) and isinstance(first, Verdict)
    return whole, first


def errors(found: Verdict) -> int:
    return sum(message.severity == "error" for message in found.messages)


@pytest.mark.parametrize("corpus", ["proofs", "cheats"])
def test_the_corpora_get_the_same_statuses(toolchain: Toolchain, corpus: str) -> None:
    quick = [case for case in cases(corpus, "strict") if case.expect["status"] in ("proved", "rejected")]
    assert len(quick) >= {"proofs": 120, "cheats": 50}[corpus]
    judged = both(toolchain, quick)
    differing = [
        f"{case.label}: {describe(whole)} with all, {describe(first)} with the first"
        for case, whole, first in judged
        if describe(whole) != describe(first)
    ]
    assert not differing, "\n".join(differing)


@pytest.mark.parametrize("engine", ["fork", "process"])
def test_one_error_is_kept_of_two(toolchain: Toolchain, engine: EngineName) -> None:
    whole, first = verdict(toolchain, TWO_ERRORS, engine)
    assert (errors(whole), errors(first)) == (2, 1)
    assert first.messages == up_to_first_error(whole.messages)
    assert (whole.status, whole.reason, whole.detail) == (first.status, first.reason, first.detail)
    assert (whole.record.errors, first.record.errors) == ("all", "first")


def test_an_error_that_lean_recovers_from_is_none(toolchain: Toolchain) -> None:
    whole, first = verdict(toolchain, RECOVERED)
    assert whole.proved and first.proved
    assert not verdict(toolchain, RECOVERED.replace("try ", ""))[1].proved


def test_what_comes_after_the_first_error_is_not_waited_for(toolchain: Toolchain) -> None:
    helper = "theorem h (n : Nat) : n = n := by exact nowhere\n\n"
    endless = HEADER + helper + PROBLEM.formal_statement + "  repeat (rw [Nat.add_comm])\n"
    limits = Limits(cpu_s=600, wall_s=600, heartbeats=0)

    async def run() -> Verdict:
        spec = CheckerSpec(limits=limits, engine="fork", first_error=True)
        async with open_checker(spec, NEEDS, toolchain=toolchain) as opened:
            return await opened.checker.check(PROBLEM, endless)

    ended = asyncio.run(run())
    assert (ended.status, ended.reason) == (Status.REJECTED, Reason.LEAN_ERROR)
    assert ended.cpu_s < limits.cpu_s / 2


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
        spec = CheckerSpec(limits=LIMITS, engine="fork", first_error=first_error)
        async with open_checker(spec, NEEDS, toolchain=toolchain, cache=tmp_path) as opened:
            return await opened.cached.check(PROBLEM, text), opened.cached.hits

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
