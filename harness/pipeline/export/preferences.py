"""Proofs with candidates of the same problem that were rejected, from the runs inside of stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.checker.verdict import Status
from harness.pipeline.loop import VerifiedPair
from harness.pipeline.training import run_folders
from harness.run.store import RunStore


@dataclass(frozen=True, slots=True)
class Preference:
    """chosen: a pair. rejected: a candidate of the same problem. error: its class, status/reason."""

    chosen: VerifiedPair
    rejected: str
    error: str


def preferences(pairs: Sequence[VerifiedPair], folder: Path, *, per_problem: int = 2) -> list[Preference]:
    """For each problem that has a proof up to `per_problem` of its failures in the runs in a folder.

    Failures are what has a verdict that isn't `proved`: what our side broke is none. The first different
    ones are taken, those of a class that isn't there yet first, and the proofs of a problem in turn.
    Raises StoreError.
    """
    proofs: dict[str, list[VerifiedPair]] = {}
    for pair in pairs:
        proofs.setdefault(pair.name, []).append(pair)
    failures: dict[str, dict[str, str]] = {}
    for path in run_folders(folder):
        with RunStore.open_readonly(path) as store:
            for row in store.attempts():
                if row.problem not in proofs or row.status in (None, Status.PROVED, Status.INFRASTRUCTURE):
                    continue
                text, status = row.proof(), row.status
                if text is not None and text.strip() and status is not None:
                    error = status.value if row.reason is None else f"{status.value}/{row.reason.value}"
                    failures.setdefault(row.problem, {}).setdefault(text, error)
    found: list[Preference] = []
    for name, failed in failures.items():
        good = {pair.proof.strip() for pair in proofs[name]}
        bad = _varied([(text, error) for text, error in failed.items() if text.strip() not in good])
        for at, (text, error) in enumerate(bad[:per_problem]):
            found.append(Preference(proofs[name][at % len(proofs[name])], text, error))
    return found


def _varied(failed: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One of each class first."""
    first: dict[str, tuple[str, str]] = {}
    for each in failed:
        first.setdefault(each[1], each)
    return [*first.values(), *(each for each in failed if first[each[1]] is not each)]
