"""Stage train: from the verified pairs of other stages to a checkpoint."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from harness.errors import UsageError
from harness.pipeline.loop import PAIRS, LoopFolder, Stage, StageResult, VerifiedPair, read_rows
from harness.pipeline.training import (
    CHECKPOINT,
    CountsTrainer,
    SelectedPairs,
    SelectionSettings,
    SftTrainer,
    Trainer,
    TrainingJob,
    example_lines,
    example_of,
    pass_rates,
    repeated,
    select_pairs,
    solved_greedily,
)
from harness.prompts.templates import Prompt, load_prompt

DATA: Final = "data.jsonl"


class TrainTools(Protocol):
    """What this stage needs of LoopTools: no Lean."""

    @property
    def say(self) -> Callable[[str], None]: ...

    @property
    def stop(self) -> asyncio.Event | None: ...


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """What is trained, on what.

    trainer: see harness.pipeline.training. inputs: stages with pairs.jsonl. pairs: other files of such rows.
    name: of the stage. previous: a train stage whose checkpoint is gone on from. prompt: name or file of the
    template by which examples are made. rates: a stage, whose runs say how often a statement was proved.
    greedy: folder of a greedy run, or of a stage with one; what it solved is left out.
    """

    trainer: Trainer
    inputs: tuple[str, ...] = ()
    pairs: tuple[Path, ...] = ()
    name: str = "train"
    previous: str | None = None
    prompt: str = "plain"
    selection: SelectionSettings = field(default_factory=SelectionSettings)
    rates: str | None = None
    greedy: Path | None = None

    def record(self, prompt: Prompt) -> dict[str, Any]:
        """As the stage's settings."""
        record = {
            "trainer": type(self.trainer).__name__,
            "trainer_settings": dict(self.trainer.settings),
            "selection": asdict(self.selection),
        }
        return record | ({"prompt": prompt.record()} if self.trainer.needs_examples else {})


async def train(loop: LoopFolder, tools: TrainTools, settings: TrainSettings) -> StageResult:
    """Select pairs, make examples of them, train; the stored result where that was done.

    The checkpoint is a file or a folder, `checkpoint_of` says where. Raises UsageError for what can't be,
    InfrastructureError where the trainer fails: its log is kept, and the same call begins it again.
    """
    prompt = load_prompt(settings.prompt)
    stage = _stage(loop, settings, prompt)
    if stage.result is not None:
        return stage.result
    selected, read = _selected(loop, settings)
    if not selected.pairs:
        raise UsageError(
            f"none of {read} pairs is left to train on ({_words(selected.left_out)}): do prove first, or "
            "select less strictly"
        )
    folder = stage.begin()
    unusable, examples = 0, 0
    if settings.trainer.needs_examples:
        examples, unusable = _write_examples(stage, selected, settings.selection.seed, prompt)
    started = time.process_time()
    job = TrainingJob(
        selected,
        folder / DATA,
        examples,
        prompt,
        folder,
        None if settings.previous is None else checkpoint_of(loop, settings.previous),
        settings.selection.seed,
        tools.say,
        tools.stop,
    )
    figures = await settings.trainer.train(job)
    metrics: dict[str, Any] = {
        "read": read,
        **selected.counts(),
        "left_out": dict(selected.left_out),
        "new_weight": selected.new_weight,
        **({"examples": examples, "not_as_example": unusable} if settings.trainer.needs_examples else {}),
        "trainer": dict(figures),
        "checkpoint": CHECKPOINT,
        "backend": settings.trainer.backend
        or ("hf" if (folder / CHECKPOINT / "config.json").is_file() else ""),
    }
    outputs = [CHECKPOINT, *([DATA] if settings.trainer.needs_examples else [])]
    return stage.finish(outputs, metrics, {"own_cpu_s": time.process_time() - started})


def checkpoint_of(loop: LoopFolder, name: str) -> Path:
    """Where a train stage's checkpoint lies. Raises UsageError where it isn't done, or is no train stage."""
    result = loop.finished(name).result
    if result is None or CHECKPOINT not in result.outputs:
        raise UsageError(f"stage {name} has no checkpoint: give the name of a train stage")
    return loop.path / name / CHECKPOINT


def trained_model(loop: LoopFolder, name: str) -> tuple[str, tuple[str, ...]]:
    """--model and -M of a run with a train stage's checkpoint. Raises UsageError if no backend reads it."""
    path = checkpoint_of(loop, name)
    result = loop.finished(name).result
    backend = "" if result is None else str(result.metrics.get("backend", ""))
    if backend == "counts":
        return backend, (f"path={path}",)
    if backend == "hf":
        return backend, (f"model={path}",)
    raise UsageError(f"{path} isn't known to any backend: name one by --model and -M yourself")


def _stage(loop: LoopFolder, settings: TrainSettings, prompt: Prompt) -> Stage:
    if not settings.inputs and not settings.pairs:
        raise UsageError("there is nothing to train on: name stages with pairs, or files of pairs")
    if settings.previous is not None and isinstance(settings.trainer, CountsTrainer):
        raise UsageError("counts are made of all pairs each time: leave the previous checkpoint out")
    inputs = list(settings.inputs)
    inputs += [
        each for each in (settings.previous, settings.rates) if each is not None and each not in inputs
    ]
    files = list(settings.pairs)
    model = settings.trainer.model if isinstance(settings.trainer, SftTrainer) else ""
    if model and settings.previous is None and Path(model).is_dir():
        files.append(Path(model))
    record = settings.record(prompt)
    if settings.greedy is not None:
        # By what it says: the files of a run change when it is only looked at.
        record["greedy"] = sorted(solved_greedily(settings.greedy))
    return loop.stage(settings.name, record, inputs, files)


def _selected(loop: LoopFolder, settings: TrainSettings) -> tuple[SelectedPairs, int]:
    pairs = list(_pairs(loop, settings))
    rates: Mapping[str, float] = {}
    if settings.rates is not None:
        rates = pass_rates(loop.path / settings.rates)
        if not rates:
            raise UsageError(f"stage {settings.rates} has no run with attempts, so no pass rates")
    solved = frozenset[str]() if settings.greedy is None else solved_greedily(settings.greedy)
    return select_pairs(pairs, settings.selection, solved=solved, rates=rates), len(pairs)


def _pairs(loop: LoopFolder, settings: TrainSettings) -> Iterator[VerifiedPair]:
    for name in settings.inputs:
        yield from loop.finished(name).rows(PAIRS, VerifiedPair.from_json)
    for path in settings.pairs:
        yield from read_rows(path, VerifiedPair.from_json)


def _write_examples(stage: Stage, selected: SelectedPairs, seed: int, prompt: Prompt) -> tuple[int, int]:
    """How many examples there are, and how many pairs can't be put as one."""
    rows = repeated(selected.pairs, seed)
    made = [example_of(pair.problem(), pair.proof, prompt) for pair in rows]
    usable = [each for each in made if each is not None]
    if not usable:
        raise UsageError(
            f"none of {len(rows)} proofs can be put as an answer to prompt {prompt.id}: take another --prompt"
        )
    stage.write_text(DATA, example_lines(usable))
    return len(usable), len(made) - len(usable)


def _words(left_out: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {why}" for why, count in left_out.items()) or "there were none"
