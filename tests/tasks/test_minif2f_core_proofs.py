"""Each problem of minif2f-core that isn't open is provable: its proof goes through the whole checker."""

from __future__ import annotations

import asyncio
import dataclasses
import re

import pytest

from harness.bench import Bench, find_bench
from harness.checker import CheckerSpec, LeanNeeds, open_checker
from harness.checker.policy import Level
from harness.checker.verdict import Verdict
from harness.lean.toolchain import Toolchain
from harness.lint import LintReport, lint_bench
from harness.problem import Problem
from harness.sandbox import Limits


def lint(bench: Bench, toolchain: Toolchain) -> list[str]:
    """The names of the problems whose reference proof fails."""

    async def look() -> LintReport:
        spec = CheckerSpec(limits=Limits(cpu_s=30))
        async with open_checker(spec, bench.needs(), toolchain=toolchain) as opened:
            return await lint_bench(bench, opened.checker.check, concurrency=opened.jobs, tactics=())

    report = asyncio.run(look())
    assert not report.incomplete
    return [finding.problem for finding in report.findings if finding.severity == "error"]


def with_another_answer(problem: Problem) -> Problem:
    """The problem with its last number changed, which makes an equation with one solution false."""
    head, number, tail = re.split(r"(\d+)(?=\D*$)", problem.formal_statement)
    return dataclasses.replace(problem, formal_statement=f"{head}{int(number) + 1}{tail}")


def test_every_reference_proof_is_proved(toolchain: Toolchain) -> None:
    bench = find_bench("minif2f-core")
    assert len(bench.problems) >= 90
    assert lint(bench, toolchain) == []


@pytest.mark.parametrize(("level", "reason"), [("strict", "policy"), ("open", "statement")])
def test_a_candidate_cannot_change_what_a_token_means(
    toolchain: Toolchain, level: Level, reason: str
) -> None:
    """A macro of the candidate's own reads ℕ as the integers: no policy lets that pass."""
    problem = find_bench("minif2f-core").problem("mathd_numbertheory_582")
    honest = f"{problem.formal_statement}  omega\n"
    macro = "open Lean in\n@[macro «termℕ»] def other : Macro := fun _ _ s => .ok (mkCIdent `Int) s\n"

    async def judge() -> list[Verdict]:
        spec = CheckerSpec(limits=Limits(cpu_s=30), policy=level)
        needs = LeanNeeds.of_header(problem.header)
        async with open_checker(spec, needs, toolchain=toolchain) as opened:
            check = opened.checker.check
            return [await check(problem, problem.header + text) for text in (honest, macro + honest)]

    right, wrong = asyncio.run(judge())
    assert right.proved
    assert (wrong.status, wrong.reason) == ("rejected", reason)


def test_another_answer_is_not_proved(toolchain: Toolchain) -> None:
    """The twin: statements of one number each, with a wrong one."""
    bench = find_bench("minif2f-core")
    closed = [problem for problem in bench.problems if problem.metadata["topic"] == "closed"]
    solved = [bench.problem(name) for name in ("amc12b_2004_p3", "mathd_numbertheory_33", "mathd_algebra_69")]
    chosen = tuple(with_another_answer(problem) for problem in closed[::3] + solved)
    assert len(chosen) > 10
    assert set(lint(dataclasses.replace(bench, problems=chosen), toolchain)) == {p.name for p in chosen}
