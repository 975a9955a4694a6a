"""Carry out a plan in its folder: what a run and the re-judging of one share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from harness.backends.base import Endpoint
from harness.checker.open import OpenChecker
from harness.run.asking import Asking
from harness.run.endpoints import Asked, compare_endpoint, with_answers, write_endpoints
from harness.run.plan import RunPlan
from harness.run.progress import Progress
from harness.run.runner import AtOnce, run
from harness.run.store import RunStore
from harness.run.summary import RunSummary

Say = Callable[[str], None]


async def carry_out_in(
    folder: Path,
    plan: RunPlan,
    asking: Asking,
    opened: OpenChecker,
    *,
    max_connections: int,
    any_endpoint: bool,
    say: Say,
    progress: Progress | None,
    stop: asyncio.Event,
    stopping: AbstractContextManager[None],
) -> RunSummary:
    """What the run in `folder` found in all, after what was left of it was done.

    opened: the checker, which stays open. stopping: entered while attempts are made; it may set `stop`.
    say: takes lines for a person. Raises as RunStore.create_or_open and compare_endpoint, and StatementError
    for a header that doesn't compile.
    """
    with RunStore.create_or_open(folder, plan) as store:
        known_servers = _compared(store.folder, asking.endpoint, say, any_endpoint=any_endpoint)
        before = store.summary()
        if before.complete:
            say("this run is finished; reporting it, and nothing is asked.")
            say("Another --seed or --output-dir makes a new one.")
            return before
        await opened.checker.check_headers(dict.fromkeys(problem.header for problem in plan.problems))
        say(f"run folder: {store.folder}")
        if known_servers:
            write_endpoints(store.folder, known_servers)
        with stopping:
            summary = await run(
                plan,
                store,
                asking,
                opened.cached,
                AtOnce(opened.under_way, max_connections, opened.together),
                progress=progress,
                stop=stop,
            )
        if asking.endpoint is None:
            return summary
        found, note = with_answers(known_servers, asking.endpoint.address, asking.answered_as())
        if note:
            say(note)
        write_endpoints(store.folder, found)
        return replace(summary, endpoints=found)


def _compared(folder: Path, endpoint: Endpoint | None, say: Say, *, any_endpoint: bool) -> tuple[Asked, ...]:
    """The servers of the run in the folder, the one that would be asked now among them."""
    if endpoint is None:
        return ()
    compared = compare_endpoint(folder, endpoint, any_endpoint=any_endpoint)
    if compared.note:
        say(compared.note)
    return compared.known
