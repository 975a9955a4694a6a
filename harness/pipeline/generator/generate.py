"""The seeded generator of statements of known truth in the language of the bench nng."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from harness.backends.draw import Draw
from harness.errors import UnknownNameError, UsageError
from harness.pipeline.generator._closed import ind, wit
from harness.pipeline.generator._linear import lin
from harness.pipeline.generator._logic import logic
from harness.pipeline.generator._order import dvd, mono
from harness.pipeline.generator.statements import GeneratedStatement, Truth

_FAMILIES: Final[Mapping[str, Callable[[Draw, int, Truth], GeneratedStatement | None]]] = {
    "mono": mono,
    "dvd": dvd,
    "lin": lin,
    "logic": logic,
    "ind": ind,
    "wit": wit,
}
FAMILIES: Final = {"mono": 3, "dvd": 2, "lin": 1, "logic": 2, "ind": 1, "wit": 1}
"""Each family with its weight. mono: order kept by monotone steps; dvd: divisibility; lin: linear arithmetic;
logic: existence and conjunction; ind: closed forms of recursions; wit: numbers that meet equations."""

SIZES: Final = (1, 2, 3, 4, 5, 6)
MIX: Final = {Truth.TRUE: 55, Truth.FALSE: 30, Truth.CONTRADICTORY: 15}
# Draws of one family, size and truth before another choice is made.
_TRIES = 60


class Generator:
    """Draws statements; equal arguments give the same statements in the same order.

    seed: of all choices. families, mix: names and weights, positive whole numbers. sizes: each as likely.
    unknown: give statements of unknown truth too, where a false one was looked for and no numbers were found.

    Raises UnknownNameError for a family, UsageError for no size or one below 1, and for weights below 1.
    """

    def __init__(
        self,
        seed: int,
        *,
        families: Mapping[str, int] = FAMILIES,
        sizes: Sequence[int] = SIZES,
        mix: Mapping[Truth, int] = MIX,
        unknown: bool = False,
    ) -> None:
        for name in families:
            if name not in _FAMILIES:
                raise UnknownNameError("family of statements", name, _FAMILIES)
        weights = [*families.values(), *mix.values()]
        if not families or not mix or min(weights) < 1:
            raise UsageError("families and truths need a weight of at least 1 each, and one of them each")
        if not sizes or min(sizes) < 1:
            raise UsageError("sizes are whole numbers from 1 on, and at least one")
        if Truth.UNKNOWN in mix:
            raise UsageError("a statement can't be drawn to be unknown: give unknown=True to keep those")
        self._draw = Draw(seed)
        self._families = [(weight, name) for name, weight in families.items()]
        self._mix = [(weight, truth) for truth, weight in mix.items()]
        self._sizes, self._unknown = tuple(sizes), unknown

    def draw(self) -> GeneratedStatement:
        """The next statement; it may say what an earlier one said.

        Raises UsageError where no family gives a statement of the wanted truth.
        """
        for _ in range(_TRIES):
            family = self._draw.weighted(self._families)
            size = self._draw.pick(self._sizes)
            truth = self._draw.weighted(self._mix)
            for _ in range(_TRIES):
                found = _FAMILIES[family](self._draw, size, truth)
                if found is not None and (found.truth is truth or self._unknown):
                    return found
        raise UsageError(
            "the families that are chosen give no statement of such a truth and size: choose more"
        )

    def distinct(self) -> Iterator[GeneratedStatement]:
        """Statements of different texts, without end; ends where 10,000 draws in a row give no other text."""
        seen: set[str] = set()
        idle = 0
        while idle < 10_000:
            found = self.draw()
            text = found.claim.text()
            idle += 1
            if text not in seen:
                seen.add(text)
                idle = 0
                yield found
