"""prover-eval prompts: the prompts by name, and the messages that a model is sent."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.bench import find_bench
from harness.cli._options import bench_option, include_path_option, option
from harness.prompts.templates import Prompt, auto_prompt, demos_of, load_prompt, prompt_names


@click.group("prompts")
def group() -> None:
    """List the prompts, and show the messages that a model is sent."""


@group.command("list")
@option("--json", "as_json", is_flag=True, help="One JSON object for each prompt.")
def list_command(as_json: bool) -> None:
    """Each prompt with the models that --prompt auto takes it for."""
    for prompt in map(load_prompt, prompt_names()):
        if as_json:
            row = {
                "name": prompt.id,
                "kind": prompt.kind,
                "models": prompt.models,
                "shots": prompt.shots,
                "source": prompt.source,
                "sha256": prompt.sha256,
            }
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            models = ", ".join(prompt.models) or "no model by itself: give --prompt"
            click.echo(f"{prompt.id:<15} {prompt.kind:<10} {models}")


@group.command("show")
@click.argument("name")
@bench_option(help_text="Bench of the problem.")
@include_path_option()
@option("--problem", required=True, help="Name of the problem.")
@option("--model", help="A model's name, which decides where NAME is auto.")
@option("--seed", type=int, default=0, show_default=True, help="The run's seed, which draws the examples.")
@option("--json", "as_json", is_flag=True, help="The messages, or the text, as one JSON value.")
def show_command(
    name: str,
    bench: str,
    include_path: tuple[Path, ...],
    problem: str,
    model: str | None,
    seed: int,
    as_json: bool,
) -> None:
    """Print what a model is sent for a problem by the prompt NAME: a prompt's name, a file, or auto.

    A chat is shown as its messages, each behind a line with its role; a completion is the text alone.
    """
    found = find_bench(bench, include_path)
    prompt = _prompt(name, model, found.prompt)
    demos = demos_of(found) if prompt.shots else ()
    sent = prompt.render(found.problem(problem), demos=demos, seed=seed)
    if as_json:
        click.echo(json.dumps(sent, ensure_ascii=False))
    elif isinstance(sent, str):
        click.echo(sent, nl=False)
    else:
        for message in sent:
            click.echo(f"--- {message['role']} ---\n{message['content']}")


def _prompt(name: str, model: str | None, generic: str | None) -> Prompt:
    if name == "auto" and model is None:
        raise click.UsageError("auto is chosen by the model's name: give --model NAME")
    return auto_prompt(model or "", generic=generic) if name == "auto" else load_prompt(name)
