"""Engine `process`: one sandboxed `lean` process for each text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from harness.checker.engines.base import Elaboration, Engine
from harness.checker.engines.snapshots import Snapshots, files
from harness.checker.messages import read_messages
from harness.lean.source.header import leading_header
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Sandbox

_ERRORS_SHOWN = 2000


class ProcessEngine(Engine):
    """The reference engine: slow to start, nothing shared between texts.

    snapshots: what headers' imports come to, saved by Lean; what goes wrong with one is done without.
    """

    def __init__(self, toolchain: Toolchain, sandbox: Sandbox, snapshots: Snapshots | None = None) -> None:
        self._toolchain, self._sandbox, self._snapshots = toolchain, sandbox, snapshots

    def description(self) -> Mapping[str, Any]:
        """The engine and its sandbox."""
        return {"engine": "process", **self._sandbox.description()}

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        """See Engine.elaborate."""
        options = (
            f"-DmaxHeartbeats={limits.heartbeats}",
            *(f"-D{name}={value}" for name, value in self._toolchain.options),
        )
        header = leading_header(text)
        snapshot = await self._snapshots.get(header, options) if self._snapshots and header else None
        if snapshot is not None:
            shown = replace(self._toolchain, readable=(*self._toolchain.readable, *files(snapshot)))
            done = await self._run(shown, text, limits, (*options, f"--incr-load={snapshot}"))
            if _orderly(done):
                return done
        return await self._run(self._toolchain, text, limits, options)

    async def _run(
        self, toolchain: Toolchain, text: str, limits: Limits, options: Sequence[str]
    ) -> Elaboration:
        arguments = ["--json", *options, "-o", "Candidate.olean", "Candidate.lean"]
        done = await self._sandbox.run(toolchain, arguments, text.encode("utf-8"), limits)
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


def _orderly(done: Elaboration) -> bool:
    """Whether Lean ended as it does on a text; a snapshot that it can't use ends it otherwise."""
    if done.failure is not None or done.noise:
        return False
    failed = any(message.severity == "error" for message in done.messages)
    return done.stopped is not None or (done.code == 1 and failed) or (done.code == 0 and not failed)
