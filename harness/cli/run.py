"""prover-eval run: sample, check, report pass@k."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.backends import BACKENDS, Backend
from harness.backends.arguments import model_arguments
from harness.backends.base import Endpoint
from harness.bench import Bench
from harness.checker.cache import decisive
from harness.checker.protocol import AnyChecker
from harness.cli import INTERRUPTED
from harness.cli._asking import find_prompt, repair_with, sampling_of, with_prompt
from harness.cli._bench import chosen_bench
from harness.cli._carry_out import Asking, carry_out_in
from harness.cli._options import all_errors_option, check_options, checker_options, option
from harness.cli._recording import compare_recording
from harness.cli._run_options import (
    Numbers,
    Tag,
    checking_at_once_options,
    count_option,
    problem_options,
    run_folder_option,
    sampling_options,
)
from harness.cli._setup import open_checker, say
from harness.errors import UsageError
from harness.printable import one_line
from harness.prompts.candidate import candidate_of
from harness.run.plan import RunPlan, default_run_dir
from harness.run.prices import TokenPrices
from harness.run.runner import INTERRUPTED as STOPPED
from harness.run.selection import select
from harness.run.summary import RunSummary

if TYPE_CHECKING:
    from harness.prompts.templates import Prompted

__all__ = ["INCOMPLETE", "Numbers", "command", "count_option", "finish", "tags_line"]

INCOMPLETE = 3
DEFAULT_SAMPLES = 1
_MODELS_SHOWN = 5


@click.command("run")
@problem_options
@option(
    "--model",
    required=True,
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
    return asyncio.run(_run(options))


def _counts(ks: tuple[int, ...] | None, n: int | None) -> tuple[tuple[int, ...], int]:
    """(ks to report, attempts to draw) from what was given."""
    if ks is None:
        ks = tuple(sorted({1, n})) if n else (DEFAULT_SAMPLES,)
    n = n or ks[-1]
    if ks[-1] > n:
        raise UsageError(f"pass@{ks[-1]} can't be told from {n} attempts: the largest possible k is {n}")
    return ks, n


def _settings(
    bench: Bench,
    backend: Backend,
    asked: Prompted | None,
    checker: AnyChecker,
    arguments: Mapping[str, str],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    """What decides the result beside the plan's own fields, and what the run is to be known by."""
    elsewhere = {"path", *getattr(backend, "transport_args", ())}
    chosen = select(
        bench.problems,
        options["split"],
        bench.default_split,
        options["problems"],
        options["limit"],
        options["exclude_known_errors"],
    )
    settings: dict[str, Any] = {
        "bench_sha256": bench.sha256,
        "selection": chosen.record(),
        "backend": dict(backend.description),
        "model_args": {key: value for key, value in arguments.items() if key not in elsewhere},
        "check": decisive(checker.record),
        "all_errors": not checker.first_error,
    }
    if bench.subset is not None:
        settings["subset"] = bench.subset.record(bench.problems)
    if asked is not None:
        settings["prompt"] = asked.record()
        if options["rounds"]:
            settings["repair"] = asked.repair_record()
    if options["label"]:
        settings["label"] = one_line(options["label"])
    if (tags := _tags(options["tags"])) is not None:
        settings["tags"] = tags
    if options["price_in"] is not None or options["price_out"] is not None:
        settings["prices"] = TokenPrices(options["price_in"] or 0.0, options["price_out"] or 0.0).record()
    return settings


def _label(name: str, backend: Backend) -> str:
    """What tables call the model: the backend's name, and the model's own where it has one."""
    own = str(getattr(backend, "model", "") or "").rstrip("/").rpartition("/")[2]
    return f"{name}/{own}" if own else name


def _tags(given: tuple[tuple[str, str], ...]) -> dict[str, str] | None:
    tags: dict[str, str] = {}
    for key, value in given:
        if tags.setdefault(key, value) != value:
            raise UsageError(f"tag {key!r} is given as {tags[key]!r} and as {value!r}: give it once")
    return tags or None


async def _run(options: dict[str, Any]) -> int:
    ks, n = _counts(options["ks"], options["n"])
    bench = await chosen_bench(
        options["bench"], options["include_path"], options["checking"], max_checkers=options["max_checkers"]
    )
    problems = bench.select(
        options["split"],
        options["problems"],
        options["limit"],
        without_known_errors=options["exclude_known_errors"],
    )
    model, arguments = model_arguments(
        options["model"], options["model_args"], options["model_args_file"], known=BACKENDS.names()
    )
    backend: Backend = BACKENDS.load(model)(arguments)
    rounds = options["rounds"]
    try:
        prompt = find_prompt(backend, bench, options["prompt"])
        if rounds and prompt is None:
            raise UsageError(
                f"--rounds needs a model that takes prompts, and {model} reads the problem itself"
            )
        sampling = sampling_of(options, prompt, n)
        asked = None if prompt is None else with_prompt(backend, prompt, bench, problems, options["seed"])
        # A model that is to mend its proof is shown all errors.
        first_error = not options["all_errors"] and not rounds
        checker, under_way = await open_checker(
            bench,
            options["checking"],
            options["max_checkers"],
            first_error=first_error,
            anew=options["recheck"],
        )
        try:
            plan = RunPlan(
                bench=bench.name,
                model=_label(model, backend),
                problems=problems,
                n=n,
                rounds=rounds,
                seed=options["seed"],
                early_stop=options["early_stop"],
                sampling=sampling,
                settings=_settings(bench, backend, asked, checker, arguments, options),
            )
            compare_recording(backend, bench, problems, n)
            folder = options["output_dir"] or default_run_dir(Path("runs"), plan)
            summary = await carry_out_in(
                folder,
                plan,
                await _asking(backend, asked),
                checker,
                options,
                max_checkers=under_way,
            )
        finally:
            await checker.close()
    finally:
        await backend.close()
    if options["label"] and summary.label != one_line(options["label"]):
        say(f"note: {folder} keeps the label that it was made with: {summary.label or 'none'}")
    code = finish(summary, ks, to_stderr=options["as_json"])
    if options["as_json"]:
        from harness.report import summary_json

        click.echo(json.dumps(summary_json(summary, ks)))
    return code


async def _asking(backend: Backend, asked: Prompted | None) -> Asking:
    together = getattr(backend, "samples_per_request", 1)
    ask = getattr(backend, "endpoint", None)
    endpoint: Endpoint | None = None if ask is None else await ask()
    if endpoint is not None and endpoint.models and not endpoint.told:
        say(
            f"note: {endpoint.address} doesn't list the model {getattr(backend, 'model', '')}; it has "
            + ", ".join(endpoint.models[:_MODELS_SHOWN])
            + (", ..." if len(endpoint.models) > _MODELS_SHOWN else "")
        )
    named = getattr(backend, "answered_as", tuple)
    if asked is None:
        return Asking(
            backend, candidate_of, samples_per_request=together, endpoint=endpoint, answered_as=named
        )
    return Asking(asked, asked.candidate, asked.text, repair_with(asked), together, endpoint, named)


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
