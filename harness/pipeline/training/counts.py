"""Trainer `counts`: the proposer without weights."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from harness.backends.counts import ProofPair, train_counts
from harness.errors import UsageError
from harness.pipeline.training.trainers import TrainingJob


@dataclass(frozen=True, slots=True)
class CountsTrainer:
    """weight, explore: as in harness.backends.counts.Counts."""

    weight: float = 2.0
    explore: float = 0.5
    needs_examples = False
    backend = "counts"

    @property
    def settings(self) -> Mapping[str, Any]:
        """All that decides the counts."""
        return asdict(self)

    async def train(self, job: TrainingJob) -> Mapping[str, Any]:
        """Count the steps of all pairs. Raises UsageError where none can be read as steps."""
        pairs = [ProofPair(each.pair.problem(), each.pair.proof, each.weight) for each in job.selected.pairs]
        # How many scripts of a statement count was decided before.
        counts = await asyncio.to_thread(
            train_counts, pairs, weight=self.weight, explore=self.explore, per_statement=max(1, len(pairs))
        )
        if not counts.pairs:
            raise UsageError(
                f"none of {len(pairs)} proofs is a row of steps, a tactic a line, which counts need"
            )
        counts.save(job.output)
        return {"counted": counts.pairs, "not_steps": counts.skipped}
