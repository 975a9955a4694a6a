"""prover-eval gate: has a candidate dropped against a baseline?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from harness.cli._options import option
from harness.cli.run import INCOMPLETE
from harness.errors import UsageError

if TYPE_CHECKING:
    from harness.stats import GateResult, Pairing

FAILED = 1
UNDECIDED = 4
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("gate")
@option("--baseline", required=True, type=click.Path(path_type=Path), help="Run, or file of `baseline save`.")
@option(
    "--candidate",
    "candidates",
    required=True,
    multiple=True,
    type=click.Path(path_type=Path),
    help="Run to be judged; given again, a further batch of the same sampling with another seed.",
)
@option("--metric", help="pass@K or solved@K, e.g. pass@8; needed unless --no-lost is given.")
@option(
    "--no-lost",
    is_flag=True,
    help="Fail exactly when a solved problem is lost: for greedy runs, replays, and (--common) another Lean.",
)
@option(
    "--max-drop",
    type=click.FloatRange(min=0, max=100, max_open=True),
    default=1.0,
    show_default=True,
    help="Percent points that the metric may drop.",
)
@option(
    "--level",
    type=click.FloatRange(min=0.5, max=1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
    help="Of the interval; either wrong decision has a chance of about half of the rest.",
)
@option(
    "--sequential",
    is_flag=True,
    help="Look after each batch of samples; the chance of an error holds over all looks.",
)
@option(
    "--max-samples",
    type=click.IntRange(min=1),
    help="With --sequential: attempts per problem at which sampling ends.",
)
@option("--state", type=_FILE, help="With --sequential: file of the looks.  [default: CANDIDATE/gate.json]")
@option("--common", is_flag=True, help="Compare what both have, in spite of other problems or checkers.")
@option("--seed", type=int, default=0, show_default=True, help="Seed of the bootstrap.")
@option("--junit", type=_FILE, help="Write JUnit XML.")
@option("--markdown", type=_FILE, help="Write a Markdown summary.")
@option("--benchmark", type=_FILE, help="Write JSON for github-action-benchmark (customBiggerIsBetter).")
@option("--annotations", is_flag=True, help="Print annotations for GitHub Actions, too.")
@option("--json", "as_json", is_flag=True, help="Print one JSON object in place of text.")
def command(**options: Any) -> int:
    """Decide from paired runs whether CANDIDATE dropped by more than the tolerated percent points.

    A run whose attempts all have the baseline's texts and ends has passed: no attempt changed.

    Exit code: 0 passed; 1 failed, the interval of the difference lies wholly beyond the tolerance, or with
    --no-lost a problem is lost; 4 undecided, with how much more data would decide (with --sequential: draw
    more samples, then ask again);
    3 a run is incomplete, so nothing is decided; 2 the runs can't be compared.
    """
    from harness import report
    from harness.stats import Decision, align, pool, shared_notes

    _check_together(options)
    baseline = report.read_run(options["baseline"])
    batches = [report.read_run(path) for path in options["candidates"]]
    result = _decide(align(baseline, pool(batches), common=options["common"]), options)
    result = replace(result, notes=tuple(shared_notes(batches)))
    for name, make in (
        ("junit", report.gate_junit),
        ("markdown", report.gate_markdown),
        ("benchmark", report.gate_benchmark),
    ):
        if options[name] is not None:
            _write(options[name], make(result), name)
    click.echo(json.dumps(report.gate_json(result)) if options["as_json"] else report.render_gate(result))
    if options["annotations"]:
        # On standard error beside JSON, so that standard output stays one object; runners read both.
        click.echo(report.gate_annotations(result), err=options["as_json"])
    codes = {Decision.FAILED: FAILED, Decision.UNDECIDED: UNDECIDED, Decision.INCOMPLETE: INCOMPLETE}
    return codes.get(result.decision, 0)


def _check_together(options: Mapping[str, Any]) -> None:
    """Raises UsageError for options that don't go together."""
    if not options["no_lost"]:
        if options["metric"] is None:
            raise UsageError(
                "--metric is needed: give pass@K or solved@K, e.g. --metric pass@8; or --no-lost"
            )
        return
    given = click.get_current_context().get_parameter_source
    chosen = [name for name in ("max_drop", "level") if given(name) is not ParameterSource.DEFAULT]
    if chosen or options["sequential"]:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in (chosen or ["sequential"]))
        raise UsageError(f"--no-lost decides without statistics: leave out {names}")


def _decide(pairing: Pairing, options: Mapping[str, Any]) -> GateResult:
    from harness.report import STATE_FILE, GateState
    from harness.stats import Decision, Metric, MetricKind, decide, decide_no_lost, decide_sequential

    if options["no_lost"]:
        asked = None if options["metric"] is None else Metric.parse(options["metric"])
        if asked is not None and asked.kind is not MetricKind.SOLVED:
            raise UsageError(f"--no-lost looks at solved problems: give --metric solved@{asked.k}, or none")
        return decide_no_lost(pairing, None if asked is None else asked.k)
    metric, drop = Metric.parse(options["metric"]), options["max_drop"] / 100
    level, seed, most = options["level"], options["seed"], options["max_samples"]
    if not options["sequential"]:
        if most is not None or options["state"] is not None:
            raise UsageError("--max-samples and --state belong to --sequential: give that, too")
        return decide(pairing, metric, drop, level=level, seed=seed)
    if most is None:
        raise UsageError("--sequential needs --max-samples, fixed before the first look")
    first: Path = options["candidates"][0]
    if options["state"] is None and not first.is_dir():
        raise UsageError(f"{first} is no run folder that could keep the looks: give --state FILE")
    state = GateState(
        options["state"] or first / STATE_FILE,
        pairing.base,
        metric,
        max_drop=drop,
        level=level,
        max_samples=most,
        seed=seed,
    )
    looks = state.looks(pairing.other)
    result = decide_sequential(pairing, metric, drop, looks, most, level=level, seed=seed)
    if result.decision is not Decision.INCOMPLETE:
        state.save(pairing.other, result)
    return result


def _write(path: Path, text: str, name: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} can't be written ({error}): give another --{name}") from error
