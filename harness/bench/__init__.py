"""Benchmarks: problems, task folders, lint."""

from harness.bench._bench import ALL_SPLITS, Bench, LeanKind
from harness.bench._fetch import fetch, stored_data
from harness.bench._find import BenchInfo, find_bench, find_sources, list_benches
from harness.bench._lint import lint_bench
from harness.bench._lint_findings import Finding, Kind, LintReport, Part, Severity
from harness.bench._lint_problem import ONE_WORD_TACTICS
from harness.bench._problem import CANONICAL_FIELDS, Problem
from harness.bench._sources import Source, Sources
from harness.bench._subset import Subset, embedded_header, narrowed
from harness.bench._task import load_bench

__all__ = [
    "ALL_SPLITS",
    "CANONICAL_FIELDS",
    "ONE_WORD_TACTICS",
    "Bench",
    "BenchInfo",
    "Finding",
    "Kind",
    "LeanKind",
    "LintReport",
    "Part",
    "Problem",
    "Severity",
    "Source",
    "Sources",
    "Subset",
    "embedded_header",
    "fetch",
    "find_bench",
    "find_sources",
    "lint_bench",
    "list_benches",
    "load_bench",
    "narrowed",
    "stored_data",
]
