"""From options to a bench and a checker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from harness.bench import Bench
from harness.checker.admission import Admission, admit, require
from harness.checker.cache import VerdictStore
from harness.checker.checker import Checker, CheckSettings
from harness.checker.engines.choose import make_engine
from harness.checker.replay.find import find_replayer, why_none
from harness.checker.unreplayed import NOT_ASKED, warning, why_unreplayed
from harness.checker.verdict import MESSAGES_ONLY, NOT_TOLD
from harness.cli._options import LIMIT_OPTIONS, CheckOptions
from harness.errors import CheckServerError, LeanUnavailableError, UsageError, WrongToolchainError
from harness.lean.embedded import EmbeddedLean
from harness.lean.source import strip_header
from harness.lean.toolchain import Toolchain
from harness.lean.workspace import LakeWorkspace, toolchain_name
from harness.machine import raise_soft_limits
from harness.printable import lines
from harness.resources import cache_folder
from harness.sandbox import SANDBOXES

if TYPE_CHECKING:
    from harness.checker.protocol import AnyChecker
    from harness.checker.remote import ServerOptions, Wanted

_SERVERS_OWN = frozenset({"lean_workspace", "engine", "sandbox"})


def say(line: str) -> None:
    """Tell a person something; never on standard output, which others may read."""
    click.echo(lines(line), err=True)


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
        "  use it:    --lean-workspace DIR; without one: --lean embedded for the part that compiles without "
        "Mathlib, or --bench minif2f-core"
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
    at most. Raises UnknownNameError, LeanUnavailableError, also where no kernel can replay and options.replay
    isn't "never", or SandboxUnavailableError.
    """
    toolchain = toolchain_of(bench, options)
    sandbox = SANDBOXES.load(options.sandbox)()
    if options.sandbox == "none":
        from harness.sandbox.none import WARNING

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
    no_replay = why_none(toolchain, sandbox) or NOT_ASKED
    checker = Checker(toolchain, engine, settings, cache_folder(), replayer, no_replay)
    _say_unreplayed(checker.record)
    return checker


def _say_unreplayed(record: Mapping[str, Any]) -> None:
    if (text := warning(record)) is not None:
        say(f"WARNING: {text}")


async def open_checker(
    bench: Bench,
    options: CheckOptions,
    wanted: int | None,
    *,
    first_error: bool = False,
    anew: bool = False,
) -> tuple[AnyChecker, int]:
    """(a checker for the bench, here or on the server that the options name; candidates under way at once).

    wanted: --max-checkers. first_error: as for make_checker. anew: a server isn't to use verdicts that it
    knows. Raises as make_checker, and CheckServerError.
    """
    if options.server is None:
        admission = admitted(options, wanted)
        checker = make_checker(bench, options, first_error=first_error, jobs=admission.checkers)
        return checker, admission.under_way
    return await _connected(bench, options, options.server, _wanted(options, wanted, first_error, anew))


def _wanted(options: CheckOptions, under_way: int | None, first_error: bool, anew: bool) -> Wanted:
    """What the command line asks of the server: the limits and the policy that were given there."""
    from harness.checker.remote import Wanted

    if owned := sorted(_SERVERS_OWN & options.given):
        names = ", ".join(f"--{name.replace('_', '-')}" for name in owned)
        raise UsageError(f"{names}: that is for the server to say; give it to `prover-eval serve`")
    recorded = options.limits.record()
    limits = {field: recorded[field] for name, field in LIMIT_OPTIONS.items() if name in options.given}
    return Wanted(
        policy=options.policy if "policy" in options.given else None,
        limits=limits,
        timeout_s=options.limits.cpu_s,
        under_way=under_way,
        first_error=first_error,
        anew=anew,
    )


async def _connected(
    bench: Bench, options: CheckOptions, server: ServerOptions, wanted: Wanted
) -> tuple[AnyChecker, int]:
    from harness.checker.remote import connect

    checker, under_way = await connect(server, wanted)
    try:
        _require_lean(bench, checker.record, options)
        _require_replay(checker.record, options)
    except BaseException:
        await checker.close()
        raise
    if checker.record["audit"] == MESSAGES_ONLY:
        say("note: of this server only messages are seen: no audit of the compiled module")
    _say_unreplayed(checker.record)
    return checker, under_way


def _require_replay(record: Mapping[str, Any], options: CheckOptions) -> None:
    """Refuse a server whose verdicts come without a replay, unless that was asked for.

    A server of which messages alone are seen can't have one, so that choosing it is asking for that.
    """
    why = why_unreplayed(record)
    by_choice = record["audit"] == MESSAGES_ONLY and options.replay != "always"
    if why is None or options.replay == "never" or by_choice:
        return
    raise CheckServerError(
        f"the server judges without a kernel replay ({why}).\n"
        "  have it:     start the server with a Lean that can replay, and without --replay never\n"
        "  do without:  --replay never"
    )


def _require_lean(bench: Bench, record: Mapping[str, Any], options: CheckOptions) -> None:
    if bench.toolchain is None or options.any_toolchain or record["lean"] == NOT_TOLD:
        return
    version = toolchain_name(bench.toolchain).rpartition(":")[2].removeprefix("v")
    if version != record["lean"]:
        raise WrongToolchainError(
            f"bench {bench.name} is for Lean {version}, the server has {record['lean']}.\n"
            "  use it all the same:  --any-toolchain (its results are not comparable)"
        )


def known_verdicts() -> VerdictStore:
    """The verdicts of earlier runs, in the user's cache; to be closed."""
    return VerdictStore(cache_folder() / "verdicts.sqlite")


def admitted(options: CheckOptions, wanted: int | None) -> Admission:
    """How many candidates are checked at once: --max-checkers or a core each, as far as memory, processes and
    descriptors allow. This process's soft limits are raised first.

    Raises MachineLimitError where not even one can be checked.
    """
    raise_soft_limits()
    found = require(options.limits, admit(options.limits, wanted))
    if found.why:
        say(f"note: {found.why}")
    return found
