"""Which engine: `fork` where it works and answers as `process` does, else `repl` likewise, else `process`."""

from __future__ import annotations

import asyncio
import hashlib
import os
import platform
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harness.cachefile import load_sealed, save_sealed
from harness.checker.engines.base import Engine
from harness.checker.engines.fork.engine import ForkEngine
from harness.checker.engines.process import ProcessEngine
from harness.checker.engines.repl.engine import ReplEngine, Undecided
from harness.checker.engines.repl.find import find_repl, identity, need_repl
from harness.checker.engines.selftest import self_test
from harness.checker.engines.snapshots import Snapshots
from harness.checker.revision import code_revision
from harness.errors import DataError, EngineUnsupportedError
from harness.lean.toolchain import Toolchain
from harness.sandbox import SANDBOXES, Sandbox
from harness.sandbox.bubblewrap import Bubblewrap

EngineName = Literal["auto", "fork", "repl", "process"]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an engine is made for. The first three: see `best_engine`."""

    first_error: bool
    jobs: int | None
    cache: Path | None
    program: Path | None


async def best_engine(
    toolchain: Toolchain,
    sandbox_name: str,
    say: Callable[[str], None],
    *,
    first_error: bool = False,
    jobs: int | None = None,
    cache: Path | None = None,
    program: Path | None = None,
) -> Engine:
    """Engine `fork` where it passes its self-test, else `repl` likewise, else `process`; `say` is told why.

    With another sandbox than bubblewrap it is `process`: the walls of `fork` are its own, and `repl` needs
    bubblewrap's. first_error and jobs: see ForkEngine. cache: folder that remembers a self-test that was
    passed. program: the repl, where it isn't the workspace's own. Raises UnknownNameError or
    SandboxUnavailableError as the sandbox does.
    """
    sandbox = SANDBOXES.load(sandbox_name)()
    process = ProcessEngine(toolchain, sandbox)
    if sandbox_name != "bubblewrap":
        return process
    wanted = _Wanted(first_error, jobs, cache, program)
    try:
        return await _fork(toolchain, process, wanted)
    except EngineUnsupportedError as error:
        why = str(error)
    try:
        if find_repl(toolchain, program) is not None:
            engine = await _repl(toolchain, process, wanted)
            say(f"engine repl is used: {why}")
            return engine
    except EngineUnsupportedError as error:
        why = f"{why}; {error}"
    say(f"engine process is used, which is slower: {why}")
    return _process(toolchain, sandbox, cache)


def _process(toolchain: Toolchain, sandbox: Sandbox, cache: Path | None) -> ProcessEngine:
    """With snapshots of headers where Lean makes them. Self-tests compare with one that has none."""
    if cache is None or not isinstance(sandbox, Bubblewrap):
        return ProcessEngine(toolchain, sandbox)
    return ProcessEngine(toolchain, sandbox, Snapshots(toolchain, sandbox, cache))


async def _fork(toolchain: Toolchain, process: ProcessEngine, wanted: _Wanted) -> ForkEngine:
    engine = ForkEngine(toolchain, first_error=wanted.first_error, jobs=wanted.jobs, elsewhere=process)
    plain = ForkEngine(toolchain)
    await _passes(plain, process, toolchain, _passed(wanted.cache, toolchain, ""))
    return engine


async def _repl(toolchain: Toolchain, process: ProcessEngine, wanted: _Wanted) -> ReplEngine:
    program = need_repl(toolchain, wanted.program)
    sandbox = Bubblewrap()
    plain = ReplEngine(toolchain, program, sandbox, Undecided(), jobs=1)
    passed = _passed(wanted.cache, toolchain, identity(program))
    await _passes(plain, process, toolchain, passed)
    return ReplEngine(toolchain, program, sandbox, process, jobs=wanted.jobs)


async def _passes(plain: Engine, process: Engine, toolchain: Toolchain, passed: Path | None) -> None:
    """Return when the engine passes its self-test, or did so before."""
    if _was_passed(passed):
        return
    try:
        await self_test(plain, process, toolchain)
    finally:
        await plain.close()
    _remember(passed)


def _was_passed(passed: Path | None) -> bool:
    if passed is None:
        return False
    try:
        return load_sealed(passed) == passed.name.encode()
    except (OSError, DataError):
        return False


def _remember(passed: Path | None) -> None:
    if passed is not None:
        # A cache that can't be written only costs the next run another self-test.
        save_sealed(passed, passed.name.encode())


def make_engine(
    name: EngineName,
    toolchain: Toolchain,
    sandbox_name: str,
    say: Callable[[str], None],
    *,
    first_error: bool = False,
    jobs: int | None = None,
    cache: Path | None = None,
    program: Path | None = None,
) -> Engine:
    """The engine called `name`, for callers that can't wait in an event loop; the rest as for `best_engine`.

    Raises EngineUnsupportedError when that one is asked for by name and doesn't work here.
    """
    if name == "process":
        return _process(toolchain, SANDBOXES.load(sandbox_name)(), cache)
    if name == "auto":
        best = best_engine(
            toolchain,
            sandbox_name,
            say,
            first_error=first_error,
            jobs=jobs,
            cache=cache,
            program=program,
        )
        return _in_thread(best)
    process = ProcessEngine(toolchain, Bubblewrap())
    wanted = _Wanted(first_error, jobs, cache, program)
    if name == "fork":
        return _in_thread(_fork(toolchain, process, wanted))
    return _in_thread(_repl(toolchain, process, wanted))


def _in_thread(work: Awaitable[Engine]) -> Engine:
    """Wait for `work` where no event loop runs yet, whatever the caller's thread has."""

    async def wait() -> Engine:
        return await work

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(wait())).result()


def _passed(cache: Path | None, toolchain: Toolchain, program: str) -> Path | None:
    """The file that says that a self-test was passed."""
    return cache / "engines" / _fingerprint(toolchain, program) if cache else None


def _fingerprint(toolchain: Toolchain, program: str) -> str:
    """Hash of all that a self-test's outcome depends on: Lean, our code, the kernel and the user."""
    what = f"{toolchain.revision} {platform.release()} {os.geteuid()} {program} {code_revision()}"
    return hashlib.sha256(what.encode()).hexdigest()
