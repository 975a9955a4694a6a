"""prover-eval pipeline export: a loop's pairs as data sets for trainers."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.cli._options import check_options, include_path_option, option
from harness.cli._stopping import Stopping

if TYPE_CHECKING:
    from harness.checker.spec import CheckerSpec
    from harness.pipeline.loop import StageResult


@click.command("export")
@click.argument("loop", type=click.Path(path_type=Path))
@option(
    "--from",
    "inputs",
    multiple=True,
    required=True,
    metavar="STAGE",
    help="Stage with pairs; may be repeated.",
)
@option("--statements", multiple=True, metavar="STAGE",
        help="Stage with statements, which tell origins and informal texts; may be repeated.")  # fmt: skip
@option("--for", "layout", type=click.Choice(["trl", "verl", "openrlhf"]), default="trl", show_default=True,
        help="Whose field names.")  # fmt: skip
@option(
    "--format", "file_format", type=click.Choice(["jsonl", "parquet"]), default="jsonl", show_default=True
)
@option("--prompt", default="chat", show_default=True,
        help="Template of a prover; one for chats gives messages, one for completions texts.")  # fmt: skip
@option("--bench", "benches", multiple=True,
        help="Benchmark to keep apart from; may be repeated.  [default: all that are here]")  # fmt: skip
@option("--rejected", type=click.IntRange(min=0), default=2, show_default=True,
        help="Rejected candidates of a problem, each beside a proof.")  # fmt: skip
@option(
    "--licence", default="unknown", show_default=True, help="For the card, as the Hugging Face hub has it."
)
@option("--name", default="export", show_default=True, help="Name of this stage, whose folder is written.")
@include_path_option()
@check_options
@option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(loop: Path, as_json: bool, checking: CheckerSpec, **given: Any) -> int:
    """Write LOOP's verified pairs, refutations and (chosen, rejected) pairs as a data set with a card.

    Statements that are on an evaluation bench are left out and listed in contaminated.jsonl.
    """
    from harness.cli.pipeline.train import show
    from harness.pipeline.loop import LoopFolder, open_tools
    from harness.pipeline.stages.export import ExportSettings, export

    rejected = given.pop("rejected")
    settings = ExportSettings(rejected_per_problem=rejected, **given)

    async def exported() -> StageResult:
        stop = asyncio.Event()
        with LoopFolder(loop) as folder, Stopping(stop):
            async with open_tools(checking, [], stop=stop) as tools:
                return await export(folder, tools, settings)

    show(asyncio.run(exported()), loop, as_json)
    return 0
