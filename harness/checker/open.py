"""The one way to a checker: from a CheckerSpec, and what the texts need, to one that judges."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from harness.checker._toolchains import toolchain_for
from harness.checker.admission import admit, require
from harness.checker.cache import CachedChecker, VerdictStore
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines.choose import EngineWanted, choose_engine
from harness.checker.replay.find import find_replayer, why_none
from harness.checker.unreplayed import NOT_ASKED, warning
from harness.errors import UsageError
from harness.machine import raise_soft_limits
from harness.printable import say as say_on_stderr
from harness.resources import cache_folder
from harness.sandbox import SANDBOXES

if TYPE_CHECKING:
    from harness.checker.prefilter import PrefilterChecker
    from harness.checker.protocol import AnyChecker
    from harness.checker.references import References
    from harness.checker.spec import CheckerSpec
    from harness.lean.needs import LeanNeeds
    from harness.lean.toolchain import Toolchain

Say = Callable[[str], None]


class OpenChecker:
    """A checker that is open, until `open_checker` closes it.

    checker: judges, here or on a server. jobs: checks at once. under_way: candidates that should be under way
    at once, so that no check waits for the next candidate. together: candidates of one statement that should
    come after each other, so that they can be elaborated together. spare: checks beside `jobs` that are
    possible at once. toolchain: None on a server.
    """

    def __init__(
        self,
        checker: AnyChecker,
        jobs: int,
        under_way: int,
        *,
        together: int = 1,
        spare: int = 0,
        local: Checker | None = None,
        toolchain: Toolchain | None = None,
        recheck: bool = False,
        cache: Path,
    ) -> None:
        self.checker, self.jobs, self.under_way, self.spare = checker, jobs, under_way, spare
        self.together, self.toolchain = together, toolchain
        self._local, self._recheck, self._cache = local, recheck, cache
        self._known: VerdictStore | None = None
        self._cached: CachedChecker | None = None

    @property
    def prefilter(self) -> PrefilterChecker | None:
        """The checker that rejects together what fails together, where the spec asks for one."""
        from harness.checker.prefilter import PrefilterChecker

        return self.checker if isinstance(self.checker, PrefilterChecker) else None

    @property
    def local(self) -> Checker:
        """The checker itself, where it judges here. Raises UsageError where a server judges."""
        if self._local is None:
            raise UsageError("candidates are judged on a server (--checker), and this needs a Lean here")
        return self._local

    @property
    def references(self) -> References:
        """The benchmark's own statements as the kernel has them. Raises UsageError where a server judges."""
        return self.local.references

    @property
    def cached(self) -> CachedChecker:
        """The same checker, which judges equal candidates once, and by the user's cache what earlier runs
        judged, unless the spec says `recheck`."""
        if self._cached is None:
            self._known = VerdictStore(self._cache / "verdicts.sqlite")
            self._cached = CachedChecker(self.checker, self._known, reuse=not self._recheck)
        return self._cached

    async def close(self) -> None:
        """End what is kept running, and write what is still to be written; may be called twice."""
        try:
            await self.checker.close()
        finally:
            if self._known is not None:
                self._known.close()


@asynccontextmanager
async def open_checker(
    spec: CheckerSpec,
    needs: LeanNeeds,
    *,
    jobs: int | None = None,
    spare: float = 0.0,
    say: Say = say_on_stderr,
    toolchain: Toolchain | None = None,
    cache: Path | None = None,
) -> AsyncIterator[OpenChecker]:
    """The checker that `spec` describes, for texts that need such a Lean; closed at the end of the block.

    jobs: checks at once at most; None is a core each, as far as memory, processes and descriptors allow. This
    process's soft limits are raised first. spare: a share of `jobs`: so many checks more should be possible
    at once, as far as the machine holds them. say: takes lines for a person. toolchain: in place of the one
    that spec and needs lead to. cache: folder for what lasts, by default the user's.

    Everything is made here once: toolchain, sandbox, engine with its self-test, replayer.
    Raises LeanUnavailableError, also where no kernel can replay and spec.replay isn't "never",
    SandboxUnavailableError, EngineUnsupportedError, MachineLimitError, CheckServerError, and UsageError for
    settings that contradict each other.
    """
    if jobs is not None and jobs < 1:
        raise UsageError(f"{jobs} checks at once: give at least 1")
    folder = cache or cache_folder()
    if spec.server is None:
        opened = await _local(spec, needs, jobs, spare, say, toolchain, folder)
    else:
        # A machine that only asks a server needs neither Lean nor an engine.
        from harness.checker._elsewhere import connected

        there, under_way = await connected(spec, spec.server, needs, jobs, say)
        opened = OpenChecker(there, under_way, under_way, recheck=spec.recheck, cache=folder)
    try:
        if (text := warning(opened.checker.record)) is not None:
            say(f"WARNING: {text}")
        yield opened
    finally:
        await opened.close()


async def _local(
    spec: CheckerSpec,
    needs: LeanNeeds,
    jobs: int | None,
    spare: float,
    say: Say,
    toolchain: Toolchain | None,
    cache: Path,
) -> OpenChecker:
    raise_soft_limits()
    admission = require(spec.limits, admit(spec.limits, jobs))
    if admission.why:
        say(f"note: {admission.why}")
    most = admission.checkers
    if more := round(spare * most):
        most = max(most, require(spec.limits, admit(spec.limits, most + more)).checkers)
    if toolchain is None:
        # It may have a library to build, which takes its time.
        toolchain = await asyncio.to_thread(toolchain_for, spec, needs, say)
    sandbox = SANDBOXES.load(spec.sandbox)()
    if spec.sandbox == "none":
        from harness.sandbox.none import WARNING

        say(WARNING)
    replayer = find_replayer(toolchain, sandbox, spec.replay)
    engine_wanted = EngineWanted(
        spec.engine,
        first_error=spec.first_error,
        jobs=most,
        cache=cache,
        program=spec.repl,
    )
    engine = await choose_engine(toolchain, sandbox, engine_wanted, say)
    checker = Checker(
        toolchain,
        engine,
        CheckSettings(spec.limits, spec.policy, spec.mode, spec.first_error),
        cache,
        replayer,
        why_none(toolchain, sandbox) or NOT_ASKED,
    )
    judge: AnyChecker = checker
    under_way, together = admission.under_way, 1
    if spec.prefilter != "off":
        from harness.checker.prefilter import TOGETHER, PrefilterChecker

        judge = PrefilterChecker(checker, most + 1, spec.prefilter)
        # While one text of many is elaborated on each core, the next ones gather.
        under_way, together = 2 * TOGETHER * admission.checkers, TOGETHER
    return OpenChecker(
        judge,
        admission.checkers,
        under_way,
        together=together,
        spare=most - admission.checkers,
        local=checker,
        toolchain=toolchain,
        recheck=spec.recheck,
        cache=cache,
    )
