"""prover-eval from Python: is this a proof of that statement, for one text and for thousands; runs, their
figures, and how they compare.

The command line `prover-eval` calls the same functions. docs/python-api.md shows each one at work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prover_eval._harness import load

load()

from harness import __version__, lazily  # noqa: E402

if TYPE_CHECKING:
    from harness.bench import Bench
    from harness.bench import find_bench as bench
    from harness.checker import CheckerSpec, LeanNeeds, Reason, Status, Verdict, open_checker
    from harness.errors import InfrastructureError, ProverEvalError, UsageError
    from harness.lint import open_bench
    from harness.problem import Problem
    from harness.run.evaluate import RunSpec
    from harness.run.summary import RunSummary
    from harness.sandbox import Limits
    from prover_eval._check import acheck, acheck_many, check, check_many, statement
    from prover_eval._runs import ComparisonReport, RunReport, arun, compare, report, run, to_pandas

__all__ = [
    "Bench",
    "CheckerSpec",
    "ComparisonReport",
    "InfrastructureError",
    "LeanNeeds",
    "Limits",
    "Problem",
    "ProverEvalError",
    "Reason",
    "RunReport",
    "RunSpec",
    "RunSummary",
    "Status",
    "UsageError",
    "Verdict",
    "__version__",
    "acheck",
    "acheck_many",
    "arun",
    "bench",
    "check",
    "check_many",
    "compare",
    "open_bench",
    "open_checker",
    "report",
    "run",
    "statement",
    "to_pandas",
]


__getattr__ = lazily.names(
    __name__,
    {
        "Bench": "harness.bench",
        "CheckerSpec": "harness.checker",
        "ComparisonReport": "prover_eval._runs",
        "InfrastructureError": "harness.errors",
        "LeanNeeds": "harness.checker",
        "Limits": "harness.sandbox",
        "Problem": "harness.problem",
        "ProverEvalError": "harness.errors",
        "Reason": "harness.checker",
        "RunReport": "prover_eval._runs",
        "RunSpec": "harness.run.evaluate",
        "RunSummary": "harness.run.summary",
        "Status": "harness.checker",
        "UsageError": "harness.errors",
        "Verdict": "harness.checker",
        "acheck": "prover_eval._check",
        "acheck_many": "prover_eval._check",
        "arun": "prover_eval._runs",
        "bench": "harness.bench:find_bench",
        "check": "prover_eval._check",
        "check_many": "prover_eval._check",
        "compare": "prover_eval._runs",
        "open_bench": "harness.lint",
        "open_checker": "harness.checker",
        "report": "prover_eval._runs",
        "run": "prover_eval._runs",
        "statement": "prover_eval._check",
        "to_pandas": "prover_eval._runs",
    },
)


def __dir__() -> list[str]:
    return sorted(__all__)
