"""prover-eval export: runs for other programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.cli._options import include_path_option, option
from harness.cli.run import INCOMPLETE, Numbers
from harness.errors import ProverEvalError, UsageError
from harness.printable import say
from harness.run.store import RunStore

if TYPE_CHECKING:
    from harness.problem import Problem

_STDOUT = "-"


@click.command("export")
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RUN...")
@option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "parquet", "lm-eval", "leaderboard"]),
    default="jsonl",
    show_default=True,
    help="Rows of attempts (jsonl, csv, parquet), lm-eval's two files, or entries of a leaderboard.",
)
@option(
    "--out",
    default=_STDOUT,
    show_default=True,
    help="File; a folder for lm-eval; - is standard output (jsonl, csv, leaderboard).",
)
@option("--texts", is_flag=True, help="With prompts, models' texts, candidates and Lean's messages.")
@option("--k", "ks", type=Numbers(), help="pass@k in lm-eval and leaderboard.  [default: 1 and n]")
@include_path_option()
def command(
    runs: tuple[Path, ...],
    form: str,
    out: str,
    texts: bool,
    ks: tuple[int, ...] | None,
    include_path: tuple[Path, ...],
) -> int:
    """Write RUN folders in a form that other programs read; docs/exports.md has the fields.

    Exit code: 0, or 3 when a run is incomplete; what there is is written all the same.
    """
    with ExitStack() as stack:
        stores = [stack.enter_context(RunStore.open_readonly(folder)) for folder in runs]
        if form in ("jsonl", "csv"):
            _rows(stores, out, form, texts)
        elif form == "parquet":
            _parquet(stores, out, texts)
        elif form == "lm-eval":
            _lm_eval(stores, out, texts, ks, include_path)
        else:
            from harness.export import leaderboard

            _write([json.dumps(leaderboard(stores, ks), indent=2) + "\n"], out)
        from harness.report import judging_alarms

        summaries = [store.summary() for store in stores]
        incomplete = [summary.run_dir for summary in summaries if not summary.complete]
        unreplayed = judging_alarms((summary.run_dir.name, summary) for summary in summaries)
    for text in unreplayed:
        say(f"!!! {text}")
    for folder in incomplete:
        say(f"!!! INCOMPLETE: {folder} lacks verdicts; its figures are not final.")
    return INCOMPLETE if incomplete else 0


def _rows(stores: list[RunStore], out: str, form: str, texts: bool) -> None:
    from harness.export import attempt_rows, csv_lines, json_lines

    rows = chain.from_iterable(attempt_rows(store, texts=texts) for store in stores)
    _write(csv_lines(rows, texts=texts) if form == "csv" else json_lines(rows), out)


def _parquet(stores: list[RunStore], out: str, texts: bool) -> None:
    from harness.export import attempt_rows, write_parquet

    if out == _STDOUT:
        raise UsageError("Parquet can't go to standard output: give --out FILE")
    rows = chain.from_iterable(attempt_rows(store, texts=texts) for store in stores)
    say(f"{out}: {write_parquet(rows, Path(out), texts=texts)} attempts")


def _lm_eval(
    stores: list[RunStore],
    out: str,
    texts: bool,
    ks: tuple[int, ...] | None,
    include_path: tuple[Path, ...],
) -> None:
    from harness.export import write_lm_eval

    if out == _STDOUT:
        raise UsageError("lm-eval's files can't go to standard output: give --out FOLDER")
    for store in stores:
        chosen = ks or tuple(sorted({1, store.settings.n}))
        problems = _problems(store, include_path)
        files = write_lm_eval(store, Path(out), chosen, problems=problems, texts=texts)
        say(f"{files.results}\n{files.samples}")


def _problems(store: RunStore, include_path: tuple[Path, ...]) -> tuple[Problem, ...] | None:
    """The bench's problems when the bench is there as the run saw it."""
    from harness.bench import find_bench

    name = store.settings.bench
    try:
        bench = find_bench(name, include_path)
    except ProverEvalError:
        bench = None
    if bench is None or bench.sha256 != store.settings.bench_sha256:
        say(f"note: bench {name} isn't here as the run saw it, so documents have no statements")
        return None
    return bench.problems


def _write(lines: Iterable[str], out: str) -> None:
    if out == _STDOUT:
        try:
            for line in lines:
                click.echo(line, nl=False)
        except BrokenPipeError:
            # The reader has what it wants; click would make an error of it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    try:
        with Path(out).open("w", encoding="utf-8") as file:
            file.writelines(lines)
    except OSError as error:
        raise UsageError(f"{out} can't be written ({error}): give another --out") from error
