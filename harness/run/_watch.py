"""Tell a person what a run waits for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from harness.waits import Waits

#: How often to look, in seconds.
LOOK_S = 1.0
# The same party is spoken of again after so long: at first, and when it has gone on for some time.
_SOON_S, _LATER_S, _LONG_S = 10.0, 60.0, 60.0


@dataclass(slots=True)
class _Told:
    first: float
    last: float


class Watch:
    """Looks at what several parties are waited for, and says it: soon, and now and then while it lasts."""

    def __init__(self, parties: Iterable[Waits], tell: Callable[[str], None]) -> None:
        self._parties, self._tell = tuple(parties), tell
        self._told: dict[Waits, _Told] = {}

    def look(self) -> None:
        """Say what is due."""
        now = time.monotonic()
        for party in self._parties:
            line, told = party.line(), self._told.get(party)
            if line is None:
                if self._told.pop(party, None) is not None:
                    self._tell(f"{party.party} answers again")
            elif told is None:
                self._told[party] = _Told(now, now)
                self._tell(line)
            elif now - told.last >= (_SOON_S if now - told.first < _LONG_S else _LATER_S):
                told.last = now
                self._tell(line)
