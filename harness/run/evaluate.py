"""From what a run is to be, as data, to a run folder and what it found: what `prover-eval run` calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, AsyncExitStack, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from harness.backends import BACKENDS, Backend, Sampling
from harness.backends.arguments import model_arguments
from harness.backends.base import Endpoint
from harness.bench import Bench
from harness.checker.cache import decisive
from harness.checker.open import OpenChecker, open_checker
from harness.checker.protocol import AnyChecker
from harness.checker.spec import CheckerSpec
from harness.errors import UsageError
from harness.lint import decided
from harness.printable import one_line
from harness.printable import say as say_on_stderr
from harness.prompts.candidate import candidate_of
from harness.run.asking import Asking, find_prompt, repair_with, sampling_of, with_prompt
from harness.run.carry_out import carry_out_in
from harness.run.plan import RunPlan, default_run_dir
from harness.run.prices import TokenPrices
from harness.run.progress import Progress
from harness.run.ready import bench_for
from harness.run.recording import compare_recording
from harness.run.selection import select

if TYPE_CHECKING:
    from harness.problem import Problem
    from harness.prompts.templates import Prompted
    from harness.run.summary import RunSummary

CONNECTIONS: Final = 16
_MODELS_SHOWN = 5
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class RunSpec:
    """What a run is to be; the fields are the options of `prover-eval run` of the same names.

    bench: as --bench. model: BACKEND, or BACKEND/NAME. model_args: `key=value` each. n: samples for each
    problem. rounds: repair rounds. sampling, greedy: how samples are drawn, see `chosen_sampling`.
    early_stop: no attempt of a problem after its first proof. groups: as in RunPlan.
    checker: how candidates are judged; its `first_error` is set from all_errors and rounds.
    max_checkers: checks at once, None for a core each.
    output_dir: the run's folder, None for one in `runs` that is named after what decides the run.
    prices: money for a million tokens of prompt and of completion. any_endpoint: go on though the server
    says that it serves another model now. offline: public data of the bench aren't downloaded.
    """

    bench: str
    model: str
    n: int = 1
    include_path: tuple[Path, ...] = ()
    split: str | None = None
    problems: tuple[str, ...] = ()
    limit: int | None = None
    exclude_known_errors: bool = False
    model_args: tuple[str, ...] = ()
    model_args_file: Path | None = None
    prompt: str = "auto"
    rounds: int = 0
    seed: int = 0
    sampling: Sampling = field(default_factory=Sampling)
    greedy: bool = False
    early_stop: bool = False
    groups: tuple[tuple[str, ...], ...] = ()
    all_errors: bool = False
    checker: CheckerSpec = field(default_factory=CheckerSpec)
    max_checkers: int | None = None
    max_connections: int = CONNECTIONS
    any_endpoint: bool = False
    offline: bool = False
    output_dir: Path | None = None
    label: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    prices: tuple[float | None, float | None] = (None, None)


async def evaluate(
    spec: RunSpec,
    *,
    say: Say = say_on_stderr,
    progress: Progress | None = None,
    stop: asyncio.Event | None = None,
    stopping: AbstractContextManager[None] | None = None,
) -> RunSummary:
    """Draw samples, judge them and keep them, as far as the run's folder doesn't have them yet.

    say: takes lines for a person. stop: when it is set, the run ends in good order and can be gone on with.
    stopping: entered while samples are drawn and judged.
    Raises UsageError and its kinds for what can't be, and InfrastructureError and its kinds when our side
    can't work at all; a run that ends early says so in the summary's `stopped`.
    """
    checking = checking_of(spec)
    bench = bench_for(spec.bench, spec.include_path, checking, offline=spec.offline, say=say)
    async with AsyncExitStack() as stack:

        async def opened_for(bench: Bench) -> OpenChecker:
            opening = open_checker(checking, bench.needs(), jobs=spec.max_checkers, say=say)
            return await stack.enter_async_context(opening)

        opened: OpenChecker | None = None
        if not bench.decided:
            opened = await opened_for(bench)
            bench = await decided(bench, checking, opened, say=say)

        async def open_then() -> OpenChecker:
            return opened or await opened_for(bench)

        return await evaluate_bench(
            spec, bench, open_then, say=say, progress=progress, stop=stop, stopping=stopping
        )


def checking_of(spec: RunSpec) -> CheckerSpec:
    """How the run's candidates are judged; a model that is to mend its proof is shown all errors."""
    return replace(spec.checker, first_error=not spec.all_errors and not spec.rounds)


