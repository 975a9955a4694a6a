"""Options of `run` alone, and the kinds of values that they take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from harness.checker.settings import CHECK_SETTINGS, SERVER_SETTINGS
from harness.cli._options import bench_option, include_path_option, option, together

F = TypeVar("F", bound=Callable[..., Any])


SECTIONS = {
    "Problems": (
        "bench", "include_path", "split", "limit", "problems", "exclude_known_errors", "offline",
    ),
    "Model": (
        "model", "model_args", "model_args_file", "prompt", "max_connections", "any_endpoint", "price_in",
        "price_out",
    ),
    "Sampling": (
        "ks", "n", "rounds", "seed", "temperature", "greedy", "top_p", "top_k", "min_p", "max_tokens", "stop",
        "early_stop",
    ),
    "Checking": (
        *(setting.name for setting in CHECK_SETTINGS), "all_errors", "recheck", "max_checkers",
    ),
    "Checking on a server": tuple(setting.name for setting in SERVER_SETTINGS),
    "The run and what it prints": ("output_dir", "label", "tags", "as_json", "quiet"),
}  # fmt: skip
"""The sections of `run --help`."""

EPILOG = """\b
Examples:
  prover-eval --bench nng --model tactics --k 1,8
  prover-eval --bench minif2f --model vllm/deepseek-ai/DeepSeek-Prover-V2-7B --k 64 --lean-workspace DIR
  prover-eval --bench minif2f --model openai/NAME -M base_url=http://HOST:8000/v1 --n 32 --lean embedded
  prover-eval --bench nng --model replay -M path=outputs.jsonl --k 1,2 --json
\b
Environment:
  PROVER_EVAL_<OPTION>       every option, e.g. PROVER_EVAL_LEAN_WORKSPACE for --lean-workspace
  PROVER_EVAL_CACHE          folder of the cache  [default: ~/.cache/prover-eval]
  PROVER_EVAL_DATA_MIRROR    address that public data come from: MIRROR/OWNER/NAME/COMMIT/PATH
  PROVER_EVAL_CHECKER_KEY    key of the server that checks
  PROVER_EVAL_TRACEBACK      1 shows where an error of ours came from
"""


class Numbers(click.ParamType[tuple[int, ...]]):
    """Whole numbers from 1 on, separated by commas."""

    name = "N,N,..."

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """The numbers, sorted, each once."""
        if isinstance(value, tuple):
            return value
        try:
            numbers = sorted({int(part) for part in str(value).split(",") if part.strip()})
        except ValueError:
            numbers = []
        if not numbers or numbers[0] < 1:
            self.fail(f"{value!r} is no list of whole numbers from 1 on, like 1,8,64", param, ctx)
        return tuple(numbers)


class Tag(click.ParamType[tuple[str, str]]):
    """key=value."""

    name = "KEY=VALUE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """(key, value); the value may be empty."""
        if isinstance(value, tuple):
            return value
        key, separator, rest = str(value).partition("=")
        if not separator or not key.strip():
            self.fail(f"{value!r} is no tag, like data=autoformalized", param, ctx)
        return key.strip(), rest.strip()


def checking_at_once_options(function: Any) -> Any:
    """How much is under way at once, and whether known verdicts are used."""
    return together(
        option("--recheck", is_flag=True, help="Judge again what earlier runs judged."),
        option(
            "--max-checkers", type=click.IntRange(min=1), help="Checks at once.  [default: number of cores]"
        ),
        option(
            "--max-connections",
            type=click.IntRange(min=1),
            default=16,
            show_default=True,
            help="Model requests at once.",
        ),
        option(
            "--any-endpoint",
            is_flag=True,
            help="Go on with a run though the server says that it serves another model now.",
        ),
        option("--offline", is_flag=True, help="Don't download the bench's public data."),
    )(function)


def count_option() -> Callable[[F], F]:
    """--count."""
    return option(
        "--count",
        type=click.Choice(["samples", "attempts"]),
        default="samples",
        show_default=True,
        help="What k counts in a run with repair rounds: samples, each with its rounds, or single attempts.",
    )


def run_folder_option() -> Callable[[F], F]:
    """--output-dir."""
    return option(
        "--output-dir",
        "--output-path",
        "output_dir",
        type=click.Path(path_type=Path, file_okay=False),
        help="Run folder.  [default: runs/BENCH-MODEL-HASH]",
    )


def sampling_options(function: Any) -> Any:
    """How many samples, and how they are drawn."""
    return together(
        option("--k", "ks", type=Numbers(), help="Report pass@k for these, e.g. 1,8,64.  [default: n]"),
        option(
            "--n", type=click.IntRange(min=1), help="Attempts for each problem.  [default: the largest k]"
        ),
        option(
            "--rounds",
            type=click.IntRange(min=0, max=100),
            default=0,
            show_default=True,
            help="How often a failed sample gets its errors back, to be mended.",
        ),
        option("--seed", type=int, default=0, show_default=True, help="Seed of the run."),
        option("--temperature", type=click.FloatRange(min=0), help="Sampling temperature."),
        option("--greedy", is_flag=True, help="The likeliest token each time: temperature 0."),
        option("--top-p", type=click.FloatRange(min=0, max=1), help="Nucleus sampling."),
        option("--top-k", type=click.IntRange(min=1), help="Only the so many likeliest tokens."),
        option(
            "--min-p",
            type=click.FloatRange(min=0, max=1),
            help="Only tokens so likely, beside the likeliest.",
        ),
        option("--max-tokens", type=click.IntRange(min=1), help="Tokens that one sample may have."),
        option("--stop", multiple=True, help="Text that ends a sample; may be repeated."),
        option("--early-stop", is_flag=True, help="No attempt of a problem after its first proof."),
    )(function)


def problem_options(function: Any) -> Any:
    """Which problems."""
    return together(
        bench_option(),
        include_path_option(),
        option("--split", help="Split of the bench, or all.  [default: the bench's own]"),
        option("--limit", type=click.IntRange(min=1), help="Only the first so many problems."),
        option("--problem", "problems", multiple=True, help="Only this problem; may be repeated."),
        option(
            "--exclude-known-errors",
            is_flag=True,
            help="Leave out the problems whose statement is known to be wrong.",
        ),
    )(function)
