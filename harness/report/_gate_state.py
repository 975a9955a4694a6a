"""What a sequential gate remembers between its looks: one small file beside the candidate."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.errors import DataError, UsageError

if TYPE_CHECKING:
    from harness.run.summary import RunSummary
    from harness.stats import GateResult, Metric

FORMAT = "prover-eval sequential gate"
VERSION = 1
STATE_FILE = "gate.json"


class GateState:
    """The looks taken so far, for one question: baseline, metric, tolerance, level and largest n.

    The question must stay the same over all looks, and so must the samples that were looked at: otherwise
    the error rate isn't what it says. The file holds no decisions, which follow from the samples.
    """

    def __init__(
        self,
        path: Path,
        baseline: RunSummary,
        metric: Metric,
        *,
        max_drop: float,
        level: float,
        max_samples: int,
        seed: int,
    ) -> None:
        """Reads `path` when it exists.

        Raises DataError for a damaged file, UsageError when it was made for another question.
        """
        self.path = path
        self._question = {
            "baseline_sha256": _outcomes_hash(baseline, baseline.n),
            "metric": str(metric),
            "max_drop": max_drop,
            "level": level,
            "max_samples": max_samples,
            "seed": seed,
        }
        self._looks: list[tuple[int, str]] = self._read() if path.exists() else []

    def looks(self, candidate: RunSummary) -> list[int]:
        """Attempts per problem at each look, the present one last.

        Raises UsageError when the candidate has fewer samples than at a look before, or other ones.
        """
        for samples, digest in self._looks:
            if samples > candidate.n:
                raise UsageError(
                    f"the candidate has {candidate.n} attempts per problem and was looked at with {samples} "
                    f"before: give all batches, the first ones first, or another --state than {self.path}"
                )
            if digest != _outcomes_hash(candidate, samples):
                raise UsageError(
                    f"the first {samples} attempts per problem aren't those of the look before: give the "
                    f"same batches in the same order, or another --state than {self.path}"
                )
        return [*(samples for samples, _ in self._looks if samples < candidate.n), candidate.n]

    def save(self, candidate: RunSummary, result: GateResult) -> None:
        """Write the looks that the result rests on. Raises UsageError when the file can't be written."""
        if result.looks is None:
            return
        taken = [[samples, _outcomes_hash(candidate, samples)] for samples in result.looks.samples]
        if len(taken) < len(self._looks):
            return
        content = {"format": FORMAT, "version": VERSION, **self._question, "looks": taken}
        new = self.path.with_name(f"{self.path.name}.new")
        try:
            new.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
            new.replace(self.path)
        except OSError as error:
            raise UsageError(f"{self.path} can't be written ({error}): give another --state") from error

    def _read(self) -> list[tuple[int, str]]:
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise DataError(f"can't be read ({error}): give another --state", file=self.path) from error
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise DataError("no state of a sequential gate: give another --state", file=self.path)
        if content.get("version") != VERSION:
            raise DataError("made by another prover-eval: give another --state", file=self.path)
        changed = [
            f"{key}: {content.get(key)!r} before, {value!r} now"
            for key, value in self._question.items()
            if content.get(key) != value
        ]
        if changed:
            raise UsageError(
                f"{self.path} belongs to a gate that asks something else:\n"
                + "\n".join(f"  {line}" for line in changed)
                + "\nGo on with what it asked, or give another --state for another gate."
            )
        return _looks(self.path, content.get("looks"))


def _looks(path: Path, rows: Any) -> list[tuple[int, str]]:
    if (
        isinstance(rows, list)
        and all(isinstance(row, list) and [type(value) for value in row] == [int, str] for row in rows)
        and all(row[0] >= 1 for row in rows)
        and [row[0] for row in rows] == sorted({row[0] for row in rows})
    ):
        return [(row[0], row[1]) for row in rows]
    raise DataError("must be ascending pairs of samples and hash", file=path, field="looks")


def _outcomes_hash(run: RunSummary, samples: int) -> str:
    """Of each problem's attempts and proofs among the first so many: what a saved baseline keeps, too."""
    rows = []
    for problem in run.problems:
        judged = [outcome for outcome in problem.outcomes[:samples] if outcome is not None]
        rows.append([problem.name, len(judged), judged.count(True)])
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
