"""Many candidates of one statement in one text: which of them are worth a whole check.

It can only reject. Whatever isn't plainly an error of one candidate leaves the candidate to the whole check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from harness.checker.engines import Engine
from harness.errors import CandidateError
from harness.lean.source import UNTERMINATED, TokenKind, assemble, tokenize
from harness.lean.source.words import COMMANDS
from harness.problem import Problem
from harness.sandbox import Limits

# Stands behind each candidate; a complaint about its first word is about what the candidate left open.
_SEPARATOR: Final = "section\nend\n"
_SORRY: Final = "hasSorry"
_OPEN_ENDED: Final = (*UNTERMINATED, TokenKind.MALFORMED, TokenKind.COMMAND)


@dataclass(frozen=True, slots=True)
class Prefiltered:
    """survivors: for each candidate whether it is to be checked. cpu_s: CPU seconds in Lean."""

    survivors: tuple[bool, ...]
    cpu_s: float


async def prefilter(
    engine: Engine, problem: Problem, candidates: Sequence[str], limits: Limits
) -> Prefiltered:
    """Elaborate all candidates, tactic scripts or terms, in one text.

    engine: one that goes on behind an error. limits: of one candidate; the text gets as much CPU time as all.
    """
    blocks: list[str] = []
    where: dict[int, range] = {}
    line = problem.header.count("\n") + 1
    for at, candidate in enumerate(candidates):
        block = _block(problem, candidate, at)
        if block is not None:
            where[at] = range(line, line + block.count("\n"))
            line += block.count("\n") + _SEPARATOR.count("\n")
            blocks += [block, _SEPARATOR]
    if not blocks:
        return Prefiltered((True,) * len(candidates), 0.0)
    enough = replace(limits, cpu_s=limits.cpu_s * len(blocks))
    done = await engine.elaborate(problem.header + "".join(blocks), enough)
    bad: set[int] = set()
    for message in done.messages:
        if message.severity == "error" or message.kind == _SORRY:
            bad.update(at for at, lines in where.items() if message.line in lines)
    # Lean ends with 0 or 1; after anything else nothing is known of any candidate.
    decided = done.stopped is None and done.failure is None and done.code in (0, 1)
    return Prefiltered(
        tuple(not decided or at not in bad for at in range(len(candidates))),
        done.cpu_s,
    )


def _block(problem: Problem, candidate: str, at: int) -> str | None:
    """The candidate as a theorem of its own, ending in a line end; None where it may reach beyond that."""
    tokens = tokenize(candidate)
    if any(token.kind in _OPEN_ENDED or token.text in COMMANDS for token in tokens):
        return None
    name = f"{problem.name}_{at}"
    statement = problem.formal_statement.replace(f" {problem.name} ", f" {name} ", 1)
    own = replace(problem, name=name, header="", formal_statement=statement)
    try:
        text = assemble(own, candidate, mode="splice").text
    except CandidateError:
        return None
    return text if text.endswith("\n") else f"{text}\n"
