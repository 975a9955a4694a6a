"""prover-eval check: judge proofs in files, or a run's stored attempts again."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from harness.checker.codec import record_row, to_json
from harness.checker.many import as_they_end
from harness.checker.open import OpenChecker
from harness.checker.protocol import AnyChecker
from harness.checker.unreplayed import warning, why_unreplayed
from harness.checker.verdict import Reason, Status, Verdict
from harness.cli._options import (
    all_errors_option,
    bench_option,
    check_options,
    checker_options,
    include_path_option,
    option,
)
from harness.errors import BadCandidateError
from harness.lean.source import decode_candidate
from harness.lint import open_bench
from harness.printable import lines, one_line
from harness.problem import Problem
from harness.prompts.candidate import candidate_in_file, no_code
from harness.prompts.extract import NoCandidate

NOT_ALL_PROVED, NO_VERDICT = 1, 3
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

        return asyncio.run(rejudge(Path(files[0]), options))
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
    spec = replace(options["checking"], recheck=True)
    async with open_bench(options["bench"], options["include_path"], spec, jobs=options["max_checkers"]) as (
        bench,
        opened,
    ):
        problem = bench.problem(options["problem"])
        texts = [read_candidate(file) for file in files]
        verdicts = await _each(files, texts, problem, opened, options)
    if not all(verdict.decided for verdict in verdicts):
        return NO_VERDICT
    return 0 if all(verdict.proved for verdict in verdicts) else NOT_ALL_PROVED


async def _each(
    files: tuple[str, ...],
    texts: list[bytes],
    problem: Problem,
    opened: OpenChecker,
    options: Mapping[str, Any],
) -> list[Verdict]:
    """The verdicts in the order of the files, each printed when it is its turn."""

    async def one(data: bytes) -> Verdict:
        return await judge(opened.checker, problem, data)

    verdicts: list[Verdict] = []
    found: dict[int, Verdict] = {}
    async with aclosing(as_they_end(texts, one, under_way=opened.under_way)) as ended:
        async for number, verdict in ended:
            found[number] = verdict
            while (next_one := found.pop(len(verdicts), None)) is not None:
                file = files[len(verdicts)]
                verdicts.append(next_one)
                if options["as_json"]:
                    click.echo(json.dumps(verdict_row(file, problem, next_one), ensure_ascii=False))
                else:
                    _print(file, next_one, explain=options["explain"])
    return verdicts


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
        for key, value in record_row(verdict.record).items():
            click.echo(one_line(f"  {key}: {value}"))
    for message in verdict.messages:
        if message.severity == "error":
            text = lines(message.text).rstrip().replace("\n", "\n      ")
            click.echo(f"  line {message.line}, column {message.column}:\n      {text}")
