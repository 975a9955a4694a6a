"""The runs by which stages ask a model and Lean: ordinary run folders inside a stage's folder."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.bench import ALL_SPLITS, Bench
from harness.checker.open import OpenChecker, open_checker
from harness.errors import InfrastructureError
from harness.lean.needs import LeanNeeds
from harness.lean.source import strip_header
from harness.printable import say as say_on_stderr
from harness.run.evaluate import RunSpec, evaluate_bench
from harness.run.plan import canonical_json

if TYPE_CHECKING:
    from harness.checker.spec import CheckerSpec
    from harness.lean.needs import LeanKind
    from harness.problem import Problem
    from harness.run.progress import Progress
    from harness.run.summary import RunSummary

RUN: Final = "run"
"""The run's folder inside the stage's."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LoopTools:
    """What every stage works with; `open_tools` makes it.

    opened: a checker whose verdicts have Lean's messages up to the first error alone. lean: which Lean its
    statements are for. say: takes lines for a person. progress: makes what shows the progress of one run.
    stop: when it is set, a stage ends in good order and can be gone on with.
    """

    opened: OpenChecker
    lean: LeanKind = "embedded"
    say: Say = say_on_stderr
    progress: Callable[[], Progress | None] = lambda: None
    stop: asyncio.Event | None = None


@asynccontextmanager
async def open_tools(
    spec: CheckerSpec,
    headers: Sequence[str],
    *,
    lean: LeanKind = "embedded",
    jobs: int | None = None,
    say: Say = say_on_stderr,
    progress: Callable[[], Progress | None] = lambda: None,
    stop: asyncio.Event | None = None,
) -> AsyncIterator[LoopTools]:
    """The tools for statements under these headers, closed at the end of the block.

    jobs: checks at once, None for a core each. Raises as open_checker.
    """
    modules = dict.fromkeys(module for header in headers for module in strip_header(header)[0])
    needs = LeanNeeds("the loop's statements", lean, tuple(modules))
    async with open_checker(replace(spec, first_error=True), needs, jobs=jobs, say=say) as opened:
        yield LoopTools(opened, lean, say, progress, stop)


def bench_of(name: str, problems: Sequence[Problem], folder: Path, lean: LeanKind = "embedded") -> Bench:
    """Problems as a bench; names must be unique. folder: where a person may look for them."""
    digest = hashlib.sha256()
    for problem in problems:
        digest.update(canonical_json(problem.row()))
    return Bench(name, folder, lean, tuple(problems), digest.hexdigest(), ALL_SPLITS)


async def sample_stage(
    folder: Path,
    bench: Bench,
    spec: RunSpec,
    tools: LoopTools,
) -> RunSummary:
    """The finished run of `spec` on `bench` in the stage's folder, gone on with where it was left.

    Raises InfrastructureError where the run can't be completed, which says why; the same command goes on
    with it.
    """

    async def at_hand() -> OpenChecker:
        return tools.opened

    spec = replace(spec, output_dir=folder / RUN)
    summary = await evaluate_bench(
        spec, bench, at_hand, say=tools.say, progress=tools.progress(), stop=tools.stop
    )
    if not summary.complete:
        why = summary.stopped or "attempts without a verdict are left"
        raise InfrastructureError(f"{folder / RUN} is not complete ({why}): the same command goes on with it")
    return summary
