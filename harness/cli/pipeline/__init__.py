"""prover-eval pipeline: the loop by which provers make their own data, stage by stage or as a whole."""

from __future__ import annotations

from typing import ClassVar

import click

from harness.cli._group import LazyCommands

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


class StageGroup(LazyCommands):
    """The stages in the order of a loop."""

    table: ClassVar = {name: (f"{__name__}.{name}:command", text) for name, text in STAGES.items()}


@click.group("pipeline", cls=StageGroup)
def group() -> None:
    """The DeepSeek-Prover loop: formalize, score, reject, prove both ways, train, iterate.

    Each stage reads what others wrote in the loop's folder LOOP, is done once, goes on where it was killed,
    and is made again when what it reads has changed.
    """
