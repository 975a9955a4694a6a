"""find_replayer: the replayer that a toolchain and a setting call for."""

from __future__ import annotations

from typing import Literal

from harness.checker.replay.base import Replayer
from harness.checker.replay.leanchecker import LeanChecker, find_program
from harness.checker.replay.native import NativeReplay, available
from harness.checker.unreplayed import NO_PROGRAM, NO_SANDBOX
from harness.errors import LeanUnavailableError
from harness.lean.toolchain import Toolchain
from harness.sandbox import Sandbox
from harness.sandbox.bubblewrap import Bubblewrap

ReplayMode = Literal["auto", "always", "never"]


def find_replayer(toolchain: Toolchain, sandbox: Sandbox, mode: ReplayMode) -> Replayer | None:
    """A replayer for `toolchain`, confined as `sandbox` says; None for the mode "never" alone.

    "auto" takes whichever there is, and so does "always". Raises LeanUnavailableError, with what to install,
    where there is none.
    """
    if mode == "never":
        return None
    bubblewrap = sandbox if isinstance(sandbox, Bubblewrap) else None
    if available(toolchain):
        return NativeReplay(toolchain, bubblewrap)
    why = why_none(toolchain, sandbox)
    if bubblewrap is None or why is not None:
        raise LeanUnavailableError(_advice(toolchain, why or NO_SANDBOX))
    return LeanChecker(toolchain, bubblewrap)


def why_none(toolchain: Toolchain, sandbox: Sandbox) -> str | None:
    """Why no kernel can replay what this toolchain compiled; None where one can."""
    if available(toolchain):
        return None
    if find_program(toolchain) is None:
        return NO_PROGRAM
    return None if isinstance(sandbox, Bubblewrap) else NO_SANDBOX


def _advice(toolchain: Toolchain, why: str) -> str:
    return (
        f"proofs can't be replayed in the kernel of {toolchain.name}: {why}.\n"
        "  have it:     Lean 4.28 and later bring leanchecker; for an earlier one add lean4checker to the\n"
        "               workspace's lakefile and run `lake build lean4checker`; leave out --sandbox none\n"
        "  do without:  --replay never: then a candidate that deceives the Lean it runs in counts as proved"
    )
