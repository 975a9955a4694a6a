"""Trainers: from selected pairs to a checkpoint. Found by name, as backends are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from harness.pipeline.training.selection import SelectedPairs
from harness.prompts.templates import Prompt
from harness.registry import Registry

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TrainingJob:
    """What a trainer is given.

    selected: the pairs. data: a JSONL file of their examples, prompt and completion, a pair as often as it
    weighs. prompt: by which they were made. folder: of the stage, for logs and what is begun. previous: the
    checkpoint to go on from, None for none. seed: of whatever is drawn. examples: rows of `data`.
    say: takes lines for a person. stop: when it is set, the trainer is ended.
    """

    selected: SelectedPairs
    data: Path
    examples: int
    prompt: Prompt
    folder: Path
    previous: Path | None
    seed: int
    say: Say
    stop: asyncio.Event | None = None

    @property
    def output(self) -> Path:
        """Where the checkpoint goes: a file, or a folder of files."""
        return self.folder / CHECKPOINT


class Trainer(Protocol):
    """Makes a checkpoint.

    `needs_examples`: whether it reads the job's data. `settings`: all that decides what it makes, as JSON.
    `backend`: of prover-eval, that reads its checkpoints; "" where that isn't known.
    """

    @property
    def needs_examples(self) -> bool: ...

    @property
    def settings(self) -> Mapping[str, Any]: ...

    @property
    def backend(self) -> str: ...

    async def train(self, job: TrainingJob) -> Mapping[str, Any]:
        """Write the checkpoint to job.output; figures of how it went.

        Killed before, it is called again with the same job. Raises UsageError, InfrastructureError.
        """
        ...


CHECKPOINT: Final = "checkpoint"
TRAINERS: Final = Registry(
    "trainer",
    "trainers",
    {
        "counts": "harness.pipeline.training.counts:CountsTrainer",
        "command": "harness.pipeline.training.command:CommandTrainer",
        "sft": "harness.pipeline.training.sft:SftTrainer",
    },
)
