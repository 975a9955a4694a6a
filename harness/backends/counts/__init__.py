"""Backend `counts`: a statistical proposer without weights, trained from verified proofs in seconds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from harness.backends._script import proof_body
from harness.backends.arguments import take_known
from harness.backends.base import Generation, Request
from harness.backends.counts._model import Counts, ProofPair, train_counts
from harness.resources import expanded

__all__ = ["Counts", "CountsBackend", "ProofPair", "train_counts"]

#: Raised whenever the same counts, problem and seed would give another script.
REVISION = "1"


class CountsBackend:
    """Scripts drawn from the counts of the file `path=FILE`, each by its sample's own seed.

    Raises UsageError when there is no such file, DataError for one that holds no counts.
    """

    def __init__(self, args: Mapping[str, str]) -> None:
        self._counts = Counts.load(expanded(take_known("counts", args, required=["path"])["path"]))

    @property
    def description(self) -> Mapping[str, Any]:
        """Name, revision of the proposer, the hash of its counts and how many proofs they are of."""
        counts = self._counts
        return {"name": "counts", "revision": REVISION, "sha256": counts.sha256, "pairs": counts.pairs}

    async def generate(self, request: Request) -> AsyncIterator[Generation]:
        """One script for each sample, in the order of the request; no tokens are counted."""
        for sample in request.samples:
            script = proof_body(request.problem, self._counts.sample(request.problem, sample.seed))
            yield Generation(sample.index, sample.seed, text=script, proof=script)

    async def close(self) -> None:
        """Nothing is held."""
