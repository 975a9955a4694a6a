"""The counts themselves: how often each step was taken in each context, kept in a file, and drawn from."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from harness.backends.counts._context import Features, features, read_context
from harness.backends.counts._steps import (
    END,
    LONGEST,
    VOCABULARY,
    Standing,
    fill,
    read_script,
    render,
)
from harness.backends.draw import Draw
from harness.errors import DataError, StoreError, UsageError
from harness.problem import Problem

FORMAT: Final = 1
_FIELDS: Final = ("format", "weight", "explore", "pairs", "skipped", "counts")


@dataclass(frozen=True, slots=True)
class ProofPair:
    """A statement and a tactic script that proves it. weight: how often it counts, above 0."""

    problem: Problem
    proof: str
    weight: float = 1.0


class Counts:
    """How often each step was taken where the goal had some features, from coarse to fine.

    The chance of step x in a context of level i is
    P_i(x) = (n_i(x) + weight (explore / V + (1 - explore) P_{i-1}(x))) / (N_i + weight), P_0 uniform,
    with n_i(x) the count of x there, N_i that of all steps, V the number of steps that there are: the fixed
    vocabulary and what was counted. So a context that was never seen is uniform for a share of `explore`, and
    one that was seen often follows its counts.

    pairs: how many proofs were counted; skipped: how many couldn't be read as steps, or repeated others.
    """

    def __init__(self, weight: float = 2.0, explore: float = 0.5) -> None:
        if not (0 < weight < math.inf and 0 <= explore <= 1):
            raise UsageError(f"weight {weight} must be above 0, and explore {explore} between 0 and 1")
        self.weight, self.explore = weight, explore
        self.pairs = self.skipped = 0
        self._counts: dict[Features, dict[str, float]] = {}
        self._learnt: set[str] = set()
        self._drawn_from: dict[tuple[Features, ...], tuple[tuple[str, ...], list[float]]] = {}

    def add(self, pair: ProofPair) -> bool:
        """Count a proof's steps; False where it can't be read as steps, and then it is skipped."""
        context = read_context(pair.problem)
        steps = read_script(pair.proof, context)
        if steps is None:
            self.skipped += 1
            return False
        if not 0 < pair.weight < math.inf:
            raise UsageError(f"a proof's weight must be above 0, not {pair.weight}")
        for template, goal in steps:
            for level in _levels([] if goal is None else features(context, goal)):
                counted = self._counts.setdefault(level, {})
                counted[template] = counted.get(template, 0.0) + pair.weight
            self._learnt.add(template)
        self.pairs += 1
        self._drawn_from.clear()
        return True

    def sample(self, problem: Problem, seed: int) -> str:
        """A tactic script for the problem; the same counts, statement and seed give the same one."""
        context, draw = read_context(problem), Draw(seed)
        progress = Standing([context.goal])
        lines: list[tuple[str, str]] = []
        while progress.open and len(lines) < LONGEST:
            goal = progress.open.pop()
            steps, chances = self._chances(tuple(_levels(features(context, goal))))
            template = draw.by_chances(steps, chances)
            if template == END:
                break
            lines.append((progress.indent, fill(template, context, goal, progress, draw)))
            progress.take(template, goal, context)
        return render(lines)

    def _chances(self, levels: tuple[Features, ...]) -> tuple[tuple[str, ...], list[float]]:
        """Every step with its chance in a context, given by its features from coarse to fine."""
        if levels not in self._drawn_from:
            steps = (*VOCABULARY, *sorted(self._learnt.difference(VOCABULARY)))
            uniform = 1 / len(steps)
            chances = [uniform] * len(steps)
            for level in levels:
                counted = self._counts.get(level, {})
                total = sum(counted.values()) + self.weight
                even, finer = self.weight * self.explore * uniform, self.weight * (1 - self.explore)
                chances = [
                    (counted.get(step, 0.0) + even + finer * before) / total
                    for step, before in zip(steps, chances, strict=True)
                ]
            self._drawn_from[levels] = steps, chances
        return self._drawn_from[levels]

    def text(self) -> str:
        """The counts as JSON: one line, equal for equal counts."""
        counts = [[list(level), dict(sorted(found.items()))] for level, found in sorted(self._counts.items())]
        values = (FORMAT, self.weight, self.explore, self.pairs, self.skipped, counts)
        return json.dumps(dict(zip(_FIELDS, values, strict=True)), ensure_ascii=False) + "\n"

    @property
    def sha256(self) -> str:
        """The SHA-256 of `text`, in hexadecimal digits."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def save(self, path: Path) -> None:
        """Write the counts as JSON; raises StoreError where that can't be done."""
        try:
            path.write_text(self.text(), encoding="utf-8")
        except OSError as error:
            raise StoreError(f"{path} can't be written ({error.strerror}): give another path") from error

    @classmethod
    def load(cls, path: Path) -> Counts:
        """The counts of a file; raises UsageError where there is none, DataError for wrong content."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise UsageError(f"{path} can't be read ({error.strerror}): give a file of counts") from error
        except (ValueError, RecursionError) as error:
            raise DataError(f"is no JSON ({error}): train the counts again", file=path) from error
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise DataError(f"is no counts of format {FORMAT}: train them again", file=path, field="format")
        try:
            return cls._of(values)
        except (KeyError, TypeError, ValueError, UsageError) as error:
            raise DataError(f"holds no counts ({error!r}): train them again", file=path) from error

    @classmethod
    def _of(cls, values: Mapping[str, Any]) -> Counts:
        found = cls(float(values["weight"]), float(values["explore"]))
        found.pairs, found.skipped = int(values["pairs"]), int(values["skipped"])
        for level, counted in values["counts"]:
            if not all(isinstance(part, str) for part in (*level, *counted)):
                raise ValueError("features and steps must be texts")
            if not all(isinstance(count, int | float) and 0 < count < math.inf for count in counted.values()):
                raise ValueError("counts must be above 0 and finite")
            found._counts[tuple(level)] = {step: float(count) for step, count in counted.items()}
            found._learnt.update(counted)
        return found


def train_counts(
    pairs: Iterable[ProofPair], *, weight: float = 2.0, explore: float = 0.5, per_statement: int = 2
) -> Counts:
    """Count the steps of verified proofs.

    pairs: in order; at most `per_statement` different scripts of a statement are counted, the first ones.
    weight, explore: see Counts. Raises UsageError for values that can't be.
    """
    if per_statement < 1:
        raise UsageError(f"per_statement must be at least 1, not {per_statement}")
    found = Counts(weight, explore)
    scripts: dict[str, set[str]] = {}
    for pair in pairs:
        known = scripts.setdefault(pair.problem.formal_statement, set())
        script = pair.proof.strip()
        if script in known or len(known) == per_statement:
            found.skipped += 1
        elif found.add(pair):
            known.add(script)
    return found


def _levels(found: list[Features]) -> list[Features]:
    """Features with how fine they are in front, and before them the context of everything."""
    return [("0",), *((str(at), *each) for at, each in enumerate(found, 1))]
