"""What the fixtures of the replay's tests are: their types, and the header of every text."""

from __future__ import annotations

from collections.abc import Callable

from harness.checker.replay.base import Examination, ReplayOutcome
from harness.lean.olean import Name

HEADER = "prelude\nimport Embedded.Arith\n"
IMPORTS: tuple[Name, ...] = (("Embedded", "Arith"),)

Compile = Callable[[str], bytes]
"""Text behind HEADER -> its .olean; fails the test where it doesn't compile."""
Replay = Callable[..., ReplayOutcome]
"""(module, theorem="t", limits=..., reference=...) -> outcome, by one server for all tests."""
Examine = Callable[..., Examination]
"""(module, alone=False, limits=...) -> what was found; alone: no theorem to compare."""
