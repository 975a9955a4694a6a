"""prover-eval check: judge proofs in files, or a run's stored attempts again."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from harness.bench import Bench
from harness.checker.many import as_they_end
from harness.checker.open import OpenChecker
from harness.checker.protocol import AnyChecker
from harness.checker.verdict import Reason, Status, Verdict
from harness.cli._check_rows import (
    CheckRow,
    as_object,
    exit_code,
    summary_lines,
    table_lines,
    whole_account,
    width_of,
)
from harness.cli._check_sources import CheckSource, UnreadableError, gathered
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
from harness.printable import say
from harness.problem import Problem
from harness.prompts.about import ProblemFinder
from harness.prompts.candidate import candidate_in_file, no_code
from harness.prompts.extract import NoCandidate
from harness.prompts.own_lines import OwnLines, mode_of

_TOLD_EVERY_S = 10.0
_RUN_FILES = ("run.json", "attempts.sqlite")


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...|RUN")
@bench_option(required=False, help_text="Benchmark of the problem, e.g. nng.  [default: the run's]")
@include_path_option()
@option(
    "--problem", help="The problem that the files claim to prove.  [default: found by its name; a run's all]"
)
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
@option("--json", "--jsonl", "as_json", is_flag=True, help="One JSON object a line, for each file.")
def command(files: tuple[str, ...], **options: Any) -> int:
    """Judge each FILE (- is standard input): a proof body, a whole Lean file with the theorem, or a model's
    answer that has one of them in it, read as `run` reads a model's text. A folder stands for all Lean files
    in it, a .zip for those in the archive. Without --problem a file is judged for each problem of the bench
    whose theorem it states, or for the one that it, or its folder, is named after.

    One file is told at length, several in a line each; --explain tells all at length. Lines and columns are
    the file's own.

    With the folder of a RUN, judge its stored attempts again under the options that are given (all else is as
    it was), without generating, into a folder of its own; the same command goes on with what was interrupted.

    Exit code for files: 0 all are proved, 1 some are not, 3 some got no verdict. For a run: 0, or 3 when
    verdicts are lacking.
    """
    runs = [file for file in files if _is_run(Path(file))]
    if runs and len(files) > 1:
        raise click.UsageError(f"{runs[0]} is a run: give one run by itself, or files")
    if runs:
        from harness.cli._rejudge import rejudge

        return asyncio.run(rejudge(Path(files[0]), options))
    if not options["bench"]:
        folder = next((file for file in files if Path(file).is_dir()), None)
        raise click.UsageError(f"{folder} is no run: files need --bench" if folder else "files need --bench")
    with gathered(files) as sources:
        return asyncio.run(_check(sources, options))


def _is_run(path: Path) -> bool:
    return path.is_dir() and any((path / name).exists() for name in _RUN_FILES)


async def _check(sources: Sequence[CheckSource], options: dict[str, Any]) -> int:
    spec = replace(options["checking"], recheck=True)
    async with open_bench(options["bench"], options["include_path"], spec, jobs=options["max_checkers"]) as (
        bench,
        opened,
    ):
        asked = _Asked(bench, options["problem"], opened.checker)
        rows = await _each(sources, asked, opened, options)
    return exit_code(rows)


class _Asked:
    """Judges texts: for the named problem, else for those of the bench that they are about."""

    def __init__(self, bench: Bench, name: str | None, checker: AnyChecker) -> None:
        self._problem = bench.problem(name) if name else None
        self._bench, self._checker = bench.name, checker
        self._finder = ProblemFinder(bench.problems)

    async def rows(self, source: CheckSource) -> list[CheckRow]:
        """A row for each problem, or one that says why there is none."""
        try:
            data = await asyncio.to_thread(source.read)
        except UnreadableError as error:
            lost = Verdict(Status.INFRASTRUCTURE, Reason.DISK, f"it can't be read: {error}")
            return [CheckRow(source.name, self._problem, lost)]
        problems = (self._problem,) if self._problem else await asyncio.to_thread(self._about, data, source)
        if not problems:
            why = f"it states no theorem of {self._bench}, and isn't named after one: give --problem"
            return [CheckRow(source.name, None, None, why=why)]
        return [await self._judged(source.name, problem, data) for problem in problems]

    def _about(self, data: bytes, source: CheckSource) -> tuple[Problem, ...]:
        try:
            text = decode_candidate(data)
        except BadCandidateError:
            text = ""
        return self._finder.find(text, source.name)

    async def _judged(self, name: str, problem: Problem, data: bytes) -> CheckRow:
        record = self._checker.record
        try:
            text = decode_candidate(data)
        except BadCandidateError as error:
            refused = Verdict(Status.REJECTED, Reason.POLICY, str(error), record=record)
            return CheckRow(name, problem, refused)
        candidate = candidate_in_file(problem, text)
        if isinstance(candidate, NoCandidate):
            return CheckRow(name, problem, no_code(candidate, record))
        verdict = await self._checker.check(problem, candidate)
        return CheckRow(name, problem, verdict, OwnLines(problem, text, candidate, mode_of(record)))


async def _each(
    sources: Sequence[CheckSource], asked: _Asked, opened: OpenChecker, options: Mapping[str, Any]
) -> list[CheckRow]:
    """The rows in the order of the sources, each shown when it is its turn."""
    show = _Shown(sources, options)
    found: dict[int, list[CheckRow]] = {}
    turn = 0
    async with aclosing(as_they_end(sources, asked.rows, under_way=opened.under_way)) as ended:
        async for number, rows in ended:
            show.ended(rows)
            found[number] = rows
            while (next_ones := found.pop(turn, None)) is not None:
                turn += 1
                for row in next_ones:
                    show.row(row)
    show.end()
    return show.rows


class _Shown:
    """Shows rows on standard output, and how far it is on standard error."""

    def __init__(self, sources: Sequence[CheckSource], options: Mapping[str, Any]) -> None:
        self.rows: list[CheckRow] = []
        self._files, self._as_json, self._explain = len(sources), options["as_json"], options["explain"]
        self._width = width_of(source.name for source in sources)
        self._quiet = options["quiet"] or len(sources) == 1
        self._told, self._ended, self._proved = time.monotonic(), 0, 0

    def ended(self, rows: Sequence[CheckRow]) -> None:
        """One more source was judged."""
        self._ended += 1
        self._proved += all(row.verdict is not None and row.verdict.proved for row in rows)
        if not self._quiet and time.monotonic() - self._told >= _TOLD_EVERY_S:
            self._told = time.monotonic()
            say(f"{self._ended}/{self._files} files, {self._proved} proved")

    def row(self, row: CheckRow) -> None:
        """Show a row whose turn it is."""
        # What was shown isn't held any more: there may be many thousands.
        self.rows.append(replace(row, own=None))
        if self._as_json:
            click.echo(json.dumps(as_object(row), ensure_ascii=False))
        elif self._at_length(row):
            click.echo("\n".join(whole_account(row, explain=self._explain)))
        else:
            click.echo("\n".join(table_lines(row, self._width)))

    def _at_length(self, row: CheckRow) -> bool:
        return self._explain or self._files == 1

    def end(self) -> None:
        """Show the counts."""
        if not self._as_json and len(self.rows) > 1:
            click.echo("\n" + "\n".join(summary_lines(self.rows)))
