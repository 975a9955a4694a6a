"""Every problem of nng is provable: its reference proof goes through the whole checker."""

from __future__ import annotations

import asyncio
import dataclasses
import os

import pytest

from harness.bench import Bench, find_bench
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines import ProcessEngine
from harness.lean.toolchain import Toolchain
from harness.lint import lint_bench
from harness.resources import cache_folder
from harness.sandbox import Limits


@pytest.fixture
def checker(toolchain: Toolchain, process_engine: ProcessEngine) -> Checker:
    return Checker(toolchain, process_engine, CheckSettings(Limits(cpu_s=20)), cache_folder())


def lint(bench: Bench, checker: Checker) -> list[str]:
    cores = len(os.sched_getaffinity(0))
    report = asyncio.run(lint_bench(bench, checker.check, concurrency=cores, tactics=()))
    assert not report.incomplete
    assert report.ok is not any(finding.severity == "error" for finding in report.findings)
    return [
        f"{finding.problem}: {finding.text}" for finding in report.findings if finding.severity == "error"
    ]


def test_every_reference_proof_is_proved(checker: Checker) -> None:
    bench = find_bench("nng")
    assert len(bench.problems) >= 80
    assert lint(bench, checker) == []


def test_a_proof_of_another_problem_is_not(checker: Checker) -> None:
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
    errors = lint(dataclasses.replace(bench, problems=swapped), checker)
    assert len(errors) == len(swapped)
