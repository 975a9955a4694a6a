"""Progress: what it says, where it says it, and that counts are right also when a run goes on."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
import run_parts
from run_parts import ToyBackend, make_plan, run_once

from harness.run.progress import PlainProgress, Progress, make_progress

SCRIPT = [sys.executable, run_parts.__file__]
OPTIONS = ["--problems", "10", "--n", "20", "--pause", "0.01"]


@pytest.mark.parametrize("early_stop", [False, True])
def test_counts_are_right_at_the_end_and_when_a_run_goes_on(tmp_path: Path, early_stop: bool) -> None:
    plan, progress = make_plan(10, 10, early_stop=early_stop), Progress()
    gone = ToyBackend(special=lambda problem, index: {"error": "no"} if (problem, index) == ("p1", 0) else {})
    run_once(tmp_path / "run", plan, gone)
    summary, rows = run_once(tmp_path / "run", plan, progress=progress)
    assert progress.done == progress.total == len(rows)
    assert (progress.solved, progress.problems) == (summary.solved, 10)
    again = Progress()
    run_once(tmp_path / "run", plan, progress=again)
    assert (again.done, again.total, again.solved) == (progress.done, progress.total, progress.solved)


def test_plain_lines_at_start_and_end(tmp_path: Path) -> None:
    stream = io.StringIO()
    summary, _ = run_once(tmp_path / "run", make_plan(5, 4), progress=PlainProgress(stream))
    first, last = stream.getvalue().splitlines()
    assert first == "0/20 attempts (0 %), 0/5 problems solved, 0.0/s, time left unknown"
    assert re.fullmatch(rf"20/20 attempts \(100 %\), {summary.solved}/5 problems solved, \d+\.\d/s", last)


def test_time_left_follows_the_rate() -> None:
    progress = PlainProgress(io.StringIO())
    progress.start(100_000, 0, 1, 0)
    for _ in range(100):
        progress.advance()
    assert re.fullmatch(r"(\d+ s|\d+ min \d\d s|\d+ h \d\d min) left", progress.figures()[1])
    progress.shrink(100_000 - 100)
    assert progress.figures()[1] == ""


def test_a_reader_that_went_away_does_not_end_the_run(tmp_path: Path) -> None:
    stream = io.StringIO()
    stream.close()
    assert run_once(tmp_path / "run", make_plan(), progress=PlainProgress(stream))[0].complete


def test_plain_lines_go_to_standard_error_now_and_then(tmp_path: Path) -> None:
    done = subprocess.run(
        [*SCRIPT, str(tmp_path / "run"), *OPTIONS, "--progress"], capture_output=True, text=True, check=True
    )
    assert "attempts" not in done.stdout
    lines = done.stderr.splitlines()
    assert len(lines) >= 5
    assert all(re.match(r"\d+/200 attempts \(\d+ %\), \d+/10 problems solved, ", line) for line in lines)


def test_quiet_says_nothing(tmp_path: Path) -> None:
    assert type(make_progress(quiet=True)) is Progress
    done = subprocess.run([*SCRIPT, str(tmp_path / "run"), *OPTIONS], capture_output=True, check=True)
    assert done.stderr == b""


def test_a_terminal_gets_a_bar_on_standard_error_only(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*SCRIPT, str(tmp_path / "run"), *OPTIONS, "--progress"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                block = os.read(ours, 65536)
            except OSError:
                break
            shown += block
        output, _ = process.communicate()
    os.close(ours)
    assert process.returncode == 0
    assert b"attempts" not in output and b"\x1b" not in output
    text = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", shown).decode()
    assert "0/200" in text and "200/200" in text and "10/10 solved" in text and "left" in text
