"""A run that is killed, stopped or cut off ends like one that was left alone."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import run_parts
from run_parts import ToyBackend, ToyChecker, carry_out, make_plan, run_once, settled

from harness.errors import BackendError
from harness.run.store import RunStore

KILLS = 10


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, run_parts.__file__, str(folder), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("early_stop", [False, True])
def test_a_run_killed_ten_times_ends_with_the_same_verdicts(tmp_path: Path, early_stop: bool) -> None:
    seed = random.randrange(2**32)
    dice = random.Random(seed)
    problems, n = (60, 12) if early_stop else (30, 24)
    options = ["--problems", str(problems), "--n", str(n), "--pause", "0.02"]
    options += ["--early-stop"] if early_stop else []
    folder = tmp_path / "run"
    counts = []
    # Half of them before the first batch is written, half after it.
    moments = [dice.uniform(*span) for span in ((0.0, 0.2), (0.25, 0.7)) for _ in range(KILLS // 2)]
    dice.shuffle(moments)
    for moment in moments:
        with start(folder, *options) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        counts.append(settled(folder))
    whole, rows = run_once(tmp_path / "whole", make_plan(problems, n, early_stop=early_stop))
    # What is on the disk stays, and the kills hit the run in its middle.
    assert counts == sorted(counts), f"seed {seed}"
    assert len({count for count in counts if 0 < count < len(rows)}) >= 2, f"seed {seed}: {counts}"
    with start(folder, *options) as process:
        output, errors = process.communicate()
    assert errors == b"" and json.loads(output.splitlines()[-1])["complete"]
    summary, killed_rows = run_once(folder, make_plan(problems, n, early_stop=early_stop), ToyBackend())
    assert killed_rows == rows, f"seed {seed}"
    assert (summary.problems, summary.verdicts, summary.reasons) == (
        whole.problems, whole.verdicts, whole.reasons
    )  # fmt: skip


def test_what_was_generated_is_not_generated_again(tmp_path: Path) -> None:
    plan = make_plan(5, 8)
    busy = asyncio.Event()
    checker = ToyChecker()

    async def hang(problem: str, candidate: str) -> None:
        if checker.running == 3:
            busy.set()
        await asyncio.sleep(3600)

    checker.before = hang

    async def cut_off(store: RunStore) -> list[tuple[str, int]]:
        stop, backend = asyncio.Event(), ToyBackend()
        running = asyncio.create_task(carry_out(plan, backend, checker, store, stop=stop))
        await busy.wait()
        stop.set()
        assert (await running).verdicts["proved"] == 0
        return backend.asked

    with RunStore.create_or_open(tmp_path / "run", plan) as store:
        asked = asyncio.run(cut_off(store))
    with RunStore.open_readonly(tmp_path / "run") as store:
        kept = {(name, index) for name, states in store.done().items() for index in states.generated}
    assert kept == set(asked) and len(asked) >= 3
    backend = ToyBackend()
    summary, rows = run_once(tmp_path / "run", plan, backend)
    assert sorted(backend.asked + asked) == [(f"p{i}", index) for i in range(5) for index in range(8)]
    assert summary.complete and rows == run_once(tmp_path / "whole", plan)[1]


@pytest.mark.parametrize("early_stop", [False, True])
def test_stop_cancels_running_checks_and_leaves_a_run_to_go_on_with(tmp_path: Path, early_stop: bool) -> None:
    plan, stop = make_plan(10, 10, early_stop=early_stop), asyncio.Event()
    checker = ToyChecker()

    async def hang_after_ten(problem: str, candidate: str) -> None:
        if len(checker.checked) > 10:
            if checker.running == 3:
                stop.set()
            await asyncio.sleep(3600)

    checker.before = hang_after_ten
    # run_once also looks that no task is left.
    summary, _ = run_once(tmp_path / "run", plan, checker=checker, stop=stop)
    assert (summary.complete, summary.stopped) == (False, "interrupted")
    assert (checker.cancelled, checker.running) == (3, 0)
    assert sum(summary.verdicts.values()) >= 8 and summary.verdicts["infrastructure"] == 0
    summary, rows = run_once(tmp_path / "run", plan)
    assert (summary.complete, summary.stopped) == (True, None)
    assert rows == run_once(tmp_path / "whole", plan)[1]


def test_stop_before_the_start_asks_for_nothing(tmp_path: Path) -> None:
    stop, backend = asyncio.Event(), ToyBackend()
    stop.set()
    summary, rows = run_once(tmp_path / "run", make_plan(), backend, stop=stop)
    assert (summary.complete, summary.stopped, rows, backend.asked) == (False, "interrupted", [], [])


def test_a_cancelled_run_leaves_no_task_and_keeps_what_it_had(tmp_path: Path) -> None:
    plan, checker, busy = make_plan(10, 10), ToyChecker(), asyncio.Event()

    async def hang_after_ten(problem: str, candidate: str) -> None:
        if len(checker.checked) > 10:
            if checker.running == 3:
                busy.set()
            await asyncio.sleep(3600)

    checker.before = hang_after_ten

    async def scenario(store: RunStore) -> None:
        running = asyncio.create_task(carry_out(plan, ToyBackend(), checker, store))
        await busy.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert asyncio.all_tasks() == {asyncio.current_task()}

    with RunStore.create_or_open(tmp_path / "run", plan) as store:
        asyncio.run(scenario(store))
    assert (checker.cancelled, checker.running) == (3, 0)
    assert settled(tmp_path / "run") == 10
    assert run_once(tmp_path / "run", plan)[1] == run_once(tmp_path / "whole", plan)[1]


@pytest.mark.parametrize("early_stop", [False, True])
def test_a_backend_that_is_gone_stops_the_run_and_what_it_gave_is_checked(
    tmp_path: Path, early_stop: bool
) -> None:
    plan = make_plan(10, 10, early_stop=early_stop)

    async def gone(problem: str, index: int) -> None:
        if index == 1 and problem == "p5":
            raise BackendError("the server went away: start it again")
        if index == 1:
            await asyncio.sleep(0.01)

    backend = ToyBackend(before=gone)
    slow = ToyChecker(before=lambda problem, candidate: asyncio.sleep(0.002))
    summary, rows = run_once(tmp_path / "run", plan, backend, slow)
    assert not summary.complete and summary.stopped == "the server went away: start it again"
    assert len(rows) >= 10 and all(row[6] is not None for row in rows)
    summary, rows = run_once(tmp_path / "run", plan)
    assert summary.complete and rows == run_once(tmp_path / "whole", plan)[1]


def test_the_first_batch_is_on_the_disk_soon_after_it_was_made(tmp_path: Path) -> None:
    plan, checker = make_plan(2, 2), ToyChecker()

    async def wait_for_the_disk(problem: str, candidate: str) -> None:
        if len(checker.checked) == 2:
            async with asyncio.timeout(30):
                while settled(tmp_path / "run") < 1:  # noqa: ASYNC110  another process would look in like this
                    await asyncio.sleep(0.02)

    checker.before = wait_for_the_disk
    summary, _ = run_once(tmp_path / "run", plan, checker=checker, max_checkers=1)
    assert summary.complete and summary.verdicts["infrastructure"] == 0


def high_water_kib(folder: Path, n: int, *options: str) -> int:
    """The memory that 100 * n attempts with texts of 400 characters need."""
    with start(folder, "--problems", "100", "--n", str(n), "--words", "20", *options) as process:
        output, errors = process.communicate()
    result = json.loads(output.splitlines()[-1])
    assert errors == b"" and result["complete"]
    assert sum(result["verdicts"].values()) == 100 * n
    return int(result["high_water_kib"])


def test_twenty_thousand_attempts_need_no_more_memory_than_two_thousand(tmp_path: Path) -> None:
    few = high_water_kib(tmp_path / "few", 20)
    many = high_water_kib(tmp_path / "many", 200)
    held = high_water_kib(tmp_path / "held", 200, "--log")
    assert many - few < 6 * 1024 < held - few
