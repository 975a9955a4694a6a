"""A replay server whose children read no facts first, so that the kernel gets every module.

Its argument is that of server.py.
"""

from __future__ import annotations

from typing import Any

from harness.checker.audit import CANDIDATE, Depth
from harness.checker.replay.programs import server
from harness.errors import OleanError
from harness.lean.olean import Name, read_olean, reading


class ReplayOnly(server.ReplayServer):
    """The server, but for what a child does."""

    def _examine(self, theorem: Name | None, level: Depth, compare: bool) -> dict[str, Any]:
        try:
            with reading(CANDIDATE):
                module = read_olean(server._read_all(3), file=CANDIDATE)
        except OleanError as error:
            return server._refused(error)
        return self._replay(module, theorem)


def main() -> None:
    """What the command that starts it calls."""
    server.ReplayServer = ReplayOnly  # type: ignore[misc]
    server.main()
