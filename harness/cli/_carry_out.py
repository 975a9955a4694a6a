"""Carry out a plan in its folder: what `run` and the re-judging of `check` share."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.backends import Backend
from harness.checker.cache import CachedChecker
from harness.checker.interface import AnyChecker
from harness.cli._setup import known_verdicts, say
from harness.cli._stopping import Stopping
from harness.run.plan import RunPlan
from harness.run.progress import make_progress
from harness.run.runner import Extract, Prompt, Repair
from harness.run.runner import run as carry_out
from harness.run.store import RunStore
from harness.run.summary import RunSummary


@dataclass(frozen=True, slots=True)
class Asking:
    """The model's side of a run; the fields are those of harness.run.runner.run."""

    backend: Backend
    extract: Extract
    prompt: Prompt | None = None
    repair: Repair | None = None
    samples_per_request: int = 1


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

    options: those of the command line: recheck, max_connections, quiet. max_checkers: candidates under way.
    Raises as RunStore.create_or_open, and StatementError for a header that doesn't compile.
    """
    with RunStore.create_or_open(folder, plan) as store, closing(known_verdicts()) as known:
        before = store.summary()
        if before.complete:
            say("this run is finished; reporting it. Another --seed or --output-dir makes a new one.")
            return before
        await checker.check_headers(dict.fromkeys(problem.header for problem in plan.problems))
        say(f"run folder: {store.folder}")
        stop = asyncio.Event()
        with Stopping(stop):
            return await carry_out(
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
