"""Click groups whose commands are imported only when they are called; the outermost has `run` as default."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, ClassVar

import click

from harness.errors import close_names

COMMANDS = {
    "run": (
        "harness.cli.run:command",
        "Sample proofs for a benchmark, check them, report pass@k (the default).",
    ),
    "check": ("harness.cli.check:command", "Judge proofs in files."),
    "report": ("harness.cli.report:command", "Print the results of finished or unfinished runs."),
    "compare": ("harness.cli.compare:command", "Compare runs on the same problems."),
    "table": (
        "harness.cli.table:command",
        "Runs or ablation arms as a table: text, Markdown, LaTeX, CSV, HTML.",
    ),
    "runs": ("harness.cli.runs:command", "List the runs that are there."),
    "gate": ("harness.cli.gate:command", "Decide whether a candidate has dropped against a baseline."),
    "export": (
        "harness.cli.export:command",
        "Write runs as JSONL, Parquet, lm-eval's files or a leaderboard.",
    ),
    "baseline": ("harness.cli.baseline:group", "Save a run as a small file for gates."),
    "bench": ("harness.cli.bench:group", "List, show and lint benchmarks."),
    "pipeline": (
        "harness.cli.pipeline:group",
        "Make a prover's own data: formalize, reject, prove both ways, train, iterate.",
    ),
    "prompts": ("harness.cli.prompts:group", "List prompts; show the messages that a model is sent."),
    "serve": ("harness.cli.serve:command", "Serve the checker over HTTP, also in Kimina's wire format."),
    "cache": ("harness.cli.cache:group", "List or clear what is cached."),
    "setup": ("harness.cli.setup:command", "Make or finish a Lake workspace with Mathlib."),
    "doctor": ("harness.cli.doctor:command", "Say what works here, what is missing, and how to mend it."),
}
DEFAULT = "run"


def normalise(name: str) -> str:
    """`_` and `-` are the same in names of options and commands."""
    return name.replace("_", "-")


CONTEXT = {
    "token_normalize_func": normalise,
    "help_option_names": ["-h", "--help"],
    "max_content_width": 100,
}


class LazyCommands(click.Group):
    """A group whose commands are imported only when they are called.

    table: by name where a command is, `module:attribute`, and its one line for help.
    """

    table: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command `cmd_name`."""
        if cmd_name not in self.table:
            return None
        module, _, attribute = self.table[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.table.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Report an unknown command with the list of the known ones."""
        name = normalise(args[0]) if args else ""
        if args and name not in self.table:
            close = close_names(name, self.table)
            hint = f" Did you mean {' or '.join(close)}?" if close else ""
            raise click.UsageError(
                f"no such command {args[0]!r}.{hint} The commands are {', '.join(self.table)}", ctx
            )
        return super().resolve_command(ctx, args)


class LazyGroup(LazyCommands):
    """`prover-eval --bench B ...` is `prover-eval run --bench B ...`."""

    table: ClassVar = COMMANDS

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command before options that aren't the group's own."""
        own = {"-h", "--help", "--version"}
        if args and args[0].startswith("-") and args[0] not in own:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)
