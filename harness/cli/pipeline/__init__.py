"""prover-eval pipeline: the loop by which provers make their own data, stage by stage or as a whole."""

from __future__ import annotations

import importlib

import click

STAGES = {
    "sets": "Draw generated statements of known truth, with a start set of checked proofs.",
    "formalize": "Have a model state problems in Lean; which statements compile, which are faithful.",
    "score": "Put statements into five classes, and keep the better ones.",
    "reject": "Leave out statements whose hypotheses prove False.",
    "prove": "Try statements and their negations; what is proved of either becomes a pair.",
    "train": "A checkpoint from the pairs of stages: counts, your own command, or TRL's SFTTrainer.",
    "export": "Verified pairs, refutations and preferences for TRL, verl and OpenRLHF.",
    "iterate": "Sample, check, learn, measure: rounds of every arm, and what they gain.",
    "status": "What is done in a loop's folder, and what has changed since.",
    "demo": "A whole loop in a small world, with its controls, on this machine's CPU.",
}
"""Commands with their one line; each is `command` in the module of its name."""


class StageGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The stages in the order of a loop."""
        return list(STAGES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command `cmd_name`."""
        if cmd_name not in STAGES:
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(STAGES.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Report an unknown command with the list of the known ones."""
        if args and args[0] not in STAGES:
            raise click.UsageError(f"no such command {args[0]!r}; the commands are {', '.join(STAGES)}", ctx)
        return super().resolve_command(ctx, args)


@click.group("pipeline", cls=StageGroup)
def group() -> None:
    """The DeepSeek-Prover loop: formalize, score, reject, prove both ways, train, iterate.

    Each stage reads what others wrote in the loop's folder LOOP, is done once, goes on where it was killed,
    and is made again when what it reads has changed.
    """
