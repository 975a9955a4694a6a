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
class _Reported:
    first: float
    last: float


class Watch:
    """Looks at what several parties are waited for, and says it: soon, and now and then while it lasts."""

    def __init__(self, parties: Iterable[Waits], tell: Callable[[str], None]) -> None:
        self._parties, self._tell = tuple(parties), tell
        self._reported: dict[Waits, _Reported] = {}

    def look(self) -> None:
        """Say what is due."""
        now = time.monotonic()
        for party in self._parties:
            line, reported = party.line(), self._reported.get(party)
            if line is None:
                if self._reported.pop(party, None) is not None:
                    self._tell(f"{party.party} answers again")
            elif reported is None:
                self._reported[party] = _Reported(now, now)
                self._tell(line)
            elif now - reported.last >= (_SOON_S if now - reported.first < _LONG_S else _LATER_S):
                reported.last = now
                self._tell(line)
