"""prover-eval bench: list, show and lint benchmarks."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import click

from harness.bench import fetch, find_bench, find_sources, list_benches
from harness.checker.spec import CheckerSpec
from harness.cli._options import check_options, include_path_option, option
from harness.errors import DataUnavailableError, ProverEvalError, UsageError
from harness.lint import LintPart, LintReport, decided_bench, lint_bench, open_bench
from harness.printable import say

WRONG, NO_VERDICT = 1, 3
# Seconds without a word, where problems take long.
PROGRESS_S = 10


@click.group("bench")
def group() -> None:
    """List, fetch, show and lint benchmarks."""


@group.command("list")
@include_path_option()
@option("--json", "as_json", is_flag=True, help="One JSON object for each bench.")
def list_command(include_path: tuple[Path, ...], as_json: bool) -> None:
    """Every bench that --bench accepts, with what it needs."""
    for info in list_benches(include_path):
        row: dict[str, Any]
        try:
            if info.error is not None:
                raise info.error
            bench = find_bench(info.name, include_path)
        except ProverEvalError as error:
            row = {"name": info.name, "error": str(error)}
            missing = isinstance(error, DataUnavailableError)
            state = f"not fetched: prover-eval bench fetch {info.name}" if missing else f"broken: {error}"
            line = f"{info.name:16} {state}"
        else:
            row = {
                "name": bench.name,
                "problems": len(bench.problems),
                "splits": list(bench.splits),
                "lean": bench.lean,
                "title": bench.title,
                "sha256": bench.sha256,
            }
            line = f"{bench.name:16} {len(bench.problems):5} problems  {bench.lean:9} {bench.title}"
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else line)


@group.command("fetch")
@click.argument("benches", nargs=-1, required=True, metavar="BENCH...")
@include_path_option()
@option("--variant", help="Which variant.  [default: the bench's own default]")
@option("--all-variants", is_flag=True, help="Every variant.")
@option(
    "--from",
    "given",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A local copy in place of the download: the file, or the repository's .tar.gz.",
)
def fetch_command(
    benches: tuple[str, ...],
    include_path: tuple[Path, ...],
    variant: str | None,
    all_variants: bool,
    given: Path | None,
) -> None:
    """Download the public data of BENCH, check them against the pinned hash, and keep them in the cache."""
    if given is not None and (len(benches) > 1 or all_variants):
        raise UsageError("--from FILE is one bench's data in one variant: fetch the others by themselves")
    for asked in benches:
        name, _, behind = asked.partition(":")
        sources = find_sources(name, include_path)
        if sources is None:
            say(f"{name}: has its data beside it, nothing to fetch")
            continue
        wanted = list(sources.variants) if all_variants else [variant or behind or None]
        for chosen in wanted:
            source = sources.variant(chosen)
            fetch(source, given=given, say=say)
            bench = find_bench(f"{name}:{source.variant}", include_path)
            click.echo(
                f"{bench.name}: {len(bench.problems)} problems, sha256 {bench.sha256}, {source.licence}"
            )


@group.command("show")
@click.argument("bench")
@include_path_option()
@option("--split", help="Split of the bench, or all.  [default: all]")
@option("--problem", "problems", multiple=True, help="Only this problem; may be repeated.")
@check_options
@option("--json", "as_json", is_flag=True, help="One canonical row for each problem.")
def show_command(
    bench: str,
    include_path: tuple[Path, ...],
    split: str | None,
    problems: tuple[str, ...],
    checking: CheckerSpec,
    as_json: bool,
) -> None:
    """Print the problems of BENCH; with --lean embedded, those that it has there."""
    found = asyncio.run(decided_bench(bench, include_path, checking))
    chosen = found.select(split or "all", problems)
    if not as_json:
        click.echo(f"{found.name}: {found.title} ({len(chosen)} problems, sha256 {found.sha256[:12]})\n")
    for problem in chosen:
        if as_json:
            click.echo(json.dumps(problem.row(), ensure_ascii=False))
        else:
            click.echo(f"{problem.informal_prefix}{problem.formal_statement.rstrip()}\n")


@group.command("lint")
@click.argument("bench")
@include_path_option()
@check_options
@option("--max-checkers", type=click.IntRange(min=1), help="Checks at once.  [default: number of cores]")
@option(
    "--skip",
    multiple=True,
    type=click.Choice([str(part) for part in LintPart]),
    help="Leave out what takes time: the reference proofs, one-word proofs, the search for contradictory "
    "hypotheses, the search for unused ones; may be repeated.",
)
@option("--json", "as_json", is_flag=True, help="One JSON object for each finding.")
def lint_command(
    bench: str,
    include_path: tuple[Path, ...],
    checking: CheckerSpec,
    max_checkers: int | None,
    skip: tuple[str, ...],
    as_json: bool,
) -> int:
    """Look for faults in BENCH, with real Lean: statements that don't compile, reference proofs that fail,
    duplicates by kernel type, hypotheses that contradict each other, one-word exercises, hypotheses that the
    reference proof doesn't need. What was judged before is not judged again.

    Exit code: 0 nothing wrong, 1 an error was found, 3 something got no verdict.
    """
    report = asyncio.run(
        _lint(bench, include_path, checking, max_checkers, [LintPart(name) for name in skip])
    )
    for finding in report.findings:
        row = {
            "severity": finding.severity,
            "problem": finding.problem,
            "kind": finding.kind,
            "text": finding.text,
        }
        line = f"{finding.severity}: {finding.problem}: {finding.text}"
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else line)
    say(
        f"{report.bench}: {report.problems} problems, {report.proved} proved by their reference proofs, "
        + ", ".join(f"{count} {name}" for name, count in report.counts.items())
    )
    if report.incomplete:
        return NO_VERDICT
    return 0 if report.ok else WRONG


async def _lint(
    name: str,
    include_path: tuple[Path, ...],
    checking: CheckerSpec,
    jobs: int | None,
    skip: list[LintPart],
) -> LintReport:
    told = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal told
        if done % 20 == 0 or done == total or time.monotonic() - told > PROGRESS_S:
            told = time.monotonic()
            say(f"lint: {done} of {total} problems")

    async with open_bench(name, include_path, checking, jobs=jobs) as (bench, opened):
        return await lint_bench(
            bench,
            opened.cached.check,
            compiled=opened.references.get,
            concurrency=opened.jobs,
            skip=skip,
            progress=progress,
        )
