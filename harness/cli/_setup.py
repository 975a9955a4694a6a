"""From options to a bench and a checker."""

from __future__ import annotations

from collections.abc import Callable

import click

from harness.bench import Bench
from harness.checker.admission import Admission, admit
from harness.checker.cache import VerdictStore
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines.choose import make_engine
from harness.checker.replay.find import find_replayer
from harness.checker.sandbox import SANDBOXES
from harness.cli._options import CheckOptions
from harness.errors import LeanUnavailableError
from harness.lean.embedded import EmbeddedLean
from harness.lean.source import strip_header
from harness.lean.toolchain import Toolchain
from harness.lean.workspace import LakeWorkspace, toolchain_name
from harness.resources import cache_folder


def say(line: str) -> None:
    """Tell a person something; never on standard output, which others may read."""
    click.echo(line, err=True)


def toolchain_of(bench: Bench, options: CheckOptions, *, say: Callable[[str], None] = say) -> Toolchain:
    """The toolchain that the bench wants: the embedded one, built if need be, or the workspace's.

    Raises LeanUnavailableError, as WrongToolchainError where the workspace has another Lean.
    """
    if options.workspace is not None:
        workspace = LakeWorkspace(options.workspace)
        if not options.any_toolchain:
            workspace.require(bench.toolchain, bench.name)
        return workspace.prepare(_imports(bench))
    if bench.lean == "embedded":
        return EmbeddedLean(say=say).prepare()
    version = toolchain_name(bench.toolchain).rpartition(":")[2] if bench.toolchain else "4.9.0"
    raise LeanUnavailableError(
        f"bench {bench.name} needs Lean with Mathlib, in a Lake workspace.\n"
        f"  make one:  prover-eval setup --workspace DIR --toolchain {version}\n"
        "  use it:    --lean-workspace DIR; a bench that needs none: --bench minif2f-core"
    )


def _imports(bench: Bench) -> tuple[str, ...]:
    """The modules that the bench's headers import."""
    headers = dict.fromkeys(problem.header for problem in bench.problems)
    return tuple(dict.fromkeys(name for header in headers for name in strip_header(header)[0]))


def make_checker(
    bench: Bench, options: CheckOptions, *, first_error: bool = False, jobs: int | None = None
) -> Checker:
    """A checker for the bench's toolchain.

    The engine that options.engine names; verdicts don't depend on it. first_error: a candidate ends at Lean's
    first error where the engine can, and the verdict has no later message. jobs: candidates in Lean at once
    at most. Raises UnknownNameError,
    LeanUnavailableError or SandboxUnavailableError.
    """
    toolchain = toolchain_of(bench, options)
    sandbox = SANDBOXES.load(options.sandbox)()
    if options.sandbox == "none":
        from harness.checker.sandbox.none import WARNING

        say(WARNING)
    settings = CheckSettings(limits=options.limits, policy=options.policy, first_error=first_error)
    replayer = find_replayer(toolchain, sandbox, options.replay)
    engine = make_engine(
        options.engine,
        toolchain,
        options.sandbox,
        say,
        first_error=first_error,
        cache=cache_folder(),
        jobs=jobs,
        program=options.repl,
    )
    return Checker(toolchain, engine, settings, cache_folder(), replayer)


def known_verdicts() -> VerdictStore:
    """The verdicts of earlier runs, in the user's cache; to be closed."""
    return VerdictStore(cache_folder() / "verdicts.sqlite")


def admitted(options: CheckOptions, wanted: int | None) -> Admission:
    """How many candidates are checked at once: --max-checkers or a core each, as far as memory allows."""
    found = admit(options.limits, wanted)
    if found.why:
        say(f"note: {found.why}")
    return found
