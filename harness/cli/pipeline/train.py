"""prover-eval pipeline train: a checkpoint from verified pairs."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harness.cli._options import option, together
from harness.cli._stopping import Stopping
from harness.errors import UsageError
from harness.printable import say as say_on_stderr

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.pipeline.loop import StageResult
    from harness.pipeline.training import Trainer


@dataclass(frozen=True, slots=True)
class _Telling:
    """What a stage that needs no Lean works with."""

    stop: asyncio.Event
    say: Callable[[str], None] = say_on_stderr


def _selection_options(function: Any) -> Any:
    return together(
        option("--per-statement", type=click.IntRange(min=1), default=2, show_default=True,
               help="Different scripts of a statement, and of its negation, at most."),
        option("--new-weight", type=click.FloatRange(min=1), default=2.0, show_default=True,
               help="The most that a pair of a later round weighs against one of round 0."),
        option("--all-refutations", is_flag=True, help="Keep more refutations than there are proofs."),
        option("--rate-limit", type=click.FloatRange(min=0, min_open=True, max=1),
               help="Keep new pairs of statements that are solved more often than this by chance only."),
        option("--rates", "rates", metavar="STAGE", help="Stage whose runs tell the pass rates."),
        option("--skip-solved-by", "greedy", type=click.Path(path_type=Path, exists=True, file_okay=False),
               help="Folder of a greedy run; new pairs of statements that it solves are left out."),
    )(function)  # fmt: skip


def trainer_options(function: Any) -> Any:
    """Which trainer, and the options of each; `trainer_of` reads them."""
    return together(
        option("--trainer", default="counts", show_default=True, help="counts, sft, command, or a plugin's."),
        option("--train-command", help="For `command`: 'python train.py --data {data} --output {output}'."),
        option("--keep-output", is_flag=True, help="For `command`: what a killed one wrote stays."),
        option("--weight", type=float, help="For `counts`: see docs/pipeline.md.  [default: 2]"),
        option("--explore", type=float, help="For `counts`.  [default: 0.5]"),
        option("--base", help="For `sft`: the model to begin with, a folder or a name on the hub."),
        option("--learning-rate", type=float, help="For `sft`.  [default: the paper's, 1e-4]"),
        option("--batch", type=click.IntRange(min=1),
               help="For `sft`: examples of a step.  [default: the paper's 512, less with little data]"),
        option("--warmup", type=click.IntRange(min=0), help="For `sft`, steps.  [default: 6000, or less]"),
        option("--epochs", type=float, help="For `sft`.  [default: 1]"),
        option("--steps", type=click.IntRange(min=1), help="For `sft`, in place of --epochs."),
        option("--lora-rank", type=click.IntRange(min=1), help="For `sft`: LoRA.  [default: all weights]"),
        option("--max-length", type=click.IntRange(min=8), help="For `sft`, in tokens.  [default: 2048]"),
        option("--device-batch", type=click.IntRange(min=1), help="For `sft`: examples at once."),
        option("--average", type=click.FloatRange(min=0, max=1, max_open=True),
               help="For `sft`: share of the weights that it began with in the result.  [default: 0]"),
        option("--dtype", help="For `sft`: number type of the weights.  [default: the model's]"),
        option("--train-python", "python", help="For `sft`: a Python that has TRL.  [default: this one]"),
    )(function)  # fmt: skip


@click.command("train")
@click.argument("loop", type=click.Path(path_type=Path))
@option("--from", "inputs", multiple=True, metavar="STAGE", help="Stage with pairs; may be repeated.")
@option("--pairs", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="File of pairs; may be repeated.")  # fmt: skip
@option("--name", default="train", show_default=True, help="Name of this stage.")
@option("--previous", metavar="STAGE", help="Train stage whose checkpoint is gone on from.")
@option("--prompt", default="plain", show_default=True, help="Template by which examples are made.")
@option("--seed", type=int, default=0, show_default=True)
@_selection_options
@trainer_options
@option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(loop: Path, as_json: bool, **given: Any) -> int:
    """Train on the verified pairs of stages of LOOP, and keep a checkpoint."""
    from harness.pipeline.loop import LoopFolder
    from harness.pipeline.stages.train import TrainSettings, train
    from harness.pipeline.training import SelectionSettings

    settings = TrainSettings(
        trainer=trainer_of(given),
        inputs=given["inputs"],
        pairs=given["pairs"],
        name=given["name"],
        previous=given["previous"],
        prompt=given["prompt"],
        selection=SelectionSettings(
            given["seed"],
            given["per_statement"],
            given["new_weight"],
            not given["all_refutations"],
            given["rate_limit"],
        ),
        rates=given["rates"],
        greedy=given["greedy"],
    )

    async def trained() -> StageResult:
        stop = asyncio.Event()
        with LoopFolder(loop) as folder, Stopping(stop):
            return await train(folder, _Telling(stop), settings)

    show(asyncio.run(trained()), loop, as_json)
    return 0


_OWN = {
    "counts": ("weight", "explore"),
    "command": ("train_command", "keep_output"),
    "sft": (
        "base", "learning_rate", "batch", "warmup", "epochs", "steps", "lora_rank", "max_length",
        "device_batch", "average", "dtype", "python",
    ),
}  # fmt: skip
_NAMES = {"train_command": "command", "base": "model"}
_NEEDED = {"command": "train_command", "sft": "base"}


def trainer_of(given: dict[str, Any]) -> Trainer:
    """The trainer with its own options. Raises UsageError for options of another one."""
    from harness.pipeline.training import TRAINERS

    name = given["trainer"]
    made = TRAINERS.load(name)
    known = name.replace("-", "_")
    options = {each for names in _OWN.values() for each in names}
    chosen = {each: given[each] for each in options if given[each] not in (None, False)}
    strange = sorted(set(chosen) - set(_OWN.get(known, ())))
    if strange:
        raise UsageError(f"--{strange[0].replace('_', '-')} isn't an option of trainer {name}: leave it out")
    needed = _NEEDED.get(known)
    if needed is not None and needed not in chosen:
        raise UsageError(f"trainer {name} needs --{needed.replace('_', '-')}")
    trainer: Trainer = made(**{_NAMES.get(each, each): value for each, value in chosen.items()})
    return trainer


def show(result: StageResult, loop: Path, as_json: bool) -> None:
    """Print what a stage found: one JSON object, or a line for each figure."""
    if as_json:
        click.echo(json.dumps(result.to_json(), ensure_ascii=False))
        return
    flat: dict[str, Any] = {}
    for name, value in result.metrics.items():
        flat |= (
            {f"{name}: {key}": each for key, each in value.items()}
            if isinstance(value, dict)
            else {name: value}
        )
    width = max(map(len, flat), default=0)
    click.echo(f"{result.name} in {loop / result.name}")
    for name, value in flat.items():
        click.echo(f"  {name.replace('_', ' '):<{width}}  {value}")
    for file, digest in result.outputs.items():
        click.echo(f"  {file:<{width}}  sha256 {digest[:16]}")
