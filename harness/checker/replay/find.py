"""find_replayer: the replayer that a toolchain and a setting call for."""

from __future__ import annotations

from typing import Literal

from harness.checker.replay.base import Replayer
from harness.checker.replay.leanchecker import LeanChecker, find_program
from harness.checker.replay.native import NativeReplay, available
from harness.checker.sandbox import Sandbox
from harness.checker.sandbox.bubblewrap import Bubblewrap
from harness.errors import LeanUnavailableError
from harness.lean.toolchain import Toolchain

ReplayMode = Literal["auto", "always", "never"]


def find_replayer(toolchain: Toolchain, sandbox: Sandbox, mode: ReplayMode) -> Replayer | None:
    """A replayer for `toolchain`, confined as `sandbox` says, or None where `mode` does without.

    Raises LeanUnavailableError for "always" where there is none.
    """
    if mode == "never":
        return None
    bubblewrap = sandbox if isinstance(sandbox, Bubblewrap) else None
    if available(toolchain):
        return NativeReplay(toolchain, bubblewrap)
    if bubblewrap is not None and find_program(toolchain) is not None:
        return LeanChecker(toolchain, bubblewrap)
    if mode == "always":
        raise LeanUnavailableError(
            f"the toolchain {toolchain.name} has no way to replay a proof in its kernel: "
            "use one with leanchecker and the sandbox bubblewrap, or --replay auto"
        )
    return None
