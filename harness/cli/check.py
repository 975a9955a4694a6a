"""prover-eval check: judge proofs in files, or a run's stored attempts again."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import click

from harness.checker.codec import to_json
from harness.checker.protocol import AnyChecker
from harness.checker.unreplayed import warning, why_unreplayed
from harness.checker.verdict import Reason, Status, Verdict
from harness.cli._bench import chosen_bench
from harness.cli._options import (
    all_errors_option,
    bench_option,
    check_options,
    checker_options,
    include_path_option,
    option,
)
from harness.cli._setup import open_checker
from harness.errors import BadCandidateError
from harness.lean.source import decode_candidate
from harness.printable import lines, one_line
from harness.problem import Problem
from harness.prompts.candidate import candidate_in_file, no_code
from harness.prompts.extract import NoCandidate

NOT_ALL_PROVED, NO_VERDICT = 1, 3
REQUESTS = 4
_BYTES_READ = 16 << 20


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...|RUN")
@bench_option(required=False, help_text="Benchmark of the problem, e.g. nng.  [default: the run's]")
@include_path_option()
@option("--problem", help="The problem that the files claim to prove.")
@check_options
@checker_options
@all_errors_option()
@option("--max-checkers", type=click.IntRange(min=1), help="Checks at once.  [default: number of cores]")
@option(
    "--output-dir",
    "--out",
    "output_dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for a run's new verdicts.  [default: beside it, BENCH-MODEL-HASH]",
)
@option("--quiet", is_flag=True, help="No progress.")
@option("--explain", is_flag=True, help="Say what was checked and found good.")
@option("--json", "as_json", is_flag=True, help="One JSON object for each file.")
def command(files: tuple[str, ...], **options: Any) -> int:
    """Judge each FILE (- is standard input): a proof body, a whole Lean file with the theorem, or a model's
    answer that has one of them in it, read as `run` reads a model's text.

    With the folder of a RUN, judge its stored attempts again under the options that are given (all else is as
    it was), without generating, into a folder of its own; the same command goes on with what was interrupted.

    Exit code for files: 0 all are proved, 1 some are not, 3 some got no verdict. For a run: 0, or 3 when
    verdicts are lacking.
    """
    folders = [file for file in files if Path(file).is_dir()]
    if folders and len(files) > 1:
        raise click.UsageError(f"{folders[0]} is a folder: give one run by itself, or files")
    if folders:
        from harness.cli._rejudge import rejudge

        return asyncio.run(
            rejudge(Path(files[0]), {**options, "max_connections": REQUESTS, "any_endpoint": True})
        )
    if missing := [name for name in ("bench", "problem") if not options[name]]:
        raise click.UsageError(f"proofs in files need --{missing[0]}")
    return asyncio.run(_check(files, options))


def read_candidate(file: str) -> bytes:
    """The file's bytes, at most 16 MB of them; raises click.UsageError when it can't be read."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(_BYTES_READ)
        with Path(file).open("rb") as stream:
            return stream.read(_BYTES_READ)
    except OSError as error:
        raise click.UsageError(f"{file} can't be read: {error.strerror or error}") from None


async def judge(checker: AnyChecker, problem: Problem, data: bytes) -> Verdict:
    """The verdict on a file's bytes: Lean, or a model's answer."""
    try:
        candidate = candidate_in_file(problem, decode_candidate(data))
    except BadCandidateError as error:
        return Verdict(Status.REJECTED, Reason.POLICY, str(error), record=checker.record)
    if isinstance(candidate, NoCandidate):
        return no_code(candidate, checker.record)
    return await checker.check(problem, candidate)


def verdict_row(file: str, problem: Problem, verdict: Verdict) -> dict[str, Any]:
    """One file's result as a JSON object; `messages` are Lean's, with lines of the text that was checked;
    `no_replay` is a sentence where no kernel replayed, else None."""
    row = {"file": file, "problem": problem.name, **to_json(verdict), "checks": list(verdict.checks)}
    return {**row, "no_replay": warning(verdict.record)}


async def _check(files: tuple[str, ...], options: dict[str, Any]) -> int:
    bench = await chosen_bench(options["bench"], options["include_path"], options["checking"])
    problem = bench.problem(options["problem"])
    texts = [read_candidate(file) for file in files]
    checker, under_way = await open_checker(bench, options["checking"], options["max_checkers"], anew=True)
    slots = asyncio.Semaphore(under_way)

    async def one(data: bytes) -> Verdict:
        async with slots:
            return await judge(checker, problem, data)

    tasks = [asyncio.create_task(one(data)) for data in texts]
    verdicts = []
    try:
        for file, task in zip(files, tasks, strict=True):
            verdicts.append(await task)
            if options["as_json"]:
                click.echo(json.dumps(verdict_row(file, problem, verdicts[-1]), ensure_ascii=False))
            else:
                _print(file, verdicts[-1], explain=options["explain"])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await checker.close()
    if not all(verdict.decided for verdict in verdicts):
        return NO_VERDICT
    return 0 if all(verdict.proved for verdict in verdicts) else NOT_ALL_PROVED


def _print(file: str, verdict: Verdict, *, explain: bool) -> None:
    head = verdict.status.value + (f" ({verdict.reason.value})" if verdict.reason else "")
    click.echo(f"{file}: {head}" + (f": {one_line(verdict.detail)}" if verdict.detail else ""))
    if verdict.proved:
        click.echo(f"  axioms: {', '.join(verdict.axioms or ()) or 'none'}; {verdict.cpu_s:.2f} s CPU")
        if (why := why_unreplayed(verdict.record)) is not None:
            click.echo(f"  no kernel replay: {why}")
    if explain:
        for check in verdict.checks:
            click.echo(f"  passed: {one_line(check)}")
        for key, value in verdict.record.items():
            click.echo(one_line(f"  {key}: {value}"))
    for message in verdict.messages:
        if message.severity == "error":
            text = lines(message.text).rstrip().replace("\n", "\n      ")
            click.echo(f"  line {message.line}, column {message.column}:\n      {text}")
