"""LeanChecker: replays by the toolchain's own `leanchecker` program."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Mapping
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
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Outcome, Stop
from harness.sandbox.bubblewrap import Bubblewrap
from harness.sandbox.guest_request import Inside

PROGRAMS = ("leanchecker", "lean4checker")
MODULE = "Candidate"
_SHOWN = 300


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
    refusal. It runs as Lean does in engine `process`, with the same limits. It doesn't look at axioms, nor
    compare statements: the audit does both. Tested here against a stand-in program only, since no toolchain
    with `leanchecker` was there.
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
        inside = Inside((MODULE,), self._program, f"{MODULE}.olean", collect=False)
        return _outcome(await self._sandbox.run_inside(self._toolchain, inside, module, limits))

    async def close(self) -> None:
        """Nothing is kept running."""


def _outcome(done: Outcome) -> ReplayOutcome:
    """What the program says is free text, so no refusal is sure; a limit that was measured is."""
    text = (done.errors or done.output).decode("utf-8", "replace").strip()[-_SHOWN:]
    if done.failure is not None:
        return ReplayOutcome(False, failure=done.failure)
    if done.stopped in (Stop.CPU, Stop.WALL, Stop.MEMORY):
        return ReplayOutcome(False, cpu_s=done.cpu_s, stopped=done.stopped)
    if done.stopped is not None:
        return ReplayOutcome(False, f"over the limit of {done.stopped}: {text}", cpu_s=done.cpu_s, sure=False)
    if done.code == 0:
        return ReplayOutcome(True, cpu_s=done.cpu_s)
    if done.code is None or done.code == -signal.SIGKILL:
        return ReplayOutcome(False, cpu_s=done.cpu_s, failure="a replay was killed from outside")
    if done.code < 0:
        crash = f"it crashed (code {done.code}) {text}"
        return ReplayOutcome(False, crash, cpu_s=done.cpu_s, crashed=True, sure=False)
    return ReplayOutcome(False, text or f"it ended with code {done.code}", cpu_s=done.cpu_s, sure=False)
