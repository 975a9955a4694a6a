"""Options for a model that a stage asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from harness.backends import Sampling
from harness.cli._options import option, together
from harness.pipeline.asking import StageModel

F = TypeVar("F", bound=Callable[..., Any])


def model_options(prompt: str, *, required: bool, samples: tuple[str, ...]) -> Callable[[F], F]:
    """A model, its prompt, and how it is sampled. samples: the names of the option for their number."""
    return together(
        option("--model", required=required, help="Backend to ask: openai, vllm, hf, replay, ..."),
        option("--model-args", "-M", "--model_args", "model_args", multiple=True, help="key=value."),
        option(
            "--model-args-file",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help="More of its arguments, a JSON or YAML file; -M goes before it.",
        ),
        option("--prompt", default=prompt, show_default=True, help="A stage's prompt by name, or a file."),
        option(
            *samples,
            "samples",
            type=click.IntRange(min=1),
            default=1,
            show_default=True,
            help="Samples of each, which vote.",
        ),
        option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of the samples."),
        option("--temperature", type=click.FloatRange(min=0), help="Sampling temperature."),
        option("--top-p", type=click.FloatRange(min=0, max=1), help="Nucleus sampling."),
        option("--max-tokens", type=click.IntRange(min=1), help="Tokens that one sample may have."),
        option("--greedy", is_flag=True, help="The likeliest token each time: temperature 0."),
        option(
            "--max-connections",
            type=click.IntRange(min=1),
            default=16,
            show_default=True,
            help="Requests at once.",
        ),
        option("--any-endpoint", is_flag=True, help="Go on though the server serves another model now."),
    )


def stage_model(options: Mapping[str, Any]) -> StageModel:
    """The model that the options describe."""
    spread = ("temperature", "top_p", "max_tokens")
    return StageModel(
        options["model"],
        options["prompt"],
        tuple(options["model_args"]),
        options["model_args_file"],
        options["samples"],
        options["seed"],
        Sampling(**{name: options[name] for name in spread}),
        options["greedy"],
        options["max_connections"],
        options["any_endpoint"],
    )
