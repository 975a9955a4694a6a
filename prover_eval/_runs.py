"""Runs: sampled and judged, told, and compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.blocking import wait_for
from harness.checker import CheckerSpec
from harness.errors import UnknownNameError, UsageError
from harness.printable import say as say_on_stderr
from harness.report import ComparisonReport, RunReport, compare_runs, report_of
from harness.run.evaluate import RunSpec, evaluate
from harness.run.progress import Progress
from harness.run.store import RunStore
from harness.run.summary import Count, RunSummary

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ComparisonReport", "RunReport", "arun", "compare", "report", "run", "to_pandas"]

Say = Callable[[str], None]
_PATHS = {"output_dir", "model_args_file"}
_SEVERAL = {"problems", "include_path"}


def run(
    bench: str | RunSpec,
    model: str | None = None,
    *,
    model_args: Mapping[str, object] | None = None,
    say: Say = say_on_stderr,
    progress: Progress | None = None,
    **fields: Any,
) -> RunSummary:
    """Draw samples for a benchmark, judge and keep them, as `prover-eval run` does.

    bench, model: as --bench and --model; or one RunSpec. model_args: the model's arguments by name.
    fields: others of RunSpec, e.g. n=8, limit=10, output_dir="runs/mine". say: takes lines for people.
    progress: shows how far the run is, None for nothing.

    The same call goes on with a run that was interrupted. `summary.complete` says whether every attempt has a
    verdict. Raises UsageError, also for a field that isn't one, and InfrastructureError where nothing can be
    done at all.
    """
    return wait_for(arun(bench, model, model_args=model_args, say=say, progress=progress, **fields))


async def arun(
    bench: str | RunSpec,
    model: str | None = None,
    *,
    model_args: Mapping[str, object] | None = None,
    say: Say = say_on_stderr,
    progress: Progress | None = None,
    **fields: Any,
) -> RunSummary:
    """As `run`, for code with an event loop. A call that is cancelled can be repeated, and goes on."""
    given: dict[str, Any] = dict(fields)
    if model is not None:
        given["model"] = model
    for name in _PATHS & given.keys():
        given[name] = None if given[name] is None else Path(given[name])
    for name in _SEVERAL & given.keys():
        alone = isinstance(given[name], str | Path)
        given[name] = (given[name],) if alone else tuple(given[name])
    if "include_path" in given:
        given["include_path"] = tuple(map(Path, given["include_path"]))
    if model_args is not None:
        given["model_args"] = tuple(f"{key}={value}" for key, value in model_args.items())
    known = [field.name for field in dataclasses.fields(RunSpec)]
    for name in given:
        if name not in known:
            raise UnknownNameError("field of a run", name, known)
    if isinstance(bench, RunSpec):
        spec = dataclasses.replace(bench, **given)
    elif model is None:
        raise UsageError("a run needs a model: run(BENCH, MODEL)")
    else:
        given["checker"] = given.get("checker") or CheckerSpec.from_environment()
        spec = RunSpec(bench, **given)
    return await evaluate(spec, say=say, progress=progress)


def to_pandas(
    what: RunReport | ComparisonReport | RunSummary | Path | str, *, texts: bool = False
) -> pd.DataFrame:
    """A run folder as one row for each attempt, a report or a summary as one row for each problem, a
    comparison as one row for each difference; the columns are those of `harness.export`.

    texts: with prompts, texts and proofs of attempts. Raises UsageError where pandas isn't installed.
    """
    from harness.export import attempts_frame, comparisons_frame, problems_frame

    if isinstance(what, ComparisonReport):
        return comparisons_frame(what.comparisons)
    if isinstance(what, Path | str):
        with RunStore.open_readonly(Path(what)) as store:
            return attempts_frame([store], texts=texts)
    return problems_frame([what.summary if isinstance(what, RunReport) else what])


def report(
    run: RunSummary | Path | str, ks: Sequence[int] | None = None, *, count: Count = "samples"
) -> RunReport:
    """The figures of a run, see `harness.report.report_of`: print it, or take `.figures`, `.json()`."""
    return report_of(run, ks, count=count)


def compare(
    base: Path | str,
    *others: Path | str,
    ks: Sequence[int] | None = None,
    common: bool = False,
    seed: int = 0,
) -> ComparisonReport:
    """Runs compared with a first one, see `harness.report.compare_runs`: print it, or take `.comparisons`,
    `.json()`."""
    return compare_runs(base, others, ks, common=common, seed=seed)
