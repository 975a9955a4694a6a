"""From a spec that names a server to a checker that judges there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from harness.checker.record import MESSAGES_ONLY, NOT_TOLD, CheckRecord
from harness.checker.remote import ServerOptions, Wanted, connect
from harness.checker.spec import LIMIT_SETTINGS
from harness.checker.unreplayed import why_unreplayed
from harness.errors import CheckServerError, UsageError, WrongToolchainError
from harness.lean.needs import LeanNeeds
from harness.lean.workspace import toolchain_name

if TYPE_CHECKING:
    from harness.checker.protocol import AnyChecker
    from harness.checker.spec import CheckerSpec


async def connected(
    spec: CheckerSpec,
    server: ServerOptions,
    needs: LeanNeeds,
    jobs: int | None,
    say: Callable[[str], None],
) -> tuple[AnyChecker, int]:
    """(a checker that judges on the server, candidates that it wants under way at once).

    jobs: so many under way, None for what suits the server. Raises UsageError for what is the server's to
    say, WrongToolchainError, and CheckServerError.
    """
    checker, under_way = await connect(server, _wanted(spec, jobs))
    try:
        _require_lean(needs, checker.record, spec)
        _require_replay(checker.record, spec)
    except BaseException:
        await checker.close()
        raise
    if checker.record.audit == MESSAGES_ONLY:
        say("note: of this server only messages are seen: no audit of the compiled module")
    return checker, under_way


def _wanted(spec: CheckerSpec, under_way: int | None) -> Wanted:
    """What is asked of the server: the limits and the policy that were given."""
    if owned := spec.servers_own():
        raise UsageError(f"{', '.join(owned)}: that is for the server to say; give it to `prover-eval serve`")
    given, recorded = spec.asked_for(), spec.limits.record()
    return Wanted(
        policy=spec.policy if "policy" in given else None,
        limits={field: recorded[field] for name, field in LIMIT_SETTINGS.items() if name in given},
        timeout_s=spec.limits.cpu_s,
        under_way=under_way,
        first_error=spec.first_error,
        anew=spec.recheck,
    )


def _require_replay(record: CheckRecord, spec: CheckerSpec) -> None:
    """Refuse a server whose verdicts come without a replay, unless that was asked for.

    A server of which messages alone are seen can't have one, so that choosing it is asking for that.
    """
    why = why_unreplayed(record)
    by_choice = record.audit == MESSAGES_ONLY and spec.replay != "always"
    if why is None or spec.replay == "never" or by_choice:
        return
    raise CheckServerError(
        f"the server judges without a kernel replay ({why}).\n"
        "  have it:     start the server with a Lean that can replay, and without --replay never\n"
        "  do without:  --replay never"
    )


def _require_lean(needs: LeanNeeds, record: CheckRecord, spec: CheckerSpec) -> None:
    if needs.toolchain is None or spec.any_toolchain or record.lean == NOT_TOLD:
        return
    version = toolchain_name(needs.toolchain).rpartition(":")[2].removeprefix("v")
    if version != record.lean:
        raise WrongToolchainError(
            f"{needs.name} is for Lean {version}, the server has {record.lean}.\n"
            "  use it all the same:  --any-toolchain (its results are not comparable)"
        )
