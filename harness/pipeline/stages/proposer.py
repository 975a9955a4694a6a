"""Proposer: what iterate trains and samples from, by one protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from harness.backends.counts import ProofPair, train_counts
from harness.pipeline.loop import VerifiedPair
from harness.pipeline.stages.sample import PER_STATEMENT

COUNTS_FILE: Final = "counts.json"


class Proposer(Protocol):
    """A kind of model that can be trained from pairs."""

    def settings(self) -> Mapping[str, Any]:
        """What decides a training beside its data, as JSON."""
        ...

    async def train(self, pairs: Sequence[VerifiedPair], folder: Path, previous: Path | None) -> str:
        """Train from the pairs and write the checkpoint into the folder; its name there.

        previous: the checkpoint of the round before, which this one may begin with. The same arguments and
        settings must give the same checkpoint.
        """
        ...

    def model(self, checkpoint: Path) -> tuple[str, tuple[str, ...]]:
        """(model, model arguments) of a run that samples from the checkpoint."""
        ...


@dataclass(frozen=True, slots=True)
class CountsProposer:
    """Backend `counts`: trained anew from all pairs each time. weight, explore: as in `train_counts`."""

    weight: float = 2.0
    explore: float = 0.5

    def settings(self) -> Mapping[str, Any]:
        """Kind and smoothing."""
        return {"proposer": "counts", **asdict(self)}

    async def train(self, pairs: Sequence[VerifiedPair], folder: Path, previous: Path | None) -> str:
        """See Proposer.train."""
        known = [ProofPair(pair.problem(), pair.proof) for pair in pairs]
        counts = train_counts(known, weight=self.weight, explore=self.explore, per_statement=PER_STATEMENT)
        counts.save(folder / COUNTS_FILE)
        return COUNTS_FILE

    def model(self, checkpoint: Path) -> tuple[str, tuple[str, ...]]:
        """See Proposer.model."""
        return "counts", (f"path={checkpoint}",)
