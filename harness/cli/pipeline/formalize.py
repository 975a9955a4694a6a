"""prover-eval pipeline formalize: formal statements of problems in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from harness.checker.spec import CheckerSpec
from harness.cli._options import option
from harness.cli.pipeline._formalized import formalize_lines
from harness.cli.pipeline._model import model_options, stage_model
from harness.cli.pipeline._shared import (
    carry_out,
    loop_argument,
    show,
    stage_options,
)
from harness.errors import UsageError
from harness.pipeline.asking import StageModel
from harness.pipeline.formal import read_informal
from harness.pipeline.stages.formalize import FormalizeSettings, formalize

_EMBEDDED: Final = "prelude\nimport Embedded.Number\n\n"


@click.command("formalize")
@loop_argument
@option(
    "--problems",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="JSONL: id, informal; also header, reference (a formal statement that says the same), answer.",
)
@model_options("formalize_chat", required=True, samples=("--samples", "-m"))
@option(
    "--header",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="File with the header of problems that have none.  [default: the embedded Lean's, of numbers]",
)
@option(
    "--keep",
    type=click.Choice(["all", "majority"]),
    default="all",
    show_default=True,
    help="Every statement that compiles, or the one that most samples of its problem give.",
)
@option("--known", multiple=True, help="Stage whose statements aren't kept again; may be repeated.")
@option("--judge", help="Backend of a model that says whether a statement is faithful, as a last resort.")
@option("--judge-args", multiple=True, help="Its arguments, key=value.")
@option("--judge-prompt", default="judge_chat", show_default=True, help="Its prompt.")
@option(
    "--judge-labels",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="JSONL by which its own error is measured: informal, formal_statement, faithful.",
)
@option("--name", default="formalize", show_default=True, help="The stage's name.")
@stage_options
def command(loop: Path, **options: Any) -> int:
    """Have a model state problems in Lean, and say which statements compile and which are faithful.

    A sample is faithful if its kernel type is that of the problem's reference, else if both are proved
    equivalent, else if a judge says so, whose own error is shown. What compiles and isn't known to be
    faithful is `unknown`: that a statement compiles says nothing about what it says.
    """
    judge = options["judge"]
    settings = FormalizeSettings(
        options["problems"],
        stage_model(options),
        _header(options["header"], options["checking"]),
        options["keep"],
        tuple(options["known"]),
        None if judge is None else StageModel(judge, options["judge_prompt"], tuple(options["judge_args"])),
        options["judge_labels"],
        options["name"],
    )
    headers = {each.header for each in read_informal(settings.problems) if each.header is not None}
    found = carry_out(
        loop,
        [settings.header, *sorted(headers)],
        lambda folder, tools: formalize(folder, tools, settings),
        options,
    )
    if isinstance(found, int):
        return found
    if options["as_json"]:
        show(found, as_json=True)
    else:
        click.echo("\n".join(formalize_lines(found)))
    return 0


def _header(file: Path | None, checking: CheckerSpec) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8")
    if checking.workspace is not None:
        raise UsageError("statements for a Lake workspace need a header: give --header FILE")
    return _EMBEDDED
