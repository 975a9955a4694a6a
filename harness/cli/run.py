"""prover-eval run: sample, check, report pass@k."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.backends import BACKENDS, Backend, Sampling
from harness.backends.arguments import parse_model_args
from harness.bench import Bench, Problem, find_bench
from harness.checker.cache import CachedChecker, decisive
from harness.checker.checker import Checker
from harness.cli import INTERRUPTED
from harness.cli._options import (
    CheckOptions,
    bench_option,
    check_options,
    include_path_option,
    option,
    together,
)
from harness.cli._setup import default_checkers, known_verdicts, make_checker, say
from harness.errors import UsageError
from harness.prompts.candidate import candidate_of
from harness.run.plan import RunPlan, default_run_dir
from harness.run.progress import make_progress
from harness.run.runner import run as carry_out
from harness.run.store import RunStore
from harness.run.summary import RunSummary

if TYPE_CHECKING:
    from harness.prompts.templates import Prompt, Prompted

INCOMPLETE = 3
DEFAULT_SAMPLES = 1


class Numbers(click.ParamType[tuple[int, ...]]):
    """Whole numbers from 1 on, separated by commas."""

    name = "N,N,..."

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """The numbers, sorted, each once."""
        if isinstance(value, tuple):
            return value
        try:
            numbers = sorted({int(part) for part in str(value).split(",") if part.strip()})
        except ValueError:
            numbers = []
        if not numbers or numbers[0] < 1:
            self.fail(f"{value!r} is no list of whole numbers from 1 on, like 1,8,64", param, ctx)
        return tuple(numbers)


def sampling_options(function: Any) -> Any:
    """How many samples, and how they are drawn."""
    return together(
        option("--k", "ks", type=Numbers(), help="Report pass@k for these, e.g. 1,8,64.  [default: n]"),
        option(
            "--n", type=click.IntRange(min=1), help="Attempts for each problem.  [default: the largest k]"
        ),
        option("--seed", type=int, default=0, show_default=True, help="Seed of the run."),
        option("--temperature", type=click.FloatRange(min=0), help="Sampling temperature."),
        option("--top-p", type=click.FloatRange(min=0, max=1), help="Nucleus sampling."),
        option("--top-k", type=click.IntRange(min=1), help="Only the so many likeliest tokens."),
        option(
            "--min-p",
            type=click.FloatRange(min=0, max=1),
            help="Only tokens so likely, beside the likeliest.",
        ),
        option("--max-tokens", type=click.IntRange(min=1), help="Tokens that one sample may have."),
        option("--stop", multiple=True, help="Text that ends a sample; may be repeated."),
        option("--early-stop", is_flag=True, help="No attempt of a problem after its first proof."),
    )(function)


def problem_options(function: Any) -> Any:
    """Which problems."""
    return together(
        bench_option(),
        include_path_option(),
        option("--split", help="Split of the bench, or all.  [default: the bench's own]"),
        option("--limit", type=click.IntRange(min=1), help="Only the first so many problems."),
        option("--problem", "problems", multiple=True, help="Only this problem; may be repeated."),
    )(function)


@click.command("run")
@problem_options
@option("--model", required=True, help="Backend that proposes proofs: tactics, replay, ...")
@option("--model-args", "-M", "--model_args", "model_args", multiple=True, help="Its arguments, key=value.")
@option("--prompt", default="auto", show_default=True, help="How to ask: auto, a prompt's name, or a file.")
@sampling_options
@check_options
@option("--recheck", is_flag=True, help="Judge anew what earlier runs judged.")
@option("--max-checkers", type=click.IntRange(min=1), help="Checks at once.  [default: number of cores]")
@option(
    "--max-connections",
    type=click.IntRange(min=1),
    default=16,
    show_default=True,
    help="Model requests at once.",
)
@option(
    "--output-dir",
    "--output-path",
    "output_dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Run folder.  [default: runs/BENCH-MODEL-HASH]",
)
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
    bench: Bench, backend: Backend, checker: Checker, arguments: Mapping[str, str]
) -> dict[str, Any]:
    """What decides the result beside the plan's own fields."""
    elsewhere = {"path", *getattr(backend, "transport_args", ())}
    return {
        "bench_sha256": bench.sha256,
        "backend": dict(backend.description),
        "model_args": {key: value for key, value in arguments.items() if key not in elsewhere},
        "check": decisive(checker.record),
    }


def _find_prompt(backend: Backend, bench: Bench, name: str) -> Prompt | None:
    """The prompt to ask with; None for a backend that reads the problem itself."""
    if not getattr(backend, "needs_prompt", False):
        if name != "auto":
            say(f"note: --prompt {name} is not used, because this model reads the problem itself")
        return None
    from harness.prompts.templates import auto_prompt, load_prompt

    kind = getattr(backend, "prompt_kind", None)
    if name == "auto":
        found = auto_prompt(getattr(backend, "model", ""), kind, generic=bench.prompt)
        say(f"prompt: {found.id} (--prompt NAME or FILE asks with another)")
    else:
        found = load_prompt(name)
    if kind == "completion" and found.kind == "chat":
        raise UsageError(
            f"prompt {found.id} is a chat and this model is asked for completions: leave -M api= out, or "
            "give a completion prompt, e.g. --prompt plain"
        )
    return found


