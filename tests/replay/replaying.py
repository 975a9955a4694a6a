"""What the fixtures of the replay's tests are: their types, and the header of every text."""

from __future__ import annotations

from collections.abc import Callable

from harness.checker.replay.base import Examination, ReplayOutcome
from harness.lean.olean import Name

HEADER = "prelude\nimport Embedded.Arith\n"
IMPORTS: tuple[Name, ...] = (("Embedded", "Arith"),)
ENDLESS = (
    "set_option debug.skipKernelTC true\n"
    "theorem t : (Nat.rec (motive := fun _ => Nat → Nat) (fun n => Nat.succ n) "
    "(fun _ f n => Nat.rec (f 1) (fun _ k => f k) n) 5 5 : Nat) = 1 := by decide +kernel\n"
)
"""A text whose proof only the replay's kernel looks at, without end."""

Compile = Callable[[str], bytes]
"""Text behind HEADER -> its .olean; fails the test where it doesn't compile."""
Replay = Callable[..., ReplayOutcome]
"""(module, theorem="t", limits=..., reference=...) -> outcome, by one server for all tests."""
Examine = Callable[..., Examination]
"""(module, alone=False, limits=...) -> what was found; alone: no theorem to compare."""
