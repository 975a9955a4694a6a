"""LeanChecker: replays by the toolchain's own `leanchecker` program."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.checker.replay.base import (
    Examination,
    Question,
    Replayer,
    ReplayOutcome,
    facts_read_here,
)
from harness.errors import LeanUnavailableError
from harness.lean.embedded import environment
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Stop, cpu_net, guest_request
from harness.sandbox.bubblewrap import SCRATCH, Bubblewrap
from harness.sandbox.process import Collected, collect

PROGRAMS = ("leanchecker", "lean4checker")
MODULE = "Candidate"
_WRITER = Path(__file__).with_name("_writer.py")
_STARTED = b"started"
_REPORT = 64
_SHOWN = 300
_SIGKILL, _SIGXCPU = 9, 24


def find_program(toolchain: Toolchain) -> Path | None:
    """`leanchecker` beside the toolchain's `lean`, or in the build of a workspace on its search path."""
    if toolchain.executable is None:
        return None
    folders = [toolchain.executable.parent]
    # Lake puts a package's programs into build/bin, its modules into build/lib/lean (once build/lib).
    for path in toolchain.search_path:
        folders += [parent / "bin" for parent in list(path.parents)[:2]]
    for folder in folders:
        for name in PROGRAMS:
            if found := shutil.which(name, path=str(folder)):
                return Path(found)
    return None


class LeanChecker(Replayer):
    """One sandboxed `leanchecker` process per module.

    The program maps the candidate's file into its memory unchecked, so a hostile file may crash it: that is a
    refusal. It doesn't look at axioms, nor compare statements: the audit does both. Tested here against a
    stand-in program only, since no toolchain with `leanchecker` was there.
    """

    def __init__(self, toolchain: Toolchain, sandbox: Bubblewrap, program: Path | None = None) -> None:
        found = program or find_program(toolchain)
        if found is None:
            raise LeanUnavailableError(
                f"the toolchain {toolchain.name} has no {' or '.join(PROGRAMS)}: use a toolchain that ships "
                "leanchecker, build lean4checker in the workspace, or use --replay auto or never"
            )
        self._toolchain, self._sandbox, self._program = toolchain, sandbox, found

    def description(self) -> Mapping[str, Any]:
        """What verdicts record."""
        return {"replay": self._program.name}

    async def examine(self, module: bytes, question: Question, limits: Limits) -> Examination:
        """See Replayer.examine. The program gets no module that the audit refuses by its facts alone."""
        facts = await facts_read_here(module, question)
        if facts.refuses:
            return Examination(facts, ReplayOutcome(False, "not replayed, since the audit refuses it"))
        return Examination(facts, await self._replay(module, limits))

    async def _replay(self, module: bytes, limits: Limits) -> ReplayOutcome:
        config = {
            "file": f"{MODULE}.olean",
            "program": [str(self._program), MODULE],
            "environment": dict(environment((Path(SCRATCH), *self._toolchain.search_path))),
            "cpu_s": cpu_net(limits.cpu_s),
            "memory": limits.memory,
        }

        def command(report: int) -> list[str]:
            full = json.dumps({**config, "report": report})
            return self._sandbox.command(
                seen, limits, [str(guest_request.python()), "-I", "-S", str(_WRITER), full]
            )

        seen = replace(self._toolchain, readable=(*self._toolchain.readable, self._program, _WRITER))
        try:
            done = await collect(
                command,
                module,
                environment={},
                output_limit=limits.output,
                report_limit=_REPORT,
                wall_s=limits.wall_s,
            )
        except OSError as error:
            return ReplayOutcome(False, failure=f"the sandbox can't be started: {error}")
        return _outcome(done)

    async def close(self) -> None:
        """Nothing is kept running."""


def _outcome(done: Collected) -> ReplayOutcome:
    """Bubblewrap gives a signal as 128 plus its number. What the program says is free text, so no refusal is
    sure."""
    if done.stopped is Stop.WALL:
        return ReplayOutcome(False, stopped=Stop.WALL)
    if done.code == 0 and done.stopped is None and done.report == _STARTED:
        return ReplayOutcome(True)
    if done.report != _STARTED:
        text = done.errors.decode("utf-8", "replace").strip()[-_SHOWN:]
        return ReplayOutcome(False, failure=f"the sandbox ended with code {done.code}: {text}")
    text = (done.errors or done.output).decode("utf-8", "replace").strip()[-_SHOWN:]
    if done.code in (128 + _SIGXCPU, 128 + _SIGKILL):
        # The kernel's own limit on CPU time, or whoever else kills: the time itself isn't seen from here.
        return ReplayOutcome(False, stopped=Stop.CPU, sure=False)
    if done.code > 128:
        return ReplayOutcome(False, f"it crashed (code {done.code}) {text}", crashed=True, sure=False)
    return ReplayOutcome(False, text or f"it ended with code {done.code}", sure=False)
