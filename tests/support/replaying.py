"""What the fixtures of the replay's tests are: their types, and the header of every text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from harness.checker.replay._client import configuration
from harness.checker.replay.base import Examination, Question, Replayer, ReplayOutcome
from harness.checker.replay.native import NativeReplay
from harness.lean.olean import Name
from harness.sandbox import Limits, guest_request

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
"""(module, theorem="t", limits=..., imports=...) -> outcome of a replay without an audit before it."""
Examine = Callable[..., Examination]
"""(module, alone=False, limits=...) -> what was found; alone: no theorem to compare."""

_PROGRAM = Path(__file__).with_name("replay_only.py")


class ReplayOnly(NativeReplay):
    """A replayer that reads no facts, see replay_only.py."""

    def _command(self, imports: Sequence[Name], channel: int) -> list[str]:
        assert self._sandbox is not None
        config = configuration(self._toolchain, imports, channel, layers=True)
        inner = guest_request.command(_PROGRAM.stem, config)
        inner[4] = f"import sys; sys.path.insert(0, {str(_PROGRAM.parent)!r}); {inner[4]}"
        readable = (*self._toolchain.readable, guest_request.PACKAGE, _PROGRAM)
        return self._sandbox.command(replace(self._toolchain, readable=readable), Limits(), inner)


async def examined_alone(
    replayer: Replayer, module: bytes, limits: Limits | None = None, imports: tuple[Name, ...] = IMPORTS
) -> ReplayOutcome:
    """The replay of a file that is looked at by itself."""
    found = await replayer.examine(module, Question(imports), limits or Limits())
    assert found.replay is not None
    return found.replay
