"""Whether candidates are elaborated together, and how many: by what that has cost and spared so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from harness.sandbox import Limits

#: Candidates of one statement in one text at most.
TOGETHER: Final = 32
#: CPU seconds of one text, unless a candidate alone may use less.
_LEAST_S: Final = 5.0
#: The part of a candidate's CPU time that a text of many may use.
_PART: Final = 4
#: How much a new figure counts against all those before.
_WEIGHT: Final = 0.05
#: Of so many turns one is taken the other way, so that both costs stay known.
_EXPLORE: Final = 16


@dataclass(slots=True)
class _Mean:
    """An average that forgets. value: None before the first figure."""

    value: float | None = None

    def add(self, figure: float) -> None:
        self.value = figure if self.value is None else self.value + _WEIGHT * (figure - self.value)


class Pilot:
    """Decides for one checker.

    always: together whenever there are several; else only while it costs less than what it spares.
    """

    def __init__(self, *, always: bool) -> None:
        self._always = always
        self._size, self._turns = TOGETHER, 0
        self._beside, self._alone, self._spared = _Mean(), _Mean(), _Mean()

    @property
    def size(self) -> int:
        """How many are taken at once."""
        return self._size

    def together(self) -> bool:
        """Whether the next ones are elaborated together."""
        if self._always:
            return True
        self._turns += 1
        pays = self._pays()
        return not pays if self._turns % _EXPLORE == 0 else pays

    def _pays(self) -> bool:
        beside, alone, spared = self._beside.value, self._alone.value, self._spared.value
        if beside is None or alone is None or spared is None:
            return True
        return beside < spared * alone

    def saw_alone(self, cpu_s: float) -> None:
        """CPU seconds of a check that ended with an error of Lean."""
        self._alone.add(cpu_s)

    def saw_together(self, cpu_s: float, candidates: int, decided: int, *, ended: bool) -> None:
        """What one text cost and decided; ended: whether Lean came to its end."""
        self._beside.add(cpu_s / candidates)
        self._spared.add(decided / candidates)
        # One endless candidate costs all that stand beside it: fewer are put together for a while.
        self._size = min(TOGETHER, 2 * self._size) if ended else max(2, self._size // 2)


def joint_cpu_s(limits: Limits) -> float:
    """CPU seconds for a text of many: never more than one candidate has alone, so that none that is decided
    in it would have met that limit."""
    return min(limits.cpu_s, max(_LEAST_S, limits.cpu_s / _PART))
