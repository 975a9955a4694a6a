"""What is waited for while something is tried again: why, how often so far, and until when."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

#: Trouble that passes within so many seconds isn't worth a line.
SHORT_S = 2.0
#: So long may an answer take without a word before that is reported: the first one of all, and later ones.
FIRST_WORD_S, NEXT_WORD_S = 3.0, 30.0
_WORDS = 240


@dataclass(slots=True, eq=False)
class _Wait:
    why: str
    begun: float
    until: float


class Waits:
    """The failures of one party (a model's server, a checker) since its last success, and the pauses after
    them. For one event loop."""

    def __init__(self, party: str, advice: str = "") -> None:
        """party: as a line names it, e.g. "the model at 127.0.0.1". advice: what to say of a long silence."""
        self.party, self._advice = party, advice
        self._pauses: list[_Wait] = []
        self._met: Counter[str] = Counter()
        self._since: float | None = None
        self._why = ""
        self._asked = 0
        self._heard: float | None = None
        self._listening_since = 0.0

    def failed(self, why: str) -> None:
        """One more failure, in the words of whoever failed."""
        self._why = " ".join(why.split())[:_WORDS]
        self._met[self._why] += 1
        if self._since is None:
            self._since = time.monotonic()

    def succeeded(self) -> None:
        """An answer came: what failed before is over."""
        self._since = None
        self._met.clear()
        self.heard()

    @contextmanager
    def pause(self, seconds: float) -> Iterator[None]:
        """Within: the pause after the last failure, of so many seconds."""
        now = time.monotonic()
        wait = _Wait(self._why, now, now + seconds)
        self._pauses.append(wait)
        try:
            yield
        finally:
            self._pauses.remove(wait)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Within: a request is under way."""
        if not self._asked:
            self._listening_since = time.monotonic()
        self._asked += 1
        try:
            yield
        finally:
            self._asked -= 1

    def heard(self) -> None:
        """A part of an answer came."""
        self._heard = time.monotonic()

    def line(self) -> str | None:
        """What a person should know now, in one line; None while all goes well."""
        now = time.monotonic()
        lasting = self._since is not None and now - self._since >= SHORT_S
        if lasting or any(now - wait.begun >= SHORT_S for wait in self._pauses):
            return self._trouble(now)
        return self._silence(now)

    def _trouble(self, now: float) -> str:
        why, times = self._why, self._met[self._why]
        if self._pauses:
            why = min(self._pauses, key=lambda wait: wait.until).why
            times = self._met[why]
        often = f", {times} times so far" if times > 1 else ""
        return f"waiting for {self.party}: {why}{often}; {self._next(now)}"

    def _next(self, now: float) -> str:
        if not self._pauses:
            return "tried again now"
        first, last = (pick(wait.until for wait in self._pauses) for pick in (min, max))
        at = time.strftime("%H:%M:%S", time.localtime(time.time() + max(0.0, first - now)))
        text = f"tried again in {max(0.0, first - now):.0f} s (at {at})"
        if len(self._pauses) > 1:
            text += f", {len(self._pauses)} requests wait, the longest for {max(0.0, last - now):.0f} s"
        return text

    def _silence(self, now: float) -> str | None:
        if not self._asked:
            return None
        quiet = now - max(self._heard or 0.0, self._listening_since)
        if quiet < (FIRST_WORD_S if self._heard is None else NEXT_WORD_S):
            return None
        requests = f"{self._asked} request{'s are' if self._asked > 1 else ' is'} under way"
        return f"waiting for {self.party}: no word for {quiet:.0f} s, {requests}{self._advice}"
