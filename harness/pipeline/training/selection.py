"""Which verified pairs a trainer gets, and how much each of them counts: a pure function of its arguments."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from harness.errors import UsageError
from harness.pipeline.loop import VerifiedPair

#: Pairs of this round are what a loop begins with; those of later rounds are new.
START_ROUND: Final = 0


@dataclass(frozen=True, slots=True)
class SelectionSettings:
    """How pairs are selected.

    seed: of the choices. per_statement: different scripts of a statement, and of its negation, at most.
    new_weight: new pairs together weigh as much as those of round 0, but none of them more than this, and
    none less than 1. balanced: refutations are left out until there are no more of them than proofs.
    rate_limit: a new pair whose statement was solved by a share p of the last round's attempts above this is
    kept with the chance rate_limit / p, so that barely provable statements make up more of the data (after
    STP, arXiv 2502.00212); None keeps all.
    """

    seed: int = 0
    per_statement: int = 2
    new_weight: float = 2.0
    balanced: bool = True
    rate_limit: float | None = None

    def __post_init__(self) -> None:
        if self.per_statement < 1:
            raise UsageError(f"at least one script of a statement must count, not {self.per_statement}")
        if not 1 <= self.new_weight < float("inf"):
            raise UsageError(f"the weight of a new pair must be at least 1, not {self.new_weight}")
        if self.rate_limit is not None and not 0 < self.rate_limit <= 1:
            raise UsageError(
                f"the limit of the pass rate must be above 0 and at most 1, not {self.rate_limit}"
            )


@dataclass(frozen=True, slots=True)
class WeightedPair:
    """A pair with how often it counts."""

    pair: VerifiedPair
    weight: float


@dataclass(frozen=True, slots=True)
class SelectedPairs:
    """What is trained on, in the order that the pairs came in, and why the others aren't there.

    left_out: how many by reason. new_weight: of each new pair.
    """

    pairs: tuple[WeightedPair, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    new_weight: float = 1.0

    def counts(self) -> dict[str, int]:
        """How many proofs and refutations, and how many of both are new."""
        sides = [each.pair.side for each in self.pairs]
        return {
            "proofs": sides.count("statement"),
            "refutations": sides.count("negation"),
            "new": sum(each.pair.round > START_ROUND for each in self.pairs),
        }


def select_pairs(
    pairs: Iterable[VerifiedPair],
    settings: SelectionSettings,
    *,
    solved: Collection[str] = (),
    rates: Mapping[str, float] | None = None,
) -> SelectedPairs:
    """The pairs to train on; equal arguments give equal pairs.

    solved: names of problems that greedy decoding solves already, whose new pairs are left out (after
    BFS-Prover, arXiv 2502.03438). rates: names of problems, with the share of attempts that proved them in
    the last round; a problem that isn't there has none.
    """
    left_out: dict[str, int] = {}
    kept: list[VerifiedPair] = []
    scripts: dict[tuple[str, str], set[str]] = {}
    for pair in pairs:
        known = scripts.setdefault((pair.statement, pair.side), set())
        rate = (rates or {}).get(pair.name)
        if pair.proof.strip() in known:
            why = "repeated"
        elif pair.round > START_ROUND and pair.name in solved:
            why = "solved greedily"
        elif len(known) == settings.per_statement:
            why = "more scripts of a statement"
        elif pair.round > START_ROUND and not _drawn(pair, settings, rate):
            why = "easy by its pass rate"
        else:
            known.add(pair.proof.strip())
            kept.append(pair)
            continue
        left_out[why] = left_out.get(why, 0) + 1
    if settings.balanced:
        before = len(kept)
        kept = _balanced(kept, settings.seed)
        if before > len(kept):
            left_out["refutations beyond the proofs"] = before - len(kept)
    weight = _new_weight(kept, settings.new_weight)
    weighted = tuple(WeightedPair(pair, weight if pair.round > START_ROUND else 1.0) for pair in kept)
    return SelectedPairs(weighted, dict(sorted(left_out.items())), weight)


def repeated(pairs: Sequence[WeightedPair], seed: int) -> list[VerifiedPair]:
    """Each pair as often as its weight says, for trainers that know no weights.

    The part behind the point is drawn: a weight of 1.5 gives one or two, each in half of the cases.
    """
    found: list[VerifiedPair] = []
    for each in pairs:
        whole, rest = int(each.weight), each.weight % 1
        found += [each.pair] * (whole + (_number(seed, "repeat", each.pair) < rest))
    return found


def _drawn(pair: VerifiedPair, settings: SelectionSettings, rate: float | None) -> bool:
    limit = settings.rate_limit
    if limit is None or rate is None or rate <= limit:
        return True
    return _number(settings.seed, "rate", pair) < limit / rate


def _balanced(pairs: list[VerifiedPair], seed: int) -> list[VerifiedPair]:
    """All proofs, and as many refutations at most; which ones is drawn."""
    refutations = [pair for pair in pairs if pair.side == "negation"]
    proofs = len(pairs) - len(refutations)
    if len(refutations) <= proofs:
        return pairs
    drawn = sorted(refutations, key=lambda pair: _number(seed, "balance", pair))[:proofs]
    chosen = {id(pair) for pair in drawn}
    return [pair for pair in pairs if pair.side == "statement" or id(pair) in chosen]


def _new_weight(pairs: Sequence[VerifiedPair], most: float) -> float:
    new = sum(pair.round > START_ROUND for pair in pairs)
    return max(1.0, min(most, (len(pairs) - new) / new)) if new else 1.0


def _number(seed: int, what: str, pair: VerifiedPair) -> float:
    """A number from 0 up to 1 that depends on the pair and not on the others, so that more data moves few."""
    return random.Random(f"{seed} {what} {pair.name} {pair.side} {pair.proof}").random()
