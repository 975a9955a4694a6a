"""The two hooks into transformers' generate: a seeded draw for each row, and when a row ends."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from harness.backends.base import Sampling

# Tokens that may lie around the end of a stop string: parts of characters, empty tokens.
_SLACK = 4


class SeededDraw:
    """A logits processor that draws one token for each row and leaves only that one possible.

    Each row has a random stream of its own, made from its seed on the CPU: one number for each token,
    looked up in the row's cumulated probabilities. So a sample depends neither on the other rows of its
    batch nor on the device, but for the rounding of the model's own numbers.

    warpers: processors that shape the distribution, applied in order. seeds: one for each row.
    """

    def __init__(self, seeds: Sequence[int], warpers: Sequence[Callable[[Any, Any], Any]]) -> None:
        self._streams = [random.Random(seed) for seed in seeds]
        self._warpers = warpers

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        """scores: (rows, vocabulary). Returns the same shape: 0 for the drawn token, -inf for the others."""
        import torch

        for warp in self._warpers:
            scores = warp(input_ids, scores)
        likely = torch.softmax(scores.float(), dim=-1)
        reached = likely.cumsum(dim=-1)
        drawn = [[stream.random()] for stream in self._streams]
        mark = torch.tensor(drawn, dtype=torch.float32, device=scores.device) * reached[:, -1:]
        beyond = (reached > mark) & (likely > 0)
        # Rounding may leave no token beyond the mark; then the likeliest one is taken.
        chosen = torch.where(
            beyond.any(dim=-1, keepdim=True),
            beyond.int().argmax(dim=-1, keepdim=True),
            likely.argmax(dim=-1, keepdim=True),
        )
        return torch.full_like(scores, float("-inf")).scatter_(1, chosen, 0.0)


class RowEnds:
    """A stopping criterion that knows for each row when it ends, and tells at once.

    tails: for each row, whether its tokens so far end it (see `Tail`). ended: called with a row's number and
    its new tokens when it ends by itself; a row that `dropped` names ends without a report.
    """

    def __init__(
        self,
        tails: Sequence[Tail],
        ended: Callable[[int, list[int], str], None],
        dropped: Callable[[int], bool],
    ) -> None:
        self._tails, self._ended, self._dropped = tails, ended, dropped
        self._open = [True] * len(tails)

    def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
        """input_ids: (rows, tokens so far). Returns a truth value for each row: it has ended."""
        import torch

        for number, token in enumerate(input_ids[:, -1].tolist()):
            if not self._open[number]:
                continue
            tail = self._tails[number]
            reason = tail.add(token)
            if reason is not None:
                self._open[number] = False
                self._ended(number, tail.tokens, reason)
            elif self._dropped(number):
                self._open[number] = False
        return torch.tensor([not still for still in self._open], dtype=torch.bool, device=input_ids.device)


class Tail:
    """The new tokens of one row, and whether they end it."""

    def __init__(
        self, eos: frozenset[int], stop: Sequence[str], limit: int, decode: Callable[[list[int]], str]
    ):
        self.tokens: list[int] = []
        self._eos, self._stop, self._limit, self._decode = eos, stop, limit, decode
        self._reach = max((len(text.encode()) for text in stop), default=0) + _SLACK

    def add(self, token: int) -> str | None:
        """Take the next token; "stop" or "length" when the row ends with it."""
        self.tokens.append(token)
        if token in self._eos:
            return "stop"
        if self._stop:
            # Tokens without text could push a stop string out of this piece; cut() still finds it.
            text = self._decode(self.tokens[-self._reach :])
            if any(stop in text for stop in self._stop):
                return "stop"
        return "length" if len(self.tokens) >= self._limit else None


def cut(text: str, stop: Sequence[str]) -> tuple[str, bool]:
    """(the text before the first stop string, whether there is one)."""
    places = [place for place in (text.find(word) for word in stop) if place >= 0]
    return (text[: min(places)], True) if places else (text, False)


def warpers_of(sampling: Sampling, defaults: dict[str, Any]) -> list[Callable[[Any, Any], Any]] | None:
    """What shapes the distribution, in transformers' own order; None for greedy search.

    defaults: what to take where the sampling leaves a choice to the model.
    """
    from transformers.generation import logits_process as known

    values = {**defaults, **sampling.record()}
    temperature = float(values["temperature"])
    if temperature == 0:
        return None
    warpers: list[Callable[[Any, Any], Any]] = []
    if temperature != 1:
        warpers.append(known.TemperatureLogitsWarper(temperature))
    if top_k := values.get("top_k"):
        warpers.append(known.TopKLogitsWarper(int(top_k)))
    if (top_p := values.get("top_p")) is not None and top_p < 1:
        warpers.append(known.TopPLogitsWarper(float(top_p)))
    if min_p := values.get("min_p"):
        warpers.append(known.MinPLogitsWarper(float(min_p)))
    return warpers
