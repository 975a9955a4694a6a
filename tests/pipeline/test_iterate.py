"""Rounds of a loop in its folder: the arms, what they learn, and that a killed loop ends with the same."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness.checker import CheckerSpec
from harness.errors import UsageError
from harness.pipeline.gains import GainRow, conclusion, gain_rows
from harness.pipeline.generator import HEADER
from harness.pipeline.loop import LoopFolder, open_tools
from harness.pipeline.stages import sets
from harness.pipeline.stages.iterate import FROZEN, LOOP, UNCHECKED, IterateSettings, Iteration, LearningArm
from harness.pipeline.training import CountsTrainer

SETS = sets.SetsSettings(seed=3, start=30, pool=30, held_out=12)
SETTINGS = IterateSettings(rounds=2, k=4, samples=4, arms=(LOOP, FROZEN, UNCHECKED))


async def rows_of(folder: Path) -> list[GainRow]:
    with LoopFolder(folder, say=lambda line: None) as loop:
        async with open_tools(CheckerSpec(), [HEADER], say=lambda line: None) as tools:
            await sets.draw(loop, tools, SETS)
            measured = await Iteration(loop, tools, CountsTrainer(), SETTINGS).run()
        return gain_rows(loop, [measured], (1, 4))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[GainRow]]:
    """A loop that nothing disturbed."""
    folder = tmp_path_factory.mktemp("loop") / "whole"
    return folder, asyncio.run(rows_of(folder))


def test_the_loop_learns_and_its_controls_dont(whole: tuple[Path, list[GainRow]]) -> None:
    rows = {(row.arm, row.round): row for row in whole[1]}
    assert list(rows) == [("start", 0), ("loop", 1), ("loop", 2), ("frozen", 2), ("unchecked", 2)]
    assert rows["loop", 2].learnt[0] > 0
    assert rows["frozen", 2].learnt == (0,)
    assert rows["unchecked", 2].learnt == rows["loop", 2].learnt
    assert rows["frozen", 2].attempts[0] >= rows["loop", 2].attempts[0] > 0
    assert rows["loop", 2].gains is None
    assert conclusion(whole[1], 4, on="held-out").startswith(("gain shown", "no gain shown"))


def test_an_iteration_that_is_done_asks_nobody(whole: tuple[Path, list[GainRow]], tmp_path: Path) -> None:
    folder, rows = whole
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    for attempts in copy.rglob("attempts.sqlite"):
        attempts.unlink()
    assert asyncio.run(rows_of(copy)) == rows


PROGRAM = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_iterate import rows_of
asyncio.run(rows_of(Path({folder!r})))
"""


def test_a_loop_that_is_killed_ends_with_the_same_tables(
    whole: tuple[Path, list[GainRow]], tmp_path: Path
) -> None:
    folder = tmp_path / "killed"
    code = PROGRAM.format(tests=str(Path(__file__).parent), folder=str(folder))
    for wait_s in (3.0, 4.0, 5.0):
        process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
        time.sleep(wait_s)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert asyncio.run(rows_of(folder)) == whole[1]


def test_measurements_are_ordinary_runs(whole: tuple[Path, list[GainRow]]) -> None:
    run = whole[0] / "loop/round-1/measure-held-out/run/run.json"
    settings = json.loads(run.read_text())["settings"]
    assert settings["n"] == 4
    assert settings["backend"]["name"] == "counts"


def test_a_loop_that_doesnt_beat_its_control_shows_no_gain(whole: tuple[Path, list[GainRow]]) -> None:
    rows = [row for row in whole[1] if row.arm != "frozen"]
    assert conclusion(rows, 4, on="held-out").startswith("no gain shown: there is no arm 'frozen'")


@pytest.mark.parametrize(
    "arms", [(), (FROZEN, LOOP), (LOOP, LearningArm("loop", "nothing"))], ids=["none", "order", "names"]
)
def test_arms_that_cant_be_are_refused(arms: tuple[LearningArm, ...]) -> None:
    with pytest.raises(UsageError):
        IterateSettings(arms=arms)
