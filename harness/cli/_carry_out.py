"""Carry out a plan in its folder: what `run` and the re-judging of `check` share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from harness.backends import Backend
from harness.backends.base import Endpoint
from harness.checker.cache import CachedChecker
from harness.checker.protocol import AnyChecker
from harness.cli._setup import known_verdicts, say
from harness.cli._stopping import Stopping
from harness.run.endpoints import Asked, compare_endpoint, with_answers, write_endpoints
from harness.run.plan import RunPlan
from harness.run.progress import make_progress
from harness.run.runner import Extract, Prompt, Repair
from harness.run.runner import run as carry_out
from harness.run.store import RunStore
from harness.run.summary import RunSummary


@dataclass(frozen=True, slots=True)
class Asking:
    """The model's side of a run; the fields are those of harness.run.runner.run.

    endpoint: the server that would be asked; None where there is none. answered_as: the (model, fingerprint)
    that its answers named.
    """

    backend: Backend
    extract: Extract
    prompt: Prompt | None = None
    repair: Repair | None = None
    samples_per_request: int = 1
    endpoint: Endpoint | None = None
    answered_as: Callable[[], Collection[tuple[str, str]]] = tuple


async def carry_out_in(
    folder: Path,
    plan: RunPlan,
    asking: Asking,
    checker: AnyChecker,
    options: Mapping[str, Any],
    *,
    max_checkers: int,
) -> RunSummary:
    """What the run in `folder` found in all, after what was left of it was done.

    options: those of the command line: recheck, max_connections, quiet, any_endpoint. max_checkers:
    candidates under way. Raises as RunStore.create_or_open and compare_endpoint, and StatementError for a
    header that doesn't compile.
    """
    with RunStore.create_or_open(folder, plan) as store, closing(known_verdicts()) as known:
        known_servers = _compared(store.folder, asking.endpoint, any_endpoint=options["any_endpoint"])
        before = store.summary()
        if before.complete:
            say("this run is finished; reporting it, and nothing is asked.")
            say("Another --seed or --output-dir makes a new one.")
            return before
        await checker.check_headers(dict.fromkeys(problem.header for problem in plan.problems))
        say(f"run folder: {store.folder}")
        if known_servers:
            write_endpoints(store.folder, known_servers)
        stop = asyncio.Event()
        with Stopping(stop):
            summary = await carry_out(
                plan,
                asking.backend,
                CachedChecker(checker, known, reuse=not options["recheck"]),
                store,
                max_checkers=max_checkers,
                max_connections=options["max_connections"],
                extract=asking.extract,
                progress=make_progress(quiet=options["quiet"]),
                stop=stop,
                prompt=asking.prompt,
                repair=asking.repair,
                samples_per_request=asking.samples_per_request,
            )
        if asking.endpoint is None:
            return summary
        found, note = with_answers(known_servers, asking.endpoint.address, asking.answered_as())
        if note:
            say(note)
        write_endpoints(store.folder, found)
        return replace(summary, endpoints=found)


def _compared(folder: Path, endpoint: Endpoint | None, *, any_endpoint: bool) -> tuple[Asked, ...]:
    """The servers of the run in the folder, the one that would be asked now among them."""
    if endpoint is None:
        return ()
    compared = compare_endpoint(folder, endpoint, any_endpoint=any_endpoint)
    if compared.note:
        say(compared.note)
    return compared.known
