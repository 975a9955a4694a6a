"""Options that several commands share. Each has an environment variable PROVER_EVAL_<NAME>."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from harness.checker.policy import Level
from harness.checker.replay.find import ReplayMode
from harness.errors import UsageError
from harness.sandbox import Limits

if TYPE_CHECKING:
    from harness.bench import LeanKind
    from harness.checker.engines.choose import EngineName
    from harness.checker.remote.options import Api, ServerOptions

F = TypeVar("F", bound=Callable[..., Any])
_MIB = 1 << 20
# Options for limits, and the limits' names.
LIMIT_OPTIONS = {
    "cpu_limit": "cpu_s",
    "memory_limit": "memory",
    "output_limit": "output",
    "heartbeats": "heartbeats",
}


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


def default_wall_limit(cpu_s: float) -> float:
    """Seconds on the clock for a candidate that may use so many of CPU time."""
    return max(Limits().wall_s, 15 * cpu_s)


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the checking options say.

    server: where candidates are judged; None for here. given: names of the options on the command line.
    """

    limits: Limits
    sandbox: str
    policy: Level
    engine: EngineName
    replay: ReplayMode
    workspace: Path | None = None
    any_toolchain: bool = False
    repl: Path | None = None
    lean: LeanKind | None = None
    server: ServerOptions | None = None
    given: frozenset[str] = frozenset()


def all_errors_option() -> Callable[[F], F]:
    """--all-errors."""
    return option(
        "--all-errors",
        is_flag=True,
        help="Let Lean go on after a candidate's first error, and keep all messages; the status is the same.",
    )


def _workspace(given: Path | None, lean: LeanKind | None) -> Path | None:
    """The workspace, but for the embedded Lean, where one from the environment is passed over.

    Raises UsageError where both were asked for.
    """
    if given is None or lean != "embedded":
        return given
    context = click.get_current_context()
    if context.get_parameter_source("lean_workspace") is ParameterSource.ENVIRONMENT:
        return None
    raise UsageError("--lean embedded needs no --lean-workspace: leave one of them out")


def _on_command_line() -> frozenset[str]:
    context = click.get_current_context()
    return frozenset(
        name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    )


def checker_options(function: F) -> F:
    """Where candidates are judged; goes below `check_options`, into whose argument `checking` it puts it."""

    @wraps(function)
    def collect(checking: CheckOptions, **given: Any) -> Any:
        server = _server(
            given.pop("checker"),
            given.pop("checker_url"),
            given.pop("checker_api"),
            given.pop("checker_key_file"),
        )
        return function(checking=replace(checking, server=server), **given)

    decorate: Callable[[Callable[..., Any]], Any] = together(
        option(
            "--checker",
            type=click.Choice(["local", "kimina"]),
            default="local",
            show_default=True,
            help="Where candidates are judged: here, or by a server of Kimina's format, ours or another.",
        ),
        option("--checker-url", help="That server's address, e.g. http://127.0.0.1:8000."),
        option(
            "--checker-api",
            type=click.Choice(["auto", "prover-eval", "kimina"]),
            default="auto",
            show_default=True,
            help="Ask the server for whole verdicts (prover-eval serve), for messages alone (any server), or "
            "for what it has.",
        ),
        option(
            "--checker-key-file",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help="File with the server's bearer key; else the variable PROVER_EVAL_CHECKER_KEY.",
        ),
    )
    return decorate(collect)  # type: ignore[no-any-return]


def _server(checker: str, url: str | None, api: Api, key_file: Path | None) -> ServerOptions | None:
    from harness.checker.remote.options import ServerOptions

    if checker == "local":
        if url is not None:
            raise click.UsageError("--checker-url is given: add --checker kimina to have that server judge")
        return None
    if url is None:
        raise click.UsageError("--checker kimina needs the server's address: --checker-url")
    return ServerOptions.read(url, api, key_file)


def check_options(function: F) -> F:
    """Lean, limits, policy and sandbox; the command gets them as one argument `checking`."""
    defaults = Limits()

    @wraps(function)
    def collect(**given: Any) -> Any:
        wall = given.pop("wall_limit")
        cpu = given.pop("cpu_limit")
        limits = Limits(
            cpu_s=cpu,
            wall_s=wall if wall is not None else default_wall_limit(cpu),
            memory=given.pop("memory_limit") * _MIB,
            output=given.pop("output_limit") * 1024,
            heartbeats=given.pop("heartbeats"),
        )
        given["checking"] = CheckOptions(
            limits,
            given.pop("sandbox"),
            given.pop("policy"),
            given.pop("engine"),
            given.pop("replay"),
            _workspace(given.pop("lean_workspace"), given["lean"]),
            given.pop("any_toolchain"),
            given.pop("repl"),
            given.pop("lean"),
            given=_on_command_line(),
        )
        return function(**given)

    positive = click.FloatRange(min=0, min_open=True)
    decorate: Callable[[Callable[..., Any]], Any] = together(
        option(
            "--lean",
            type=click.Choice(["embedded", "lake"]),
            help="embedded: of a bench for Mathlib, the published statements that compile without it.  "
            "[default: the bench's own]",
        ),
        option(
            "--lean-workspace",
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            help="Lake project with the libraries that the bench imports (see `setup`).",
        ),
        option(
            "--any-toolchain",
            is_flag=True,
            help="Take the workspace's Lean, even if the bench was written for another.",
        ),
        option(
            "--cpu-limit",
            type=positive,
            default=defaults.cpu_s,
            show_default=True,
            help="CPU seconds for one candidate, all its processes.",
        ),
        option(
            "--wall-limit",
            type=positive,
            default=None,
            help="Seconds on the clock, a net only.  [default: 15 x CPU, at least 900]",
        ),
        option(
            "--memory-limit",
            type=click.IntRange(min=64),
            default=defaults.memory // _MIB,
            show_default=True,
            help="MiB for one candidate.",
        ),
        option(
            "--output-limit",
            type=click.IntRange(min=1),
            default=defaults.output // 1024,
            show_default=True,
            help="KiB of messages of one candidate.",
        ),
        option(
            "--heartbeats",
            type=click.IntRange(min=0),
            default=defaults.heartbeats,
            show_default=True,
            help="Lean's maxHeartbeats, 0 for none.",
        ),
        option(
            "--policy",
            type=click.Choice(["strict", "open"]),
            default="strict",
            show_default=True,
            help="What a candidate's text may contain.",
        ),
        option(
            "--engine",
            type=click.Choice(["auto", "fork", "repl", "process"]),
            default="auto",
            show_default=True,
            help="How Lean is run: a fork of a process that has imported the header, a repl that has, or a "
            "process each time; auto is the first that passes its self-test.",
        ),
        option(
            "--repl",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help="Program of leanprover-community/repl, if it isn't the workspace's own.",
        ),
        option(
            "--replay",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            show_default=True,
            help="Have the kernel check each proof again in a clean process. Where it can't, auto and always "
            "refuse; a server that shows messages alone is refused by always.",
        ),
        option(
            "--sandbox",
            default="bubblewrap",
            show_default=True,
            help="bubblewrap, or none (only for texts that you trust).",
        ),
    )
    return decorate(collect)  # type: ignore[no-any-return]
