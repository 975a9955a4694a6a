"""Training of provers from verified pairs: which pairs, as which examples, by which trainer."""

from harness.pipeline.training.command import CommandTrainer
from harness.pipeline.training.counts import CountsTrainer
from harness.pipeline.training.evidence import pass_rates, run_folders, solved_greedily
from harness.pipeline.training.examples import Example, answer_of, example_lines, example_of
from harness.pipeline.training.selection import (
    SelectedPairs,
    SelectionSettings,
    WeightedPair,
    repeated,
    select_pairs,
)
from harness.pipeline.training.sft import SftTrainer, schedule
from harness.pipeline.training.trainers import CHECKPOINT, TRAINERS, Trainer, TrainingJob

__all__ = [
    "CHECKPOINT",
    "TRAINERS",
    "CommandTrainer",
    "CountsTrainer",
    "Example",
    "SelectedPairs",
    "SelectionSettings",
    "SftTrainer",
    "Trainer",
    "TrainingJob",
    "WeightedPair",
    "answer_of",
    "example_lines",
    "example_of",
    "pass_rates",
    "repeated",
    "run_folders",
    "schedule",
    "select_pairs",
    "solved_greedily",
]
