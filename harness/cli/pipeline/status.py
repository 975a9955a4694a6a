"""prover-eval pipeline status: what is done in a loop's folder."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.cli.pipeline._shared import json_option, loop_argument
from harness.pipeline.loop import LoopFolder, StageResult

_FIGURES = 5


@click.command("status")
@loop_argument
@json_option
def command(loop: Path, as_json: bool) -> int:
    """List the stages of LOOP: done, begun, or to be made again because what they read has changed."""
    with LoopFolder(loop, write=False) as folder:
        rows = [(result, _state(folder, result, done=done)) for result, done in folder.results()]
    if as_json:
        for result, state in rows:
            told = {"stage": result.name, "state": state, "metrics": dict(result.metrics)}
            click.echo(json.dumps(told | {"cost": dict(result.cost)}, ensure_ascii=False))
        return 0
    if not rows:
        click.echo(f"no stage was begun in {loop}")
    width = max((len(result.name) for result, _ in rows), default=0)
    for result, state in rows:
        click.echo(f"{result.name:{width}}  {state:10}  {_short(result)}".rstrip())
    return 0


def _state(folder: LoopFolder, result: StageResult, *, done: bool) -> str:
    if not done:
        return "begun"
    changed = folder.stale(result)
    return f"changed: {', '.join(changed)}" if changed else "done"


def _short(result: StageResult) -> str:
    """The first figures that are numbers."""
    plain = [
        f"{name.replace('_', ' ')} {value}"
        for name, value in result.metrics.items()
        if isinstance(value, (int, float))
    ]
    seconds = result.cost.get("wall_s")
    spent = "" if seconds is None else f"  ({seconds:.0f} s)"
    return ", ".join(plain[:_FIGURES]) + spent
