"""Files that reports write and read again: a flipped bit is told or changes nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from synthetic_runs import counts, make_run

from harness.errors import DataError, UsageError
from harness.report import GateState, read_run, save_baseline
from harness.run.summary import RunSummary
from harness.stats import Metric, align, decide_sequential

FLIPS = 300


def flipped(path: Path, read: Callable[[], object]) -> tuple[int, int]:
    """How many flips were told and how many changed nothing; there must be no others."""
    whole, expected, chosen = path.read_bytes(), read(), random.Random(5)
    told = same = 0
    for _ in range(FLIPS):
        bit = chosen.randrange(8 * len(whole))
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bytes(data))
        try:
            assert read() == expected, f"bit {bit} changed something"
            same += 1
        except (DataError, UsageError):
            told += 1
    path.write_bytes(whole)
    assert read() == expected
    return told, same


@pytest.fixture
def base(tmp_path: Path) -> RunSummary:
    return read_run(make_run(tmp_path / "base", counts([4, 3, 2, 1] * 10, 4)))


def test_a_baseline(base: RunSummary, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    save_baseline(base, path)
    told, same = flipped(path, lambda: read_run(path))
    assert told > FLIPS // 2 > same


def test_the_memory_of_a_sequential_gate(base: RunSummary, tmp_path: Path) -> None:
    candidate = read_run(make_run(tmp_path / "new", counts([4, 3, 1, 1] * 10, 4), seed=3))
    path, metric = tmp_path / "gate.json", Metric.parse("pass@1")

    def state() -> GateState:
        return GateState(path, base, metric, max_drop=0.01, level=0.95, max_samples=12, seed=0)

    first = state()
    pairing = align(base, candidate)
    first.save(
        candidate, decide_sequential(pairing, metric, 0.01, first.looks(candidate), 12, level=0.95, seed=0)
    )
    told, same = flipped(path, lambda: state().looks(candidate))
    assert told > FLIPS // 2 > same
