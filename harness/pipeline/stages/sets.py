"""Stage `sets`: generated statements of known truth, and a start set of checked proofs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass
from typing import Final

from harness.checker.cache import decisive
from harness.checker.many import as_they_end
from harness.errors import InfrastructureError
from harness.pipeline.generator import GeneratedStatement, Generator
from harness.pipeline.kernel_types import draw_distinct
from harness.pipeline.loop import (
    PAIRS,
    STATEMENTS,
    LoopFolder,
    LoopStatement,
    LoopTools,
    StageResult,
    VerifiedPair,
)
from harness.pipeline.sets import NOTHING, WITHHELD, Sets, draw_sets

START, POOL, HELD_OUT = "start.jsonl", "pool.jsonl", "held-out.jsonl"
SEEN: Final = "seen.json"
"""Names of the held-out statements whose own proof has the steps, in order, of one of the other sets."""
GENERATOR: Final = "generator"
"""Who wrote the proofs of a start set, as pairs say it."""


@dataclass(frozen=True, slots=True)
class SetsSettings:
    """seed: of the generator. start, pool, held_out: true statements in each set. withhold: the start set's
    proofs use no lemma of harness.pipeline.sets.WITHHELD, so that they are left to be found."""

    seed: int = 1
    start: int = 150
    pool: int = 600
    held_out: int = 200
    withhold: bool = True


async def draw(loop: LoopFolder, tools: LoopTools, settings: SetsSettings, name: str = "sets") -> StageResult:
    """Draw the sets, no two statements of one kernel type, and check the start set's own proofs.

    Writes a file of statements for each set, and the start set's pairs of round 0. Raises UsageError where
    there aren't so many statements, InfrastructureError where a proof has no verdict.
    """
    stage = loop.stage(name, asdict(settings))
    if stage.result is not None:
        return stage.result
    stage.begin()
    sets = await draw_sets(
        tools.opened.local.engine,
        settings.seed,
        start=settings.start,
        pool=settings.pool,
        held_out=settings.held_out,
        withheld=WITHHELD if settings.withhold else NOTHING,
    )
    for file, made in ((START, sets.start), (POOL, sets.pool), (HELD_OUT, sets.held_out)):
        stage.write_rows(file, _rows(made, settings.seed))
    stage.write_text(SEEN, json.dumps(_seen(sets)) + "\n")
    start = stage.rows(START, LoopStatement.from_json)
    pairs = await _checked(tools, start, list(sets.start.values()))
    stage.write_rows(PAIRS, pairs)
    metrics = {
        "start": len(sets.start),
        "start_proved": len(pairs),
        "pool": len(sets.pool),
        "held_out": len(sets.held_out),
        "withheld": sorted(WITHHELD.steps | WITHHELD.families) if settings.withhold else [],
    }
    return stage.finish([START, POOL, HELD_OUT, PAIRS, SEEN], metrics)


def _seen(sets: Sets) -> list[str]:
    def steps(proof: str) -> tuple[str, ...]:
        return tuple("exact" if line.startswith("exact") else line for line in proof.split("\n"))

    known = {steps(each.proof) for made in (sets.start, sets.pool) for each in made.values()}
    return [each.name for each in sets.held_out.values() if steps(each.proof) in known]


def _rows(made: Mapping[str, GeneratedStatement], seed: int) -> list[LoopStatement]:
    return [LoopStatement.generated(ident, each, seed) for ident, each in made.items()]


@dataclass(frozen=True, slots=True)
class MixedSettings:
    """seed: of the generator. count: statements, true, false and contradictory ones."""

    seed: int = 1
    count: int = 1_000


async def draw_mixed(
    loop: LoopFolder, tools: LoopTools, settings: MixedSettings, name: str = "mixed"
) -> StageResult:
    """Draw statements of every known truth, no two of one kernel type, into statements.jsonl.

    Raises UsageError where there aren't so many.
    """
    stage = loop.stage(name, asdict(settings))
    if stage.result is not None:
        return stage.result
    stage.begin()
    stream = Generator(settings.seed).distinct()
    found = await draw_distinct(tools.opened.local.engine, stream, settings.count)
    stage.write_rows(STATEMENTS, _rows(found, settings.seed))
    truths = [str(each.truth) for each in found.values()]
    metrics = {"statements": len(found), **{truth: truths.count(truth) for truth in sorted(set(truths))}}
    return stage.finish([STATEMENTS], metrics)


async def _checked(
    tools: LoopTools, rows: Sequence[LoopStatement], made: Sequence[GeneratedStatement]
) -> list[VerifiedPair]:
    """The generator's own proofs that the checker accepts, in order."""
    checker = tools.opened.cached
    proved: dict[int, VerifiedPair] = {}

    async def one(number: int) -> bool:
        verdict = await checker.check(rows[number].problem(), made[number].proof)
        if not verdict.decided:
            raise InfrastructureError(f"{rows[number].name} has no verdict ({verdict.detail}): try again")
        return verdict.proved

    async with aclosing(as_they_end(range(len(rows)), one, under_way=tools.opened.under_way)) as found:
        async for number, good in found:
            if good:
                row, proof, check = rows[number], made[number].proof, decisive(checker.record)
                proved[number] = VerifiedPair.of(
                    row.ident,
                    "statement",
                    row.problem(),
                    proof,
                    check,
                    round_=0,
                    model=GENERATOR,
                    sample=0,
                )
    return [proved[number] for number in sorted(proved)]
