"""A replay server whose children read no facts first, so that the kernel gets every module.

python -I -S replay_only.py REPOSITORY CONFIG; CONFIG is that of server.py.
"""

from __future__ import annotations

import sys
from typing import Any

sys.path.insert(0, sys.argv.pop(1))

from harness.checker.audit import CANDIDATE, Depth
from harness.checker.replay import server
from harness.errors import OleanError
from harness.lean.olean import Name, read_olean, reading


class ReplayOnly(server.Server):
    """The server, but for what a child does."""

    def _examine(self, theorem: Name | None, level: Depth, compare: bool) -> dict[str, Any]:
        try:
            with reading(CANDIDATE):
                module = read_olean(server._read_all(3), file=CANDIDATE)
        except OleanError as error:
            return server._refused(error)
        return self._replay(module, theorem)


if __name__ == "__main__":
    server.Server = ReplayOnly  # type: ignore[misc]
    server.main()
