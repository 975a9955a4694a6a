"""TokenPrices: what a model's tokens cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.backends.base import Generation

_PER = 1_000_000


@dataclass(frozen=True, slots=True)
class TokenPrices:
    """Money for a million tokens of prompt and of completion, in whatever currency."""

    prompt: float = 0.0
    completion: float = 0.0

    def record(self) -> dict[str, float]:
        """For run.json, under `prices`."""
        return {"prompt_per_million": self.prompt, "completion_per_million": self.completion}

    @classmethod
    def recorded(cls, given: object) -> TokenPrices | None:
        """From a run's setting `prices`; None where there is none."""
        if not isinstance(given, Mapping):
            return None
        return cls(float(given["prompt_per_million"]), float(given["completion_per_million"]))

    def cost(self, generation: Generation) -> float | None:
        """Money for one generation; None where a number of tokens that has a price is unknown."""
        pairs = (
            (self.prompt, generation.prompt_tokens),
            (self.completion, generation.completion_tokens),
        )
        if any(price and tokens is None for price, tokens in pairs):
            return None
        return sum(price * (tokens or 0) for price, tokens in pairs) / _PER
