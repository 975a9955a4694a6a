"""Lint: is each problem well stated, provable, new, and more than a one-word exercise?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.lean.olean import parse_name
from harness.lint._findings import LintFinding, LintPart, LintReport, Severity
from harness.lint._kernel import Fingerprints
from harness.lint._problem import (
    ONE_WORD_TACTICS,
    ONE_WORD_WITH_MATHLIB,
    Check,
    Compiled,
    Looked,
    ProblemLint,
    Settings,
)
from harness.lint._static import duplicates, name_case, stray_proofs

if TYPE_CHECKING:
    import asyncio

    from harness.bench import Bench
    from harness.problem import Problem


async def lint_bench(
    bench: Bench,
    check: Check,
    *,
    compiled: Compiled | None = None,
    concurrency: int = 2,
    tactics: Sequence[str] | None = None,
    skip: Collection[LintPart] = (),
    progress: Callable[[int, int], None] | None = None,
) -> LintReport:
    """Look at every problem of `bench`.

    check: judges a proof body for a problem; at most `concurrency` calls run at a time.
    compiled: gives a problem's statement as the kernel has it, as `References.get` does. Without it nothing
    is said of statements that don't compile and of hypotheses, and duplicates are found by text alone.
    tactics: the one-word proofs to try, up to the first that works; None means those of Lean, and for a bench
    on Mathlib also its own. skip: parts to leave out.
    progress: called with (problems done, problems in all). Raises UsageError for a concurrency below 1; what
    `check` raises, but for InfrastructureError, comes through and stops the other checks.
    """
    import asyncio

    if concurrency < 1:
        raise UsageError(f"concurrency is {concurrency}; give a number from 1 on")
    if tactics is None:
        tactics = ONE_WORD_TACTICS + (ONE_WORD_WITH_MATHLIB if bench.lean == "lake" else ())
    settings = Settings(check, compiled, asyncio.Semaphore(concurrency), tactics, frozenset(skip))
    prints = Fingerprints()
    types: dict[str, Hashable] = {}
    done = 0

    async def look(problem: Problem) -> Looked:
        nonlocal done
        seen = await ProblemLint(bench, problem, settings).run()
        if seen.module is not None:
            types[problem.name] = prints.of(seen.module, parse_name(problem.name), problem.header)
        done += 1
        if progress is not None:
            progress(done, len(bench.problems))
        return seen

    looked = await _all([asyncio.ensure_future(look(problem)) for problem in bench.problems])
    findings: list[LintFinding] = [finding for seen in looked for finding in seen.findings]
    findings += [*duplicates(bench.problems, types), *name_case(bench.problems), *stray_proofs(bench)]
    order = list(Severity)
    findings.sort(key=lambda finding: order.index(finding.severity))
    proved = sum(1 for seen in looked if seen.proved)
    return LintReport(bench.name, len(bench.problems), proved, tuple(findings))


async def _all(tasks: Sequence[asyncio.Future[Looked]]) -> list[Looked]:
    """Every result; on the first exception the other tasks are cancelled and waited for."""
    import asyncio

    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
