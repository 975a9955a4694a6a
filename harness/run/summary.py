"""RunSummary: what a run found, as the statistics and the reports read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from harness.printable import one_line
from harness.run.endpoints import Asked
from harness.run.selection import PartOfBench, Selection, words_of_splits
from harness.run.settings import RunSettings

Count = Literal["samples", "attempts"]

MARK_BYTES = 8


@dataclass(frozen=True, slots=True)
class ProblemOutcome:
    """What became of one problem's samples, or of its attempts, in the order of their index.

    outcomes: True for `proved`, False for a failure, None where a verdict is lacking. Under early stop the
    list ends with the first True. What the backend didn't have is not in the list.
    marks: MARK_BYTES for each outcome, equal where the model's texts are equal; empty where they weren't
    asked for or aren't known.
    """

    name: str
    split: str
    outcomes: tuple[bool | None, ...]
    marks: bytes = b""

    @property
    def solved(self) -> bool:
        """Whether any attempt is `proved`."""
        return True in self.outcomes


@dataclass(frozen=True, slots=True)
class Cause:
    """An error in the words of whoever had it, and how many attempts have it. Where attempts differ in names
    and numbers alone, those are "…"."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Answers:
    """texts: answers whose end is known. cut: of them, ended by the limit on tokens. too_long: samples that
    ended before their last round because the model couldn't take so long a talk."""

    texts: int = 0
    cut: int = 0
    too_long: int = 0


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run as a whole.

    n: samples planned for each problem, or the most attempts that they can make, after `count`.
    count: what the outcomes are: samples, each with its repair rounds, or all attempts one by one; the same
    in a run without rounds. rounds: the most repair rounds of a sample.
    early_stop: the order of the outcomes matters, so that the first success estimates pass@k: no attempt
    was made after a proof, a recording ends at proofs (`cut_at_proofs`), or attempts of several rounds are
    counted.
    problems: one outcome per planned problem, in bench order.
    verdicts: count of attempts by status ("proved", "rejected", "timeout", "resource", "infrastructure").
    reasons: count by "status/reason" for all but proved. lean_cpu_s: CPU seconds that the run spent in Lean.
    lean_cpu_saved_s: CPU seconds of verdicts that were known before, and cost nothing again.
    tokens: of prompts and of completions; None where some attempt's weren't counted. cost: money for all
    attempts whose cost is known, None where no prices were given.
    no_code: the attempts that are rejected as `no_code`, by why the text held no proof (see `why_of`).
    errors: by "status/reason" the commonest errors of Lean and of our side. answers: how the texts ended.
    endpoints: the servers that the samples came from; none for a model that isn't behind one.
    attempts_sha256: of the attempts, as a saved baseline has it in place of marks (`stats.unchanged`).
    complete: every planned attempt has a verdict (or needs none, after an early stop or a replay's end).
    settings: what the run was made with, as run.json has it.
    stopped: why this call of the runner ended before the plan did, one line; None when nothing stopped it.
    """

    run_dir: Path
    bench: str
    model: str
    n: int
    early_stop: bool
    problems: tuple[ProblemOutcome, ...]
    verdicts: Mapping[str, int]
    reasons: Mapping[str, int]
    lean_cpu_s: float
    complete: bool
    settings: RunSettings
    stopped: str | None = None
    rounds: int = 0
    count: Count = "samples"
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: float | None = None
    no_code: Mapping[str, int] = field(default_factory=dict)
    errors: Mapping[str, tuple[Cause, ...]] = field(default_factory=dict)
    answers: Answers = Answers()
    endpoints: tuple[Asked, ...] = ()
    lean_cpu_saved_s: float = 0.0
    attempts_sha256: str | None = None

    @property
    def part(self) -> PartOfBench | None:
        """The part of a bench that the run's problems were taken from; None for a whole bench."""
        return self.settings.part

    @property
    def bench_label(self) -> str:
        """What tables call the bench: its name; of a part how many problems of how many it has, too."""
        part = self.part
        return self.bench if part is None else f"{self.bench} ({part.problems} of {part.of_problems})"

    @property
    def selection(self) -> Selection | None:
        """Which problems of its bench the run is over; None where that wasn't recorded."""
        return self.settings.selection

    @property
    def label(self) -> str | None:
        """The name that the run was given for tables."""
        return self.settings.label

    @property
    def ground(self) -> str:
        """The problems in words: "nng, test split, 139 of 150 problems"."""
        count = len(self.problems)
        if self.selection is not None:
            words = self.selection.words(count)
        else:
            words = words_of_splits([problem.split for problem in self.problems], count)
        return one_line(f"{self.bench_label}, {words}")

    @property
    def budget_words(self) -> str:
        """What may be asked for each problem, in words: "4 samples × up to 2 rounds"."""
        rounds = self.repair_rounds
        samples = self.n // (rounds + 1) if self.count == "attempts" else self.n
        text = f"{samples} sample{'s' if samples != 1 else ''}"
        if rounds:
            text += f" × up to {rounds} round{'s' if rounds != 1 else ''}"
        if self.count == "attempts" and rounds:
            text += f", k counts the {self.n} attempts"
        return text

    @property
    def repair_rounds(self) -> int:
        """The most repair rounds of a sample, also of a run that was read from a baseline."""
        return self.rounds or self.settings.rounds

    @property
    def scope(self) -> str:
        """Problems and budget: "nng, test split, 139 of 150 problems; 4 samples × up to 2 rounds"."""
        return f"{self.ground}; {self.budget_words}"

    @property
    def cut_at_proofs(self) -> bool:
        """Whether a recording was replayed that ends at each problem's first proof, without early stop."""
        return self.early_stop and self.settings.json.get("early_stop") is False and not self.repair_rounds

    @property
    def solved(self) -> int:
        """Number of problems with at least one proof."""
        return sum(problem.solved for problem in self.problems)
