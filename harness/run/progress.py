"""Progress of a run on standard error: a live bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import deque
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

_RATE_WINDOW_S = 60.0


class Progress:
    """Counts, and shows nothing: what `--quiet` uses, and the base of the others.

    The runner calls `start` once, `advance` and `shrink` as it goes, `draw` every `interval_s` seconds
    (never when that is None), and `finish` at the end, also after a failure.
    """

    interval_s: float | None = None

    def __init__(self) -> None:
        self.total = self.done = self.problems = self.solved = 0
        self._samples: deque[tuple[float, int]] = deque()

    def start(self, total: int, done: int, problems: int, solved: int) -> None:
        """total: attempts of the plan; done: of them, settled in earlier calls; solved: problems so far."""
        self.total, self.done, self.problems, self.solved = total, done, problems, solved
        self._samples.append((time.monotonic(), done))
        self.draw()

    def advance(self, *, solved: bool = False) -> None:
        """One attempt ended; `solved`: it was the first proof of its problem."""
        self.done += 1
        self.solved += solved

    def shrink(self, attempts: int) -> None:
        """So many planned attempts are no longer needed, because their problem is solved."""
        self.total -= attempts

    def draw(self) -> None:
        """Show how things are."""

    def tell(self, line: str) -> None:
        """Tell what a person must know while a run goes on, progress shown or not."""
        _print(line, sys.stderr)

    def finish(self) -> None:
        """Show how things are for the last time, and free the terminal."""

    def rate(self) -> float:
        """Attempts per second over the last minute, or since the start."""
        now = time.monotonic()
        self._samples.append((now, self.done))
        while len(self._samples) > 2 and now - self._samples[1][0] > _RATE_WINDOW_S:
            self._samples.popleft()
        start, done = self._samples[0]
        return (self.done - done) / (now - start) if now > start else 0.0

    def figures(self) -> tuple[str, str]:
        """Rate and time left, for people; the time left is an upper bound under early stop."""
        rate = self.rate()
        left = self.total - self.done
        if left <= 0:
            return f"{rate:.1f}/s", ""
        return f"{rate:.1f}/s", f"{_duration(left / rate)} left" if rate > 0 else "time left unknown"


class PlainProgress(Progress):
    """A line every ten seconds, at the start and at the end."""

    interval_s = 10.0

    def __init__(self, stream: TextIO | None = None) -> None:
        """stream: standard error when None."""
        super().__init__()
        self._stream = stream

    def draw(self) -> None:
        """Print one line."""
        stream = self._stream or sys.stderr
        share = 100 * self.done // self.total if self.total else 100
        line = (
            f"{self.done}/{self.total} attempts ({share} %), {self.solved}/{self.problems} problems solved, "
            + ", ".join(part for part in self.figures() if part)
        )
        _print(line, stream)

    def tell(self, line: str) -> None:
        """See Progress."""
        _print(line, self._stream or sys.stderr)

    def finish(self) -> None:
        """Print the last line."""
        self.draw()


class LiveProgress(Progress):
    """A bar that is drawn again in its place."""

    interval_s = 0.25

    def __init__(self) -> None:
        super().__init__()
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def start(self, total: int, done: int, problems: int, solved: int) -> None:
        """See Progress."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as RichProgress

        # No thread of its own, and standard output stays where it is: it may be a pipe.
        self._bar = RichProgress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[solved]} solved  {task.fields[rate]}  {task.fields[left]}"),
            console=Console(stderr=True),
            auto_refresh=False,
            redirect_stdout=False,
        )
        self._task = self._bar.add_task("", total=total, completed=done, solved="", rate="", left="")
        self._bar.start()
        super().start(total, done, problems, solved)

    def draw(self) -> None:
        """Draw the bar."""
        if self._bar is None or self._task is None:
            return
        rate, left = self.figures()
        solved = f"{self.solved}/{self.problems}"
        self._bar.update(
            self._task,
            completed=self.done,
            total=self.total,
            solved=solved,
            rate=rate,
            left=left,
            refresh=True,
        )

    def tell(self, line: str) -> None:
        """Print it above the bar."""
        if self._bar is None:
            return super().tell(line)
        self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def finish(self) -> None:
        """Draw the bar for the last time and leave it there."""
        if self._bar is not None:
            self.draw()
            self._bar.stop()
            self._bar = None


def _print(line: str, stream: TextIO) -> None:
    # A reader that went away is no reason to end the run.
    with contextlib.suppress(OSError, ValueError):
        print(line, file=stream, flush=True)


def make_progress(*, quiet: bool = False) -> Progress:
    """What fits standard error: nothing when `quiet`, a bar on a terminal, plain lines elsewhere."""
    if quiet:
        return Progress()
    return LiveProgress() if sys.stderr.isatty() else PlainProgress()


def _duration(seconds: float) -> str:
    """Seconds as "42 s", "3 min 05 s" or "2 h 07 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
