"""Trainer `sft`: TRL's SFTTrainer on a Hugging Face model, full or LoRA, in a process of its own."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from harness.errors import InfrastructureError, UsageError
from harness.pipeline.training.child import last_lines, run_logged
from harness.pipeline.training.command import LOG, remove
from harness.pipeline.training.trainers import TrainingJob

#: The published settings: DeepSeek-Prover (arXiv 2405.14333), section 4.1.
PAPER_BATCH: Final = 512
PAPER_LEARNING_RATE: Final = 1e-4
PAPER_WARMUP_STEPS: Final = 6000
#: With less data than the paper's, an epoch has at least so many steps, and warming up takes at most a tenth.
LEAST_STEPS: Final = 16
MOST_WARMUP: Final = 10
PROGRAM: Final = Path(__file__).with_name("sft_program.py")


@dataclass(frozen=True, slots=True)
class SftSchedule:
    """batch: examples of a step. steps: in all. warmup: steps until the learning rate is constant."""

    batch: int
    steps: int
    warmup: int


def schedule(
    examples: int, *, batch: int | None, epochs: float, steps: int, warmup: int | None
) -> SftSchedule:
    """The paper's schedule, scaled down to the data where it isn't given.

    batch: None for the largest power of two up to 512 with 16 steps an epoch. steps: 0 for `epochs`.
    warmup: None for 6,000, or a tenth of all steps where that is less.
    """
    size = batch or 2 ** max(0, int(math.log2(max(1, min(PAPER_BATCH, examples / LEAST_STEPS)))))
    total = steps or max(1, math.ceil(examples * epochs / size))
    warm = min(PAPER_WARMUP_STEPS, total // MOST_WARMUP) if warmup is None else warmup
    return SftSchedule(size, total, warm)


@dataclass(frozen=True, slots=True)
class SftTrainer:
    """model: a folder or a name on the hub; the previous checkpoint is taken instead where there is one.

    batch, warmup: None for the paper's, scaled down, see `schedule`. steps: 0 for `epochs`. lora_rank: 0
    trains all weights; else adapters of this rank on all linear layers, which are merged in the end.
    max_length: tokens of an example; what is longer is cut. device_batch: examples on the device at once.
    average: share of the weights that training began with in the checkpoint, 0 for none (after
    Goedel-Prover-V2, arXiv 2508.03613). save_steps: a killed training goes on from the last of these.
    python: an interpreter that has the packages of prover-eval[train].
    """

    model: str
    learning_rate: float = PAPER_LEARNING_RATE
    batch: int | None = None
    warmup: int | None = None
    epochs: float = 1.0
    steps: int = 0
    lora_rank: int = 0
    max_length: int = 2048
    device_batch: int = 8
    average: float = 0.0
    dtype: str = "auto"
    save_steps: int = 500
    python: str = field(default=sys.executable, compare=False)
    needs_examples = True
    backend = "hf"

    def __post_init__(self) -> None:
        if not 0 <= self.average < 1:
            raise UsageError(f"the share of the old weights must be from 0 to below 1, not {self.average}")
        if not (self.learning_rate > 0 and self.epochs > 0 and self.device_batch >= 1):
            raise UsageError("learning rate, epochs and examples at once must be above 0")
        if self.model.startswith((".", "/", "~")) and not Path(self.model).expanduser().is_dir():
            raise UsageError(f"{self.model} is no folder: give a folder with config.json, or a model's name")

    @property
    def settings(self) -> Mapping[str, Any]:
        """All that decides the weights."""
        apart = ("python", "save_steps")
        return {name: value for name, value in asdict(self).items() if name not in apart}

    async def train(self, job: TrainingJob) -> Mapping[str, Any]:
        """Train and save weights and tokenizer. Raises InfrastructureError where the process fails."""
        plan = schedule(
            job.examples, batch=self.batch, epochs=self.epochs, steps=self.steps, warmup=self.warmup
        )
        job.say(
            f"sft: {job.examples} examples, {plan.steps} steps of {plan.batch} (paper: {PAPER_BATCH}), "
            f"learning rate {self.learning_rate:g}, {plan.warmup} warmup steps (paper: {PAPER_WARMUP_STEPS})"
        )
        remove(job.output)
        request = {
            **asdict(self),
            "model": self.model if job.previous is None else str(job.previous),
            "batch": plan.batch,
            "steps": plan.steps,
            "warmup": plan.warmup,
            "seed": job.seed,
            "data": str(job.data),
            "output": str(job.output),
            "work": str(job.folder / "trainer"),
            "result": str(job.folder / "sft.json"),
        }
        (job.folder / "sft-request.json").write_text(json.dumps(request, indent=1), encoding="utf-8")
        log = job.folder / LOG
        # -P: the folder of the program isn't searched, whose names are those of packages.
        command = [self.python, "-P", str(PROGRAM), str(job.folder / "sft-request.json")]
        quiet = {"TOKENIZERS_PARALLELISM": "false", "HF_HUB_DISABLE_TELEMETRY": "1"}
        await run_logged(command, log, environment=quiet, stop=job.stop)
        try:
            found: dict[str, Any] = json.loads((job.folder / "sft.json").read_bytes())
        except (OSError, ValueError) as error:
            raise InfrastructureError(
                f"the trainer left no figures ({error}); {log} ends with:\n{last_lines(log)}"
            ) from error
        remove(job.folder / "trainer")
        return {"batch": plan.batch, "steps": plan.steps, "warmup": plan.warmup, **found}
