"""The sets of an experiment with generated statements: no two of them say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from harness.checker.engines import Engine
from harness.pipeline.generator.generate import FAMILIES, Generator
from harness.pipeline.generator.statements import GeneratedStatement, Truth
from harness.pipeline.kernel_types import draw_distinct


@dataclass(frozen=True, slots=True)
class Withheld:
    """What no proof of the start set uses, so that it is left to be found: lines of scripts, and families."""

    steps: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()

    def in_proof(self, statement: GeneratedStatement) -> bool:
        """Whether the statement's own proof uses any of it."""
        lines = {line.strip() for line in statement.proof.split("\n")}
        return statement.family in self.families or not lines.isdisjoint(self.steps)


WITHHELD: Final = Withheld(
    frozenset(
        {
            "apply Nat.mul_le_mul",
            "apply Nat.mul_le_mul_right",
            "apply Nat.pow_le_pow_left",
            "apply Nat.mul_self_le_mul_self",
            "apply Nat.le_add_right_of_le",
            "apply Nat.dvd_sub",
            "apply Nat.dvd_mul_left_of_dvd",
            "apply And.intro",
            "simp [Nat.add_mul, Nat.mul_add]",
        }
    ),
    frozenset({"lin"}),
)
"""The half of the lemmas that a loop is to find by itself, and linear arithmetic."""
NOTHING: Final = Withheld()


@dataclass(frozen=True, slots=True)
class Sets:
    """True statements by kernel type, all of different ones, in the order that they were drawn in. start:
    those whose proofs a prover begins with. pool: those that it tries to prove and learns from. held_out:
    those that it is measured on."""

    start: Mapping[str, GeneratedStatement]
    pool: Mapping[str, GeneratedStatement]
    held_out: Mapping[str, GeneratedStatement]


async def draw_sets(
    engine: Engine,
    seed: int,
    *,
    start: int = 150,
    pool: int = 600,
    held_out: int = 200,
    families: Mapping[str, int] = FAMILIES,
    withheld: Withheld = WITHHELD,
) -> Sets:
    """Draw the sets, of so many statements each; equal arguments give equal sets.

    The start set has sizes 1 and 2, the others 1 to 4. Raises UsageError where there aren't so many
    statements, StatementError where one doesn't compile.
    """
    seen: set[str] = set()

    async def drawn(
        count: int, part: int, sizes: tuple[int, ...], leaves_out: Withheld
    ) -> dict[str, GeneratedStatement]:
        generator = Generator(3 * seed + part, families=families, sizes=sizes, mix={Truth.TRUE: 1})
        fitting = (each for each in generator.distinct() if not leaves_out.in_proof(each))
        return await draw_distinct(engine, fitting, count, seen)

    measured = await drawn(held_out, 0, (1, 2, 3, 4), NOTHING)
    begun = await drawn(start, 1, (1, 2), withheld)
    return Sets(begun, await drawn(pool, 2, (1, 2, 3, 4), NOTHING), measured)
