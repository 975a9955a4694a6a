"""A bench on the Lean that it is to have, with the checker for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from harness.bench import Bench, find_bench
from harness.checker.open import OpenChecker, open_checker
from harness.checker.spec import CheckerSpec
from harness.lint._embedded import decide_subset
from harness.printable import say as say_on_stderr
from harness.resources import cache_folder

Say = Callable[[str], None]


@asynccontextmanager
async def open_bench(
    name: str,
    include_paths: Sequence[Path],
    spec: CheckerSpec,
    *,
    jobs: int | None = None,
    spare: float = 0.0,
    say: Say = say_on_stderr,
) -> AsyncIterator[tuple[Bench, OpenChecker]]:
    """(the bench called `name`, the checker for it), which is closed at the end of the block.

    On another Lean than its own a bench has the problems alone that compile there: which ones do is asked of
    Lean once and kept. jobs, spare, say: see open_checker. Raises as find_bench, open_checker and
    decide_subset do.
    """
    bench = find_bench(name, include_paths, workspace=spec.workspace, lean=spec.lean)
    async with open_checker(spec, bench.needs(), jobs=jobs, spare=spare, say=say) as opened:
        yield await decided(bench, spec, opened, say=say), opened


async def decided_bench(
    name: str, include_paths: Sequence[Path], spec: CheckerSpec, *, say: Say = say_on_stderr
) -> Bench:
    """The bench alone, as `open_bench` gives it; no Lean is started where none must be asked."""
    bench = find_bench(name, include_paths, workspace=spec.workspace, lean=spec.lean)
    if bench.decided:
        return bench
    async with open_bench(name, include_paths, spec, say=say) as (found, _):
        return found


async def decided(bench: Bench, spec: CheckerSpec, opened: OpenChecker, *, say: Say = say_on_stderr) -> Bench:
    """The bench, with the problems alone that compile on the embedded Lean where it is a part of another.

    opened: the checker that `spec` describes. Where it judges on a server, the statements are compiled here,
    by a checker of its own. Raises as decide_subset and open_checker do.
    """
    if bench.decided:
        return bench
    if spec.server is not None:
        # What was asked of the server isn't meant for here.
        async with open_checker(CheckerSpec(lean=spec.lean), bench.needs(), say=say) as local:
            return await _decided(bench, local, say)
    return await _decided(bench, opened, say)


async def _decided(bench: Bench, opened: OpenChecker, say: Say) -> Bench:
    revision = str(opened.local.record.revision)
    return await decide_subset(bench, revision, opened.references, cache_folder(), jobs=opened.jobs, say=say)
