"""Options that several commands share. Each has an environment variable PROVER_EVAL_<NAME>."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from harness.checker.settings import CHECK_SETTINGS, SERVER_SETTINGS, Setting
from harness.checker.spec import CheckerSpec

F = TypeVar("F", bound=Callable[..., Any])


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """click.option with an environment variable named after the first long name."""
    first = next(name for name in names if name.startswith("--")).split("/")[0]
    variable = "PROVER_EVAL_" + first.removeprefix("--").replace("-", "_").upper()
    settings.setdefault("envvar", variable)
    settings.setdefault("show_envvar", False)
    return click.option(*names, **settings)


def together(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """One decorator out of several, shown in the given order by --help."""

    def apply(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return apply


def include_path_option() -> Callable[[F], F]:
    """--include-path."""
    return option(
        "--include-path",
        "--include_path",
        "include_path",
        multiple=True,
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="Folder with task folders of your own (each with a task.yaml); may be repeated.",
    )


def bench_option(
    *, required: bool = True, help_text: str = "Benchmark to run, e.g. nng."
) -> Callable[[F], F]:
    """--bench, also known as --tasks."""
    return option("--bench", "--tasks", "bench", required=required, help=help_text)


def all_errors_option() -> Callable[[F], F]:
    """--all-errors."""
    return option(
        "--all-errors",
        is_flag=True,
        help="Let Lean go on after a candidate's first error, and keep all messages; the status is the same.",
    )


class _Number(click.FloatRange):
    """A number that is one: no limit can be infinite, or nothing at all."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is no number of seconds", param, ctx)
        return number


_TYPES: dict[str, Callable[[Setting], Any]] = {
    "choice": lambda setting: click.Choice(setting.choices),
    "number": lambda setting: _Number(min=setting.least, min_open=not setting.least),
    "count": lambda setting: click.IntRange(min=int(setting.least)),
    "text": lambda setting: click.STRING,
    "file": lambda setting: click.Path(path_type=Path, exists=True, dir_okay=False),
    "folder": lambda setting: click.Path(path_type=Path, exists=True, file_okay=False),
}


def setting_option(setting: Setting) -> Callable[[F], F]:
    """The option of a setting."""
    if setting.kind == "flag":
        return option(setting.option, is_flag=True, help=setting.help)
    return option(
        setting.option,
        type=_TYPES[setting.kind](setting),
        default=setting.default,
        show_default=setting.default is not None,
        help=setting.help,
    )


def _named(source: ParameterSource) -> frozenset[str]:
    """The parameters whose values come from there."""
    context = click.get_current_context()
    return frozenset(name for name in context.params if context.get_parameter_source(name) is source)


def check_options(function: F) -> F:
    """Lean, limits, policy and sandbox; the command gets them as one argument `checking`, a CheckerSpec."""

    @wraps(function)
    def collect(**given: Any) -> Any:
        names = [setting.name for setting in (*CHECK_SETTINGS, *SERVER_SETTINGS) if setting.name in given]
        checking = CheckerSpec.from_settings(
            {name: given.pop(name) for name in names},
            weak=_named(ParameterSource.ENVIRONMENT),
            given=_named(ParameterSource.COMMANDLINE) & set(names),
        )
        return function(**given, checking=checking)

    decorate: Callable[[Callable[..., Any]], Any] = together(*map(setting_option, CHECK_SETTINGS))
    return decorate(collect)  # type: ignore[no-any-return]


def checker_options(function: F) -> F:
    """Where candidates are judged; goes below `check_options`, which puts it into `checking`."""
    return together(*map(setting_option, SERVER_SETTINGS))(function)
