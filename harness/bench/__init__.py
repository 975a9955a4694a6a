"""Benchmarks: named sets of problems, task folders, public sources."""

from harness.bench._bench import ALL_SPLITS, Bench, Subset
from harness.bench._fetch import fetch, stored_data
from harness.bench._find import BenchInfo, find_bench, find_sources, list_benches
from harness.bench._sources import Source, Sources
from harness.bench._subset import embedded_header, narrowed
from harness.bench._task import load_bench
from harness.lean.needs import LeanKind

__all__ = [
    "ALL_SPLITS",
    "Bench",
    "BenchInfo",
    "LeanKind",
    "Source",
    "Sources",
    "Subset",
    "embedded_header",
    "fetch",
    "find_bench",
    "find_sources",
    "list_benches",
    "load_bench",
    "narrowed",
    "stored_data",
]
