"""Seeded choices that are the same on every version of Python."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of choices made from `random.Random(seed).random()` alone, whose values Python guarantees."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, bound: int) -> int:
        """A whole number in 0..bound-1."""
        return int(self._random.random() * bound)

    def chance(self, percent: int) -> bool:
        """True in `percent` of 100 cases."""
        return self.below(100) < percent

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, each as likely; there must be one."""
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[tuple[int, T]]) -> T:
        """One of the items, each as likely as its weight, a positive whole number, says."""
        left = self.below(sum(weight for weight, _ in items))
        for weight, item in items:
            left -= weight
            if left < 0:
                return item
        raise ValueError("no item has a positive weight")

    def by_chances(self, items: Sequence[T], chances: Sequence[float]) -> T:
        """One of the items, by chances that add up to 1; the last one takes what rounding leaves."""
        left = self._random.random()
        for item, chance in zip(items, chances, strict=True):
            left -= chance
            if left < 0:
                return item
        return items[-1]

    def several(self, items: Iterable[tuple[int, T]], count: int) -> list[T]:
        """Up to `count` different items, in the order in which they are drawn by weight."""
        left = list(items)
        chosen: list[T] = []
        while left and len(chosen) < count:
            item = self.weighted(left)
            chosen.append(item)
            left = [pair for pair in left if pair[1] != item]
        return chosen
