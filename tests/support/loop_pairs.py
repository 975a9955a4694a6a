"""Pairs of a loop from generated statements, for tests of what reads them."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from harness.pipeline.generator import Generator, Truth
from harness.pipeline.loop import LoopFolder, LoopStatement, Side, VerifiedPair
from harness.problem import Problem


def pair_of(problem: Problem, proof: str, ident: str, side: Side = "statement", at: int = 0) -> VerifiedPair:
    """A pair as the prove stage writes it; nothing is checked."""
    statement, header = problem.formal_statement, problem.header
    return VerifiedPair(ident, side, problem.name, header, statement, proof, at, "test", 0, "0" * 16)


def generated_pairs(count: int, seed: int = 1, at: int = 0) -> list[VerifiedPair]:
    """Constructions of true statements, as pairs of round `at`."""
    drawn = islice(Generator(seed, mix={Truth.TRUE: 1}, sizes=(1, 2)).distinct(), count)
    return [pair_of(each.problem(), each.proof, each.name, at=at) for each in drawn]


def with_pairs(
    folder: Path,
    pairs: list[VerifiedPair],
    name: str = "start",
    statements: list[LoopStatement] | None = None,
) -> Path:
    """A loop with a stage that has these pairs; the loop's folder."""
    with LoopFolder(folder, say=lambda line: None) as loop:
        stage = loop.stage(name, {"pairs": len(pairs)})
        stage.begin()
        stage.write_rows("pairs.jsonl", pairs)
        stage.write_rows("statements.jsonl", statements or [])
        stage.finish(["pairs.jsonl", "statements.jsonl"], {"pairs": len(pairs)})
    return folder
