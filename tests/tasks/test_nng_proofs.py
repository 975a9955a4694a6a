"""Every problem of nng is provable: its reference proof goes through the whole checker."""

from __future__ import annotations

import asyncio
import dataclasses

from harness.bench import Bench, find_bench
from harness.checker import CheckerSpec, open_checker
from harness.lean.toolchain import Toolchain
from harness.lint import LintReport, lint_bench
from harness.sandbox import Limits


def lint(bench: Bench, toolchain: Toolchain) -> list[str]:
    async def look() -> LintReport:
        spec = CheckerSpec(limits=Limits(cpu_s=20))
        async with open_checker(spec, bench.needs(), toolchain=toolchain) as opened:
            return await lint_bench(bench, opened.checker.check, concurrency=opened.jobs, tactics=())

    report = asyncio.run(look())
    assert not report.incomplete
    assert report.ok is not any(finding.severity == "error" for finding in report.findings)
    return [
        f"{finding.problem}: {finding.text}" for finding in report.findings if finding.severity == "error"
    ]


def test_every_reference_proof_is_proved(toolchain: Toolchain) -> None:
    bench = find_bench("nng")
    assert len(bench.problems) >= 80
    assert lint(bench, toolchain) == []


def test_a_proof_of_another_problem_is_not(toolchain: Toolchain) -> None:
    """The twin: statements swapped between neighbours, none may be proved by the other's proof."""
    bench = find_bench("nng")
    chosen = [problem for problem in bench.problems if problem.metadata["level"] >= 4][:12]
    swapped = tuple(
        dataclasses.replace(
            one,
            formal_statement=other.formal_statement.replace(f"theorem {other.name}", f"theorem {one.name}"),
        )
        for one, other in zip(chosen, chosen[1:] + chosen[:1], strict=True)
    )
    errors = lint(dataclasses.replace(bench, problems=swapped), toolchain)
    assert len(errors) == len(swapped)
