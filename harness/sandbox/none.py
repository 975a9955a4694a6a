"""No sandbox: only limits. For texts that one trusts, on machines where no sandbox can be made."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from typing import Any

from harness.lean.toolchain import Toolchain
from harness.sandbox import guest_request
from harness.sandbox.base import Limits, Outcome
from harness.sandbox.process import collect

_HEAD = 1 << 16

WARNING = (
    "WARNING: --sandbox none: candidate proofs run with your rights, see your files and the network.\n"
    "WARNING: a verdict of this run says nothing about a candidate that wanted to cheat."
)


class NoSandbox:
    """Runs Lean as an ordinary child in a temporary folder."""

    def description(self) -> Mapping[str, Any]:
        """That there is none."""
        return {"sandbox": "none", "seccomp": False, "memory": "watched"}

    async def run(
        self, toolchain: Toolchain, arguments: Sequence[str], text: bytes, limits: Limits
    ) -> Outcome:
        """See Sandbox.run."""
        inside = guest_request.Inside(tuple(arguments))
        try:
            with tempfile.TemporaryDirectory(prefix="prover-eval-") as scratch:

                def command(report: int) -> list[str]:
                    config = guest_request.configuration(
                        toolchain, inside, limits, scratch=scratch, report=report, layers=False, read=()
                    )
                    return guest_request.command(guest_request.GUEST, config)

                collected = await collect(
                    command,
                    text,
                    environment={},
                    output_limit=limits.output,
                    report_limit=limits.scratch + _HEAD,
                    wall_s=limits.wall_s,
                )
                return guest_request.outcome(collected, limits)
        except OSError as error:
            return Outcome(None, None, failure=f"Lean can't be started: {error}")