async def evaluate_bench(
    spec: RunSpec,
    bench: Bench,
    opened_later: Callable[[], Awaitable[OpenChecker]],
    *,
    say: Say = say_on_stderr,
    progress: Progress | None = None,
    stop: asyncio.Event | None = None,
    stopping: AbstractContextManager[None] | None = None,
) -> RunSummary:
    """`evaluate` on a bench that is at hand, where spec.bench and spec.include_path decide nothing.

    opened_later: gives the checker, made as `checking_of` says, which stays open; it is called once names and
    options are known to be right, before the first sample.
    """
    async with AsyncExitStack() as stack:
        # What is wrong with names and options is reported before a model or Lean is started.
        problems = _problems(bench, spec)
        model, arguments = model_arguments(
            spec.model, spec.model_args, spec.model_args_file, known=BACKENDS.names()
        )
        backend: Backend = BACKENDS.load(model)(arguments)
        stack.push_async_callback(backend.close)
        prompt = find_prompt(backend, bench, spec.prompt, say)
        if spec.rounds and prompt is None:
            raise UsageError(
                f"--rounds needs a model that takes prompts, and {model} reads the problem itself"
            )
        sampling = sampling_of(spec.sampling, prompt, spec.n, greedy=spec.greedy, say=say)
        asked = None if prompt is None else with_prompt(backend, prompt, bench, problems, spec.seed)
        opened = await opened_later()
        plan = RunPlan(
            bench=bench.name,
            model=_label(model, backend),
            problems=problems,
            n=spec.n,
            rounds=spec.rounds,
            seed=spec.seed,
            early_stop=spec.early_stop,
            groups=spec.groups,
            sampling=sampling,
            settings=_settings(bench, backend, asked, opened.checker, arguments, spec),
        )
        compare_recording(backend, bench, problems, spec.n, say)
        folder = spec.output_dir or default_run_dir(Path("runs"), plan)
        summary = await carry_out_in(
            folder,
            plan,
            await _asking(backend, asked, say),
            opened,
            max_connections=spec.max_connections,
            any_endpoint=spec.any_endpoint,
            say=say,
            progress=progress,
            stop=stop or asyncio.Event(),
            stopping=stopping or nullcontext(),
        )
    if spec.label and summary.label != one_line(spec.label):
        say(f"note: {folder} keeps the label that it was made with: {summary.label or 'none'}")
    return summary


def _problems(bench: Bench, spec: RunSpec) -> tuple[Problem, ...]:
    return bench.select(spec.split, spec.problems, spec.limit, without_known_errors=spec.exclude_known_errors)


def _settings(
    bench: Bench,
    backend: Backend,
    asked: Prompted | None,
    checker: AnyChecker,
    arguments: Mapping[str, str],
    spec: RunSpec,
) -> dict[str, Any]:
    """What decides the result beside the plan's own fields, and what the run is to be known by."""
    elsewhere = {"path", *getattr(backend, "transport_args", ())}
    chosen = select(
        bench.problems,
        spec.split,
        bench.default_split,
        spec.problems,
        spec.limit,
        spec.exclude_known_errors,
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
        if spec.rounds:
            settings["repair"] = asked.repair_record()
    if spec.label:
        settings["label"] = one_line(spec.label)
    if spec.tags:
        settings["tags"] = dict(spec.tags)
    price_in, price_out = spec.prices
    if price_in is not None or price_out is not None:
        settings["prices"] = TokenPrices(price_in or 0.0, price_out or 0.0).record()
    return settings


def _label(name: str, backend: Backend) -> str:
    """What tables call the model: the backend's name, and the model's own where it has one."""
    own = str(getattr(backend, "model", "") or "").rstrip("/").rpartition("/")[2]
    return f"{name}/{own}" if own else name


async def _asking(backend: Backend, asked: Prompted | None, say: Say) -> Asking:
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