def _with_prompt(
    backend: Backend, prompt: Prompt, bench: Bench, problems: tuple[Problem, ...], seed: int
) -> Prompted:
    """The backend with its prompts; all are made once, so that a fault shows before the first sample."""
    from harness.prompts.templates import Prompted, demos_of

    prompted = Prompted(backend, prompt, demos_of(bench) if prompt.shots else (), seed)
    for problem in problems:
        prompted.text(problem)
    return prompted


def _sampling(options: Mapping[str, Any], prompt: Prompt | None, n: int) -> Sampling:
    """What the options say, and where they say nothing what was published for the prompt."""
    names = ("temperature", "top_p", "max_tokens", "stop", "top_k", "min_p")
    given = Sampling(**{name: options[name] for name in names})
    if prompt is None:
        return given
    sampling = Sampling(**{**prompt.sampling.record(), **given.record()})
    if n > 1 and sampling.temperature == 0:
        say(f"warning: at temperature 0 the {n} attempts of a problem are most likely the same text")
    return sampling


async def _run(options: dict[str, Any]) -> int:
    ks, n = _counts(options["ks"], options["n"])
    bench = find_bench(options["bench"], options["include_path"])
    problems = bench.select(options["split"], options["problems"], options["limit"])
    arguments = parse_model_args(options["model_args"])
    backend: Backend = BACKENDS.load(options["model"])(arguments)
    checking: CheckOptions = options["checking"]
    try:
        prompt = _find_prompt(backend, bench, options["prompt"])
        sampling = _sampling(options, prompt, n)
        asked = None if prompt is None else _with_prompt(backend, prompt, bench, problems, options["seed"])
        checker = make_checker(bench, checking)
        try:
            settings = _settings(bench, backend, checker, arguments)
            if asked is not None:
                settings["prompt"] = asked.record()
            plan = RunPlan(
                bench=bench.name,
                model=options["model"],
                problems=problems,
                n=n,
                seed=options["seed"],
                early_stop=options["early_stop"],
                sampling=sampling,
                settings=settings,
            )
            summary = await _resume(plan, backend, asked, checker, options)
        finally:
            await checker.close()
    finally:
        await backend.close()
    return _finish(summary, ks, as_json=options["as_json"])


async def _resume(
    plan: RunPlan, backend: Backend, asked: Prompted | None, checker: Checker, options: dict[str, Any]
) -> RunSummary:
    """Open the run's folder and the known verdicts, and carry out what is left."""
    folder = options["output_dir"] or default_run_dir(Path("runs"), plan)
    with (
        RunStore.create_or_open(folder, plan) as store,
        closing(known_verdicts()) as known,
    ):
        cached = CachedChecker(checker, known, reuse=not options["recheck"])
        return await _carry_out(plan, backend, asked, checker, cached, store, options)


async def _carry_out(
    plan: RunPlan,
    backend: Backend,
    asked: Prompted | None,
    checker: Checker,
    cached: CachedChecker,
    store: RunStore,
    options: dict[str, Any],
) -> RunSummary:
    before = store.summary()
    if before.complete:
        say("this run is finished; reporting it. Another --seed or --output-dir makes a new one.")
        return before
    _warn_unknown(plan.problems, backend)
    for header in dict.fromkeys(problem.header for problem in plan.problems):
        await checker.references.check_header(header)
    say(f"run folder: {store.folder}")
    stop = asyncio.Event()
    with _Stopping(stop):
        return await carry_out(
            plan,
            asked or backend,
            cached,
            store,
            max_checkers=options["max_checkers"] or default_checkers(),
            max_connections=options["max_connections"],
            extract=candidate_of if asked is None else asked.candidate,
            progress=make_progress(quiet=options["quiet"]),
            stop=stop,
            prompt=None if asked is None else asked.text,
            samples_per_request=getattr(backend, "samples_per_request", 1),
        )


class _Stopping:
    """Within: the first SIGINT or SIGTERM sets `stop`, the second ends the program at once."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop, self._loop = stop, asyncio.get_running_loop()

    def _on_signal(self) -> None:
        if self._stop.is_set():
            os._exit(INTERRUPTED)
        say("stopping: finishing what is being written (once more to end at once)")
        self._stop.set()

    def __enter__(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._loop.add_signal_handler(number, self._on_signal)

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._loop.remove_signal_handler(number)


def _warn_unknown(problems: tuple[Problem, ...], backend: Backend) -> None:
    """Say which names a replay has that the run doesn't: most likely a typing error or another bench."""
    names = getattr(backend, "names", None)
    if names is None:
        return
    known = {problem.name for problem in problems}
    strange = [name for name in names() if name not in known]
    if strange:
        say(f"note: {len(strange)} recorded names are no problem of this run, e.g. {', '.join(strange[:3])}")


def _finish(summary: RunSummary, ks: tuple[int, ...], *, as_json: bool) -> int:
    from harness.report import render_summary, summary_json

    click.echo(render_summary(summary, ks), err=as_json)
    if as_json:
        click.echo(json.dumps(summary_json(summary, ks)))
    if summary.stopped == "interrupted":
        say("interrupted; the same command goes on with this run")
        return INTERRUPTED
    if summary.stopped is not None:
        say(f"the run ended early: {summary.stopped}")
    return 0 if summary.complete else INCOMPLETE
