"""What the commands of `prover-eval pipeline` share."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from harness.bench import Bench, find_bench
from harness.checker.spec import CheckerSpec
from harness.cli import INTERRUPTED
from harness.cli._options import check_options, option, together
from harness.cli._stopping import Stopping
from harness.errors import InfrastructureError, UsageError
from harness.pipeline.generator import HEADER
from harness.pipeline.loop import (
    STATEMENTS,
    LoopFolder,
    LoopStatement,
    LoopTools,
    StageResult,
    open_tools,
)
from harness.printable import say
from harness.run.progress import Progress, make_progress

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

loop_argument = click.argument("loop", type=click.Path(path_type=Path, file_okay=False), metavar="LOOP")
json_option = option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
quiet_option = option("--quiet", is_flag=True, help="No progress.")
jobs_option = option(
    "--max-checkers", type=click.IntRange(min=1), help="Checks at once.  [default: one for each core]"
)


def stage_options(function: F) -> F:
    """The options by which a stage's candidates are judged, and how it tells what it does; `carry_out` reads
    them all but --json."""
    return together(check_options, jobs_option, json_option, quiet_option)(function)


def benches_of(names: Sequence[str]) -> list[Bench]:
    """The benches that arms are measured on. Raises UsageError for one that isn't of the embedded Lean."""
    benches = [find_bench(name) for name in names]
    if any(not bench.decided or bench.lean != "embedded" for bench in benches):
        raise UsageError("arms are measured on benches of the embedded Lean, e.g. nng")
    return benches


def headers_beside(benches: Sequence[Bench]) -> list[str]:
    """The headers of generated statements and of benches that are measured beside them."""
    return [HEADER, *(problem.header for bench in benches for problem in bench.problems)]


def headers_of(folder: Path, *stages: str) -> list[str]:
    """The headers of the stages' statements. Raises UsageError where one isn't done, DataError."""
    with LoopFolder(folder, write=False) as loop:
        rows = [loop.finished(name).rows(STATEMENTS, LoopStatement.from_json) for name in stages]
    return sorted({row.header for each in rows for row in each})


def carry_out(
    folder: Path,
    headers: Sequence[str],
    work: Callable[[LoopFolder, LoopTools], Awaitable[T]],
    options: Mapping[str, Any],
) -> T | int:
    """What `work` gives with the loop's folder open; INTERRUPTED where a signal ended it in good order.

    options: those of `stage_options`.
    """
    checking: CheckerSpec = options["checking"]

    async def inside() -> T | int:
        stop = asyncio.Event()

        def progress() -> Progress:
            return make_progress(quiet=options["quiet"])

        with LoopFolder(folder, say=say) as loop, Stopping(stop):
            opening = open_tools(
                checking,
                headers,
                lean="embedded" if checking.workspace is None else "lake",
                jobs=options["max_checkers"],
                say=say,
                progress=progress,
                stop=stop,
            )
            async with opening as tools:
                try:
                    return await work(loop, tools)
                except InfrastructureError:
                    if stop.is_set():
                        say("interrupted; the same command goes on with it")
                        return INTERRUPTED
                    raise

    return asyncio.run(inside())


def carry_out_stage(
    folder: Path,
    headers: Sequence[str],
    work: Callable[[LoopFolder, LoopTools], Awaitable[StageResult]],
    options: Mapping[str, Any],
) -> int:
    """Do one stage, show what it found, and give the exit code."""
    found = carry_out(folder, headers, work, options)
    if isinstance(found, int):
        return found
    show(found, as_json=options["as_json"])
    return 0


def show(result: StageResult, *, as_json: bool) -> None:
    """Print what a stage found: a line for each figure, or JSON."""
    if as_json:
        told = {"stage": result.name, "metrics": dict(result.metrics), "cost": dict(result.cost)}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{result.name}:")
    for name, value in result.metrics.items():
        click.echo(f"  {name.replace('_', ' '):24} {_words(value)}")
    spent = ", ".join(f"{name.replace('_', ' ')} {value:.1f}" for name, value in result.cost.items())
    if spent:
        click.echo(f"  {'cost':24} {spent}")


def _words(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_words(each)}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_words, value)) or "none"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
