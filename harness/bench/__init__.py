"""Benchmarks: named sets of problems, task folders, public sources."""

from harness.bench._bench import ALL_SPLITS, Bench, Subset
from harness.bench._fetch import fetch, fetch_line, is_fetched, stored_data
from harness.bench._find import BenchInfo, RunNeeds, bench_info, find_bench, find_sources, list_benches
from harness.bench._sources import Source, Sources
from harness.bench._subset import embedded_header, narrowed
from harness.bench._task import load_bench
from harness.lean.needs import LeanKind

__all__ = [
    "ALL_SPLITS",
    "Bench",
    "BenchInfo",
    "LeanKind",
    "RunNeeds",
    "Source",
    "Sources",
    "Subset",
    "bench_info",
    "embedded_header",
    "fetch",
    "fetch_line",
    "find_bench",
    "find_sources",
    "is_fetched",
    "list_benches",
    "load_bench",
    "narrowed",
    "stored_data",
]
