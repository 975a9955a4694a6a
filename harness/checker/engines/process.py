"""Engine `process`: one sandboxed `lean` process for each text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.checker.engines.base import Elaboration
from harness.checker.engines.messages import read_messages
from harness.checker.sandbox import Limits, Sandbox
from harness.lean.toolchain import Toolchain

_ERRORS_SHOWN = 2000


class ProcessEngine:
    """The reference engine: slow to start, nothing shared between texts."""

    def __init__(self, toolchain: Toolchain, sandbox: Sandbox) -> None:
        self._toolchain, self._sandbox = toolchain, sandbox

    def description(self) -> Mapping[str, Any]:
        """The engine and its sandbox."""
        return {"engine": "process", **self._sandbox.description()}

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        """See Engine.elaborate."""
        arguments = [
            "--json",
            f"-DmaxHeartbeats={limits.heartbeats}",
            *(f"-D{name}={value}" for name, value in self._toolchain.options),
            "-o",
            "Candidate.olean",
            "Candidate.lean",
        ]
        done = await self._sandbox.run(self._toolchain, arguments, text.encode("utf-8"), limits)
        messages, noise = read_messages(done.output)
        return Elaboration(
            stopped=done.stopped,
            code=done.code,
            messages=messages,
            module=done.module,
            noise=noise,
            errors=done.errors.decode("utf-8", "replace")[-_ERRORS_SHOWN:],
            cpu_s=done.cpu_s,
            wall_s=done.wall_s,
            failure=done.failure,
        )

    async def close(self) -> None:
        """Nothing is kept running."""
