"""Sample budgets as papers print them: 128, 16 × 6400, 64 × 8 × 512."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod

from harness.errors import UsageError

_TIMES = re.compile(r"\s*(?:×|x|X|\*|\\times)\s*")
_NUMBER = re.compile(r"[1-9][0-9]{0,14}|[1-9][0-9]{0,2}(?:[,_ ][0-9]{3}){1,4}")
_MOST_FACTORS = 3


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget for each problem, as a product.

    factors: (K,) whole proofs; (N, K) N searches or repeats of K model calls; (N, S, T) N searches, in each
    of which S tactics are asked for at each of T expansions.

    Source: Xin et al. 2024, "DeepSeek-Prover", table 1: for tree search "N x S x T" with N attempts, S
    tactics generated per expansion and T expansion iterations; for whole proofs the number of samples.
    """

    factors: tuple[int, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.factors) <= _MOST_FACTORS or min(self.factors) < 1:
            raise UsageError(f"a budget has one to three factors from 1 on, not {self.factors}")

    @property
    def total(self) -> int:
        """Model calls for each problem at most; calls of tree search and of whole proofs cost differently."""
        return prod(self.factors)

    @property
    def k(self) -> int:
        """Attempts for each problem, the k of pass@k: the first factor."""
        return self.factors[0]

    def __str__(self) -> str:
        return " × ".join(map(str, self.factors))

    @classmethod
    def parse(cls, text: str) -> Budget:
        """From "16 × 6400", "16x6400", "16*6400", "$16 \\times 6400$", "65,536".

        Raises UsageError for anything else, such as "(8 + 8) × 6400" or "greedy".
        """
        parts = _TIMES.split(text.strip().strip("$").strip())
        if not 1 <= len(parts) <= _MOST_FACTORS or not all(_NUMBER.fullmatch(part) for part in parts):
            raise UsageError(
                f"{text!r} is no budget: give one to three whole numbers with × between, like 64 × 8 × 512"
            )
        return cls(tuple(int(re.sub(r"[,_ ]", "", part)) for part in parts))
