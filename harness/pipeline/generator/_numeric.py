"""Statements about numbers alone: canonical names, and truth looked for among small numbers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.backends.draw import Draw
from harness.pipeline.generator.statements import Assumption, Claim, Extent, GeneratedStatement, Truth
from harness.pipeline.generator.terms import Atom, holds, renamed, variables

LETTERS = "abcdefgkmnpqrstuvwxyz"
# Numbers that are tried for each variable, by the number of variables; beyond that some are drawn.
_TOP = {1: 12, 2: 8, 3: 5, 4: 4, 5: 3, 6: 2}
_DRAWN = 1_500


@dataclass(frozen=True, slots=True)
class Numeric:
    """Hypotheses and a conclusion about numbers, and what a construction says of them.

    family, size: as of a Statement. The scripts are those of a Statement too, each empty where the
    construction gives none; they name the hypotheses h1, h2 ... in order.
    """

    family: str
    size: int
    hypotheses: Sequence[Atom]
    conclusion: Atom
    proof: str = ""
    absurd: str = ""
    denial: str = ""

    def statement(self) -> GeneratedStatement | None:
        """The statement with its truth; None where hypotheses that no small numbers meet say nothing.

        A proof or a denial makes it true or false where small numbers meet the hypotheses. Without a
        construction it is false where numbers were found that it fails for, and unknown otherwise.
        """
        claim, facts, conclusion = self._canonical()
        if self.absurd:
            return GeneratedStatement(self.family, self.size, claim, Truth.CONTRADICTORY, absurd=self.absurd)
        names = [name for group, _ in claim.variables for name in group]
        met, failing, somewhere = self._look(names, facts, conclusion)
        if not met:
            return None
        if self.proof:
            return GeneratedStatement(self.family, self.size, claim, Truth.TRUE, proof=self.proof)
        if failing is None:
            return GeneratedStatement(self.family, self.size, claim, Truth.UNKNOWN)
        extent = Extent.EVERYWHERE if self.denial else Extent.SOMEWHERE if somewhere else Extent.OPEN
        return GeneratedStatement(
            self.family,
            self.size,
            claim,
            Truth.FALSE,
            extent,
            failing,
            refutation=_by_numbers(failing, len(facts)),
            denial=self.denial,
        )

    def _look(
        self, names: Sequence[str], facts: Sequence[Atom], conclusion: Atom
    ) -> tuple[bool, tuple[int, ...] | None, bool]:
        """Whether small numbers meet the hypotheses, the smallest that the conclusion fails for, and whether
        it holds for some."""
        met, somewhere, failing = False, False, None
        for numbers in _small(len(names)):
            values = dict(zip(names, numbers, strict=True))
            if not all(holds(fact, values) for fact in facts):
                continue
            met = True
            if self.proof:
                break
            if holds(conclusion, values):
                somewhere = True
            elif failing is None or sum(numbers) < sum(failing):
                failing = numbers
        return met, failing, somewhere

    def _canonical(self) -> tuple[Claim, list[Atom], Atom]:
        """The claim, its hypotheses and conclusion, with letters in the order of appearance."""
        seen = dict.fromkeys(name for fact in (*self.hypotheses, self.conclusion) for name in variables(fact))
        names = dict(zip(seen, LETTERS, strict=False))
        facts = [renamed(fact, names) for fact in self.hypotheses]
        conclusion = renamed(self.conclusion, names)
        letters = list(names.values())
        hypotheses = tuple(Assumption(f"h{at}", fact) for at, fact in enumerate(facts, 1))
        groups = ((tuple(letters), "Nat"),) if letters else ()
        return Claim(groups, hypotheses, conclusion), facts, conclusion


def _by_numbers(numbers: Sequence[int], hypotheses: int) -> str:
    """The refutation that has the kernel look at these numbers."""
    arguments = " ".join([*map(str, numbers), *["(by decide)"] * hypotheses])
    return f"intro h\nexact absurd (h {arguments}) (by decide)"


def _small(count: int) -> Iterator[tuple[int, ...]]:
    """Small numbers for `count` variables, all of them up to a bound or, for many variables, some."""
    if count in _TOP or count == 0:
        yield from itertools.product(range(_TOP.get(count, 0) + 1), repeat=count)
        return
    yield from itertools.product(range(2), repeat=count)
    draw = Draw(count)
    for _ in range(_DRAWN):
        yield tuple(draw.below(5) for _ in range(count))
