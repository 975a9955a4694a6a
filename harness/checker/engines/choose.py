"""Which engine: the first that works here and answers as `process` does, of those that may be taken."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from harness.cachefile import load_sealed, save_sealed
from harness.checker.engines.base import Engine
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.engines.process import ProcessEngine
from harness.checker.engines.repl.engine import ReplEngine, Undecided
from harness.checker.engines.repl.find import find_repl, identity, need_repl
from harness.checker.engines.selftest import self_test
from harness.checker.engines.snapshots import Snapshots
from harness.checker.revision import code_revision
from harness.errors import DataError, EngineUnsupportedError, UsageError
from harness.lean.toolchain import Toolchain
from harness.sandbox import Sandbox
from harness.sandbox.bubblewrap import Bubblewrap

EngineName = Literal["auto", "fork", "repl", "process"]


@dataclass(frozen=True, slots=True)
class EngineWanted:
    """What an engine is made for.

    name: which one; auto is the first that works. first_error, jobs: see ForkEngine. cache: folder that
    remembers a self-test that was passed, and keeps what Lean saves of a header. program: the repl, where it
    isn't the workspace's own.
    """

    name: EngineName = "auto"
    first_error: bool = False
    jobs: int | None = None
    cache: Path | None = None
    program: Path | None = None


async def choose_engine(
    toolchain: Toolchain, sandbox: Sandbox, wanted: EngineWanted, say: Callable[[str], None]
) -> Engine:
    """The engine that is wanted, after its self-test; `say` gets a line on why auto doesn't give the fastest.

    Engines `fork` and `repl` isolate texts by namespaces, so with another sandbox than bubblewrap auto is
    `process`. Raises UsageError when one of them is asked for together with another sandbox, and
    EngineUnsupportedError when an engine that is asked for by name doesn't work here.
    """
    names = _TRIED[wanted.name]
    if not isinstance(sandbox, Bubblewrap):
        names = tuple(name for name in names if name == "process")
        if not names:
            raise UsageError(
                f"engine {wanted.name} isolates each text by itself, as the sandbox bubblewrap does, and "
                "another sandbox is asked for: leave out --sandbox, or give --engine process"
            )
    elif wanted.name == "auto" and find_repl(toolchain, wanted.program) is None:
        names = tuple(name for name in names if name != "repl")
    reasons: list[str] = []
    for name in names[:-1]:
        try:
            engine = await _ENGINES[name](toolchain, sandbox, wanted)
        except EngineUnsupportedError as error:
            reasons.append(str(error))
        else:
            _say_why(name, reasons, say)
            return engine
    engine = await _ENGINES[names[-1]](toolchain, sandbox, wanted)
    _say_why(names[-1], reasons, say)
    return engine


def _say_why(name: EngineName, reasons: Sequence[str], say: Callable[[str], None]) -> None:
    if reasons:
        slower = ", which is slower" if name == "process" else ""
        say(f"engine {name} is used{slower}: {'; '.join(reasons)}")


async def _fork(toolchain: Toolchain, sandbox: Sandbox, wanted: EngineWanted) -> Engine:
    process = ProcessEngine(toolchain, sandbox)
    engine = ForkEngine(toolchain, first_error=wanted.first_error, jobs=wanted.jobs, elsewhere=process)
    await _passes(ForkEngine(toolchain), process, toolchain, _passed(wanted.cache, toolchain, ""))
    return engine


async def _repl(toolchain: Toolchain, sandbox: Sandbox, wanted: EngineWanted) -> Engine:
    program = need_repl(toolchain, wanted.program)
    if not isinstance(sandbox, Bubblewrap):
        raise EngineUnsupportedError("engine repl runs in the sandbox bubblewrap alone")
    process = ProcessEngine(toolchain, sandbox)
    plain = ReplEngine(toolchain, program, sandbox, Undecided(), jobs=1)
    await _passes(plain, process, toolchain, _passed(wanted.cache, toolchain, identity(program)))
    return ReplEngine(toolchain, program, sandbox, process, jobs=wanted.jobs)


async def _process(toolchain: Toolchain, sandbox: Sandbox, wanted: EngineWanted) -> Engine:
    """With snapshots of headers where Lean makes them. Self-tests compare with one that has none."""
    if wanted.cache is None or not isinstance(sandbox, Bubblewrap):
        return ProcessEngine(toolchain, sandbox)
    return ProcessEngine(toolchain, sandbox, Snapshots(toolchain, sandbox, wanted.cache))


_Make = Callable[[Toolchain, Sandbox, EngineWanted], Awaitable[Engine]]
_ENGINES: Final[Mapping[EngineName, _Make]] = {"fork": _fork, "repl": _repl, "process": _process}
_TRIED: Final[Mapping[EngineName, Sequence[EngineName]]] = {
    "auto": ("fork", "repl", "process"),
    "fork": ("fork",),
    "repl": ("repl",),
    "process": ("process",),
}


async def _passes(plain: Engine, process: Engine, toolchain: Toolchain, passed: Path | None) -> None:
    """Return when the engine passes its self-test, or did so before."""
    if _was_passed(passed):
        return
    try:
        await self_test(plain, process, toolchain)
    finally:
        await plain.close()
    if passed is not None:
        # A cache that can't be written only costs the next run another self-test.
        save_sealed(passed, passed.name.encode())


def _was_passed(passed: Path | None) -> bool:
    if passed is None:
        return False
    try:
        return load_sealed(passed) == passed.name.encode()
    except (OSError, DataError):
        return False


def _passed(cache: Path | None, toolchain: Toolchain, program: str) -> Path | None:
    """The file that says that a self-test was passed.

    Its name is a hash of all that the outcome depends on: Lean, our code, the system's kernel and the user.
    """
    if cache is None:
        return None
    what = f"{toolchain.revision} {platform.release()} {os.geteuid()} {program} {code_revision()}"
    return cache / "engines" / hashlib.sha256(what.encode()).hexdigest()
