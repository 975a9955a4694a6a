"""prover-eval gate: has a candidate dropped against a baseline?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from harness.cli._options import option
from harness.cli.run import INCOMPLETE
from harness.errors import UsageError

FAILED = 1
UNDECIDED = 4
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("gate")
@option("--baseline", required=True, type=click.Path(path_type=Path), help="Run, or file of `baseline save`.")
@option("--candidate", required=True, type=click.Path(path_type=Path), help="Run to be judged.")
@option("--metric", required=True, help="pass@K or solved@K, e.g. pass@8.")
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
@option("--common", is_flag=True, help="Compare what both have, in spite of other problems or checkers.")
@option("--seed", type=int, default=0, show_default=True, help="Seed of the bootstrap.")
@option("--junit", type=_FILE, help="Write JUnit XML.")
@option("--markdown", type=_FILE, help="Write a Markdown summary.")
@option("--benchmark", type=_FILE, help="Write JSON for github-action-benchmark (customBiggerIsBetter).")
@option("--annotations", is_flag=True, help="Print annotations for GitHub Actions, too.")
@option("--json", "as_json", is_flag=True, help="Print one JSON object in place of text.")
def command(**options: Any) -> int:
    """Decide from paired runs whether CANDIDATE dropped by more than the tolerated percent points.

    Exit code: 0 passed; 1 failed, the interval of the difference lies wholly beyond the tolerance;
    4 undecided, with how much more data would decide; 3 a run is incomplete, so nothing is decided;
    2 the runs can't be compared.
    """
    from harness import report
    from harness.stats import Decision, Metric, align, decide

    metric = Metric.parse(options["metric"])
    baseline, candidate = (report.read_run(options[name]) for name in ("baseline", "candidate"))
    pairing = align(baseline, candidate, common=options["common"])
    result = decide(pairing, metric, options["max_drop"] / 100, level=options["level"], seed=options["seed"])
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


def _write(path: Path, text: str, name: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} can't be written ({error}): give another --{name}") from error
