"""Which engine: `fork` where it works and answers as `process` does, else `process`."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import platform
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

from harness.checker import forkserver
from harness.checker.engines.base import Engine
from harness.checker.engines.fork import ForkEngine, ForkUnsupported
from harness.checker.engines.process import ProcessEngine
from harness.checker.engines.selftest import self_test
from harness.checker.sandbox import SANDBOXES, Sandbox, seccomp
from harness.lean.native import elaborate
from harness.lean.toolchain import Toolchain

EngineName = Literal["auto", "fork", "process"]


async def best_engine(
    toolchain: Toolchain,
    sandbox_name: str,
    say: Callable[[str], None],
    *,
    first_error: bool = False,
    jobs: int | None = None,
    cache: Path | None = None,
) -> Engine:
    """Engine `fork` where it passes its self-test, else engine `process`; `say` is told why.

    With another sandbox than bubblewrap it is `process`, since the walls of `fork` are its own. first_error
    and jobs: see ForkEngine. cache: folder that remembers a self-test that was passed. Raises
    UnknownNameError or SandboxUnavailableError as the sandbox does.
    """
    sandbox = SANDBOXES.load(sandbox_name)()
    if sandbox_name != "bubblewrap":
        return ProcessEngine(toolchain, sandbox)
    try:
        return await _tested(toolchain, sandbox, first_error=first_error, jobs=jobs, cache=cache)
    except ForkUnsupported as error:
        say(f"engine process is used, which is slower: {error}")
        return ProcessEngine(toolchain, sandbox)


async def _tested(
    toolchain: Toolchain, sandbox: Sandbox, *, first_error: bool, jobs: int | None, cache: Path | None
) -> ForkEngine:
    process = ProcessEngine(toolchain, sandbox)
    passed = cache / "engines" / _fingerprint(toolchain) if cache else None
    engine = ForkEngine(toolchain, first_error=first_error, jobs=jobs, elsewhere=process)
    if passed is not None and passed.exists():
        return engine
    plain = ForkEngine(toolchain)
    try:
        await self_test(plain, process, toolchain)
    finally:
        await plain.close()
    if passed is not None:
        # A cache that can't be written only costs the next run another self-test.
        with contextlib.suppress(OSError):
            passed.parent.mkdir(parents=True, exist_ok=True)
            passed.touch()
    return engine


def make_engine(
    name: EngineName,
    toolchain: Toolchain,
    sandbox_name: str,
    say: Callable[[str], None],
    *,
    first_error: bool = False,
    jobs: int | None = None,
    cache: Path | None = None,
) -> Engine:
    """The engine called `name`, for callers that can't wait in an event loop; the rest as for `best_engine`.

    Raises ForkUnsupported when `fork` is asked for by name and doesn't work here.
    """
    if name == "process":
        return ProcessEngine(toolchain, SANDBOXES.load(sandbox_name)())
    if name == "fork":
        sandbox = SANDBOXES.load("bubblewrap")()
        chosen = _tested(toolchain, sandbox, first_error=first_error, jobs=jobs, cache=cache)
        return _in_thread(lambda: asyncio.run(chosen))
    best = best_engine(toolchain, sandbox_name, say, first_error=first_error, jobs=jobs, cache=cache)
    return _in_thread(lambda: asyncio.run(best))


def _in_thread(work: Callable[[], Engine]) -> Engine:
    """Run `work` where no event loop runs yet, whatever the caller's thread has."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


def _fingerprint(toolchain: Toolchain) -> str:
    """Hash of all that a self-test's outcome depends on: Lean, our code, the kernel and the user."""
    digest = hashlib.sha256(f"{toolchain.revision} {platform.release()} {os.geteuid()}".encode())
    files = (__file__, forkserver.__file__, elaborate.__file__, seccomp.__file__)
    for path in sorted(path for file in files for path in Path(file).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
