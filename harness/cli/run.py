"""prover-eval run: sample, check, report pass@k."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from harness.backends import Sampling
from harness.cli import INTERRUPTED
from harness.cli._options import all_errors_option, check_options, checker_options, option
from harness.cli._run_options import (
    EPILOG,
    SECTIONS,
    Numbers,
    Tag,
    checking_at_once_options,
    count_option,
    problem_options,
    run_folder_option,
    sampling_options,
)
from harness.cli._sections import SectionedCommand
from harness.cli._stopping import Stopping
from harness.errors import UsageError
from harness.printable import say
from harness.run.evaluate import RunSpec, evaluate
from harness.run.progress import make_progress
from harness.run.ready import require_all
from harness.run.runner import INTERRUPTED as STOPPED
from harness.run.summary import RunSummary

__all__ = ["INCOMPLETE", "Numbers", "command", "count_option", "finish", "tags_line"]

INCOMPLETE = 3
DEFAULT_SAMPLES = 1


@click.command("run", cls=SectionedCommand, sections=SECTIONS, epilog=EPILOG)
@problem_options
@option(
    "--model",
    help="Backend that proposes proofs: tactics, replay, ...; or BACKEND/MODEL-NAME.",
)
@option("--model-args", "-M", "--model_args", "model_args", multiple=True, help="Its arguments, key=value.")
@option(
    "--model-args-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="More of its arguments, a JSON or YAML file; -M goes before it.",
)
@option("--prompt", default="auto", show_default=True, help="How to ask: auto, a prompt's name, or a file.")
@sampling_options
@check_options
@checker_options
@all_errors_option()
@checking_at_once_options
@run_folder_option()
@option("--label", help="What tables, pages and gates call the run.  [default: its folder's name]")
@option("--tag", "tags", multiple=True, type=Tag(), help="key=value to know the run by; may be repeated.")
@option("--price-in", type=click.FloatRange(min=0), help="Money for a million tokens of prompt.")
@option("--price-out", type=click.FloatRange(min=0), help="Money for a million tokens of completion.")
@option("--json", "as_json", is_flag=True, help="End with one JSON object on standard output.")
@option("--quiet", is_flag=True, help="No progress.")
def command(**options: Any) -> int:
    """Sample proofs for a benchmark, check each with real Lean, and report pass@k.

    The same command goes on with a run that was interrupted, and only reports one that is finished.
    """
    if not options["model"]:
        # Whoever gives no model is told of all that is missing, and not of one thing after another.
        require_all(options["bench"], options["include_path"], options["checking"], model=False)
    return asyncio.run(_run(options))


def _counts(ks: tuple[int, ...] | None, n: int | None) -> tuple[tuple[int, ...], int]:
    """(ks to report, attempts to draw) from what was given."""
    if ks is None:
        ks = tuple(sorted({1, n})) if n else (DEFAULT_SAMPLES,)
    n = n or ks[-1]
    if ks[-1] > n:
        raise UsageError(f"pass@{ks[-1]} can't be told from {n} attempts: the largest possible k is {n}")
    return ks, n


async def _run(options: dict[str, Any]) -> int:
    ks, n = _counts(options["ks"], options["n"])
    stop = asyncio.Event()
    summary = await evaluate(
        _spec(options, n),
        progress=make_progress(quiet=options["quiet"]),
        stop=stop,
        stopping=Stopping(stop),
    )
    code = finish(summary, ks, to_stderr=options["as_json"])
    if options["as_json"]:
        from harness.report import summary_json

        click.echo(json.dumps(summary_json(summary, ks)))
    return code


def _spec(options: Mapping[str, Any], n: int) -> RunSpec:
    """What the options say that the run is to be."""
    same = (
        "bench", "model", "split", "problems", "limit", "exclude_known_errors", "model_args",
        "model_args_file", "include_path", "prompt", "rounds", "seed", "greedy", "early_stop", "all_errors",
        "max_checkers", "max_connections", "any_endpoint", "offline", "output_dir", "label",
    )  # fmt: skip
    spread = ("temperature", "top_p", "max_tokens", "stop", "top_k", "min_p")
    return RunSpec(
        n=n,
        sampling=Sampling(**{name: options[name] for name in spread}),
        checker=replace(options["checking"], recheck=options["recheck"]),
        tags=_tags(options["tags"]),
        prices=(options["price_in"], options["price_out"]),
        **{name: options[name] for name in same},
    )


def _tags(given: tuple[tuple[str, str], ...]) -> dict[str, str]:
    tags: dict[str, str] = {}
    for key, value in given:
        if tags.setdefault(key, value) != value:
            raise UsageError(f"tag {key!r} is given as {tags[key]!r} and as {value!r}: give it once")
    return tags


def finish(summary: RunSummary, ks: tuple[int, ...], *, to_stderr: bool = False) -> int:
    """Print the table of a run, and give the exit code."""
    from harness.report import render_summary

    click.echo(render_summary(summary, ks) + tags_line(summary), err=to_stderr)
    if summary.stopped == STOPPED:
        say("interrupted; the same command goes on with this run")
        return INTERRUPTED
    if summary.stopped is not None:
        say(f"the run ended early: {summary.stopped}")
    return 0 if summary.complete else INCOMPLETE


def tags_line(summary: RunSummary) -> str:
    """A line that begins with a newline, empty for a run without tags."""
    tags = summary.settings.tags
    return "\nTags: " + ", ".join(f"{key}={value}" for key, value in tags.items()) if tags else ""
