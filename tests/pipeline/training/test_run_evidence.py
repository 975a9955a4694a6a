"""What runs say of problems: pass rates, greedy solutions, and how training uses both."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from loop_pairs import generated_pairs, with_pairs

from harness.backends.base import Sampling
from harness.checker import CheckerSpec
from harness.errors import UsageError
from harness.pipeline.loop import LoopFolder, VerifiedPair, bench_of, open_tools, sample_stage
from harness.pipeline.stages.train import TrainSettings, train
from harness.pipeline.training import CountsTrainer, SelectionSettings, pass_rates, schedule, solved_greedily


class Telling:
    stop: asyncio.Event | None = None

    def say(self, line: str) -> None:
        """Nothing is said."""


@pytest.fixture(scope="module")
def pairs() -> list[VerifiedPair]:
    return generated_pairs(8, at=1)


def sampled(folder: Path, pairs: list[VerifiedPair], **settings: Any) -> None:
    from harness.run.evaluate import RunSpec

    async def run() -> None:
        async with open_tools(CheckerSpec(), [], say=lambda line: None) as tools:
            bench = bench_of("pool", [pair.problem() for pair in pairs], folder)
            spec = RunSpec(bench="pool", model="tactics", **settings)
            await sample_stage(folder, bench, spec, tools)

    asyncio.run(run())


@pytest.fixture(scope="module")
def loop(tmp_path_factory: pytest.TempPathFactory, pairs: list[VerifiedPair]) -> Path:
    """A loop with pairs of round 1, four attempts of each, and a greedy run beside it."""
    folder = tmp_path_factory.mktemp("evidence")
    with_pairs(folder / "loop", pairs)
    sampled(folder / "loop/start", pairs, n=8)
    sampled(folder / "greedy", pairs, n=1, sampling=Sampling(temperature=0.0))
    return folder / "loop"


def test_a_pass_rate_is_the_share_of_attempts_that_are_proofs(loop: Path, pairs: list[VerifiedPair]) -> None:
    rates = pass_rates(loop / "start")
    assert set(rates) == {pair.name for pair in pairs}
    assert all((8 * rate).is_integer() for rate in rates.values())
    assert 0 < max(rates.values()) <= 1


def test_only_greedy_runs_tell_what_is_solved_greedily(loop: Path) -> None:
    with pytest.raises(UsageError, match="isn't greedy"):
        solved_greedily(loop / "start")
    with pytest.raises(UsageError, match="holds no run"):
        solved_greedily(loop / "none")
    assert solved_greedily(loop.parent / "greedy") <= {pair.name for pair in generated_pairs(8)}


def test_training_leaves_out_what_is_easy_by_its_rate(loop: Path) -> None:
    rates = pass_rates(loop / "start")
    barely = SelectionSettings(rate_limit=1e-9)
    with LoopFolder(loop, say=lambda line: None) as folder:
        settings = TrainSettings(CountsTrainer(), ("start",), name="rated", rates="start", selection=barely)
        found = asyncio.run(train(folder, Telling(), settings))
    assert found.metrics["new"] == sum(rate == 0 for rate in rates.values())


@pytest.mark.parametrize(
    ("examples", "batch", "steps", "warmup"),
    [
        (8_000_000, 512, 15_625, 1_562),
        (64_000_000, 512, 125_000, 6_000),
        (600, 32, 19, 1),
        (5, 1, 5, 0),
        (1, 1, 1, 0),
    ],
)
def test_the_papers_schedule_scales_down(examples: int, batch: int, steps: int, warmup: int) -> None:
    made = schedule(examples, batch=None, epochs=1.0, steps=0, warmup=None)
    assert (made.batch, made.steps, made.warmup) == (batch, steps, warmup)


def test_what_is_given_isnt_scaled() -> None:
    made = schedule(600, batch=8, epochs=1.0, steps=100, warmup=50)
    assert (made.batch, made.steps, made.warmup) == (8, 100, 50)
