"""Whether runs hold the same samples: their texts compared by marks."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.errors import UsageError
from harness.run.summary import MARK_BYTES

if TYPE_CHECKING:
    from harness.run.summary import ProblemOutcome, RunSummary

_NO_TEXT = bytes(MARK_BYTES)
# Independent samples are as often equal across runs as within one; by chance not this many errors more often.
_ERRORS = 6.0
# Runs that share less are reported, not refused.
_MOST_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class SharedTexts:
    """How many texts of the smaller of two runs are in the other one too, problem by problem.

    shared, of: texts, each counted as often as it occurs. in_place: those at the same place of a problem's
    attempts, of `places` that both have. expected: what in_place would be if the runs were independent, by
    how often two texts of one run are equal; None where no problem has two.
    """

    shared: int
    of: int
    in_place: int
    places: int
    expected: float | None

    @property
    def all(self) -> bool:
        """Whether the smaller run has no text of its own."""
        return self.of > 0 and self.shared == self.of

    @property
    def too_many(self) -> bool:
        """Whether so many are equal that some samples of one run must be those of the other."""
        if self.all:
            return True
        if self.expected is None or self.shared < _MOST_SHARED * self.of:
            return False
        spread = max(1.0, self.expected * (1 - self.expected / max(1, self.places))) ** 0.5
        return bool(self.in_place > self.expected + _ERRORS * spread)


def marks_of(problem: ProblemOutcome) -> list[bytes]:
    """The mark of each outcome's text; empty where marks aren't known."""
    return [problem.marks[at : at + MARK_BYTES] for at in range(0, len(problem.marks), MARK_BYTES)]


def shared_texts(first: RunSummary, second: RunSummary) -> SharedTexts | None:
    """What two runs share; None where the texts of one aren't known, as in a saved baseline."""
    theirs = {problem.name: problem for problem in second.problems}
    shared = of = in_place = places = 0
    pairs = equal_pairs = 0
    for problem in first.problems:
        if problem.name not in theirs:
            continue
        ours, others = (_known(marks_of(p)) for p in (problem, theirs[problem.name]))
        shared += (Counter(ours) & Counter(others)).total()
        of += min(len(ours), len(others))
        in_place += sum(a == b for a, b in zip(ours, others, strict=False))
        places += min(len(ours), len(others))
        for marks in (ours, others):
            pairs += len(marks) * (len(marks) - 1) // 2
            equal_pairs += sum(count * (count - 1) // 2 for count in Counter(marks).values())
    if not of:
        return None
    return SharedTexts(shared, of, in_place, places, places * equal_pairs / pairs if pairs else None)


def _known(marks: list[bytes]) -> list[bytes]:
    return [mark for mark in marks if mark != _NO_TEXT]


def require_other_samples(runs: Sequence[RunSummary], what: str) -> None:
    """Raise UsageError where two runs hold the same samples. what: they are to be, such as "batches"."""
    for number, run in enumerate(runs):
        for earlier in runs[:number]:
            found = shared_texts(earlier, run)
            if found is None or not found.too_many:
                continue
            raise UsageError(
                f"{earlier.run_dir} and {run.run_dir} hold the same samples: {found.shared} of {found.of} "
                f"texts are equal, problem by problem, so they are no {what} of one sampling. A model that "
                "doesn't follow --seed gives the same texts again: leave one of them out"
            )


def shared_notes(runs: Sequence[RunSummary]) -> list[str]:
    """A sentence for each two runs that share texts, though not so many that they are the same samples."""
    notes = []
    for number, run in enumerate(runs):
        for earlier in runs[:number]:
            found = shared_texts(earlier, run)
            if found is not None and found.shared:
                notes.append(
                    f"{earlier.run_dir.name} and {run.run_dir.name} share {found.shared} of {found.of} texts "
                    "of the same problems."
                )
    return notes


def attempts_digest(run: RunSummary) -> str | None:
    """A hash of what each problem's attempts were and how they ended; None where the texts aren't known."""
    if run.attempts_sha256 is not None:
        return run.attempts_sha256
    digest = hashlib.sha256()
    for problem in sorted(run.problems, key=lambda problem: problem.name):
        if len(problem.marks) != MARK_BYTES * len(problem.outcomes):
            return None
        name = problem.name.encode("utf-8", "surrogatepass")
        ends = bytes({True: 1, False: 2, None: 3}[outcome] for outcome in problem.outcomes)
        for part in (name, ends, problem.marks):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def unchanged(base: RunSummary, other: RunSummary) -> bool:
    """Whether both runs have the same texts at the same places, and each ended the same way."""
    ours, theirs = attempts_digest(base), attempts_digest(other)
    return ours is not None and ours == theirs


def same_texts(base: RunSummary, other: RunSummary) -> bool:
    """Whether both runs have the same texts at the same places, however they ended."""
    theirs = {problem.name: problem.marks for problem in other.problems}
    return bool(base.problems) and all(
        problem.marks and theirs.get(problem.name) == problem.marks for problem in base.problems
    )
