"""Stage `prove`: each statement and its negation are tried; what is proved of either becomes a pair.

The sides come one after the other, the cheap one first: one look at all small values for the negation of a
statement about numbers, k attempts at the statement, k attempts at the negation. What one of them settles the
next ones leave alone, unless `both` asks for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from harness.errors import InfrastructureError, SoundnessAlarmError, StatementError, StatementTextError
from harness.lean.olean import is_negation, parse_name
from harness.lean.source import negate
from harness.pipeline.asking import write_recording
from harness.pipeline.box import NotNumeric, box_refutation
from harness.pipeline.generator import Truth
from harness.pipeline.loop import (
    PAIRS,
    RUN,
    STATEMENTS,
    LoopFolder,
    LoopStatement,
    LoopTools,
    Side,
    StageResult,
    VerifiedPair,
    bench_of,
    sample_stage,
)
from harness.problem import Problem
from harness.run.evaluate import RunSpec
from harness.run.store import RunStore

OUTCOMES, ALARM = "outcomes.json", "alarm.json"
BOX, STATEMENT, NEGATION = "box", "statement", "negation"
BOX_MODEL: Final = "box refuter"
PROVED, REFUTED, OPEN = "proved", "refuted", "open"


@dataclass(frozen=True, slots=True)
class ProveSettings:
    """model, model_args, k, seed: who makes k attempts at each side, of which none follows its first proof.

    negation: the closed one (`¬ ∀ ...`) is tried too. box: look at small values first. both: try what is
    settled already from the other side, too: it costs more, and shows an unsound checker. round, revision:
    as pairs are to have them; per_statement is 1, since attempts end with the first proof.
    """

    model: str
    model_args: tuple[str, ...] = ()
    k: int = 8
    seed: int = 0
    negation: bool = True
    box: bool = True
    both: bool = False
    round: int = 1
    revision: str = ""


@dataclass(slots=True)
class _Work:
    """What is known so far, by ident. cpu_s: of each way, by ident; attempts: of each way."""

    problems: dict[str, dict[str, Problem]]
    pairs: list[VerifiedPair] = field(default_factory=list)
    cpu_s: dict[str, dict[str, float]] = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)

    def settled(self) -> set[str]:
        return {pair.statement for pair in self.pairs}

    def sides(self, ident: str) -> set[Side]:
        return {pair.side for pair in self.pairs if pair.statement == ident}


async def prove(
    loop: LoopFolder,
    tools: LoopTools,
    settings: ProveSettings,
    *,
    source: str,
    name: str = "prove",
    inputs: Sequence[str] = (),
) -> StageResult:
    """Try both sides of every statement of a stage, each way an ordinary run of its own.

    source: the stage with statements.jsonl. inputs: stages that made the model's files. A negation is tried
    only where the kernel's terms say that it is one. Raises SoundnessAlarmError, with the file of both
    proofs, where a statement and its negation were both proved; else as sample_stage.
    """
    told = {**asdict(settings)}
    if inputs:
        del told["model_args"]
    stage = loop.stage(name, told, [source, *inputs])
    if stage.result is not None:
        return stage.result
    statements = loop.finished(source).rows(STATEMENTS, LoopStatement.from_json)
    folder = stage.begin()
    negations, without = await _negations(tools, statements) if settings.negation else ({}, {})
    boxes, not_numeric = _boxes(folder, statements, negations) if settings.box else ({}, {})
    work = _Work(
        {
            BOX: boxes,
            STATEMENT: {each.ident: each.problem() for each in statements},
            NEGATION: negations,
        }
    )
    by_ident = {each.ident: each for each in statements}
    for way, spec in _ways(folder, settings):
        ahead = work.problems[way]
        if not settings.both:
            ahead = {ident: ahead[ident] for ident in ahead if ident not in work.settled()}
        await _try(way, ahead, spec, work, folder, settings, tools)
    _require_one_side(folder, work)
    outcomes = {ident: _outcome(work, ident) for ident in by_ident}
    stage.write_rows(PAIRS, work.pairs)
    stage.write_text(OUTCOMES, json.dumps(outcomes, indent=1) + "\n")
    metrics = {
        "statements": len(statements),
        **{outcome: list(outcomes.values()).count(outcome) for outcome in (PROVED, REFUTED, OPEN)},
        "refuted_by_box": sum(pair.model == BOX_MODEL for pair in work.pairs),
        "numeric": len(boxes),
        "without_negation": without,
        "not_numeric": len(not_numeric),
        "attempts": work.attempts,
        "known_truth": _truths(statements, outcomes),
        "false_by_box": _false_by_box(statements, work),
    }
    cost = {f"lean_cpu_s_{way}": sum(spent.values()) for way, spent in work.cpu_s.items()}
    if settings.both and settings.negation:
        cost |= _both_ways_cost(work, outcomes)
    return stage.finish([PAIRS, OUTCOMES], metrics, cost)


async def _negations(
    tools: LoopTools, statements: Sequence[LoopStatement]
) -> tuple[dict[str, Problem], dict[str, int]]:
    """(the closed negations by ident, why the others have none and how many)."""
    references = tools.opened.references
    found: dict[str, Problem] = {}
    why: dict[str, int] = {}
    for each in statements:
        problem = each.problem()
        try:
            denial = negate(problem)
            stated, denied = (await references.get(problem)).module, (await references.get(denial)).module
            one = denied.constants[parse_name(problem.name)]
            other = stated.constants[parse_name(problem.name)]
            good = is_negation(denied, one.type, one.level_params, stated, other.type, other.level_params)
            reason = "" if good else "the text isn't its negation"
        except StatementTextError as error:
            reason = str(error)
        except StatementError:
            reason = "the statement, or its negation, doesn't compile"
        if reason:
            why[reason] = why.get(reason, 0) + 1
        else:
            found[each.ident] = denial
    return found, why


def _boxes(
    folder: Path, statements: Sequence[LoopStatement], negations: Mapping[str, Problem]
) -> tuple[dict[str, Problem], dict[str, str]]:
    """(negations of statements about numbers, by ident, whose scripts are in box.jsonl; why not the rest)."""
    rows: list[tuple[str, str]] = []
    found: dict[str, Problem] = {}
    why: dict[str, str] = {}
    for each in statements:
        if each.ident not in negations:
            continue
        script = box_refutation(each.problem())
        if isinstance(script, NotNumeric):
            why[each.ident] = script.reason
            continue
        found[each.ident] = negations[each.ident]
        rows.append((each.name, "\n".join(f"  {line}" for line in script.split("\n"))))
    write_recording(folder / f"{BOX}.jsonl", rows)
    return found, why


def _ways(folder: Path, settings: ProveSettings) -> list[tuple[str, RunSpec]]:
    recorded = RunSpec("", "replay", 1, model_args=(f"path={folder / BOX}.jsonl",), seed=settings.seed)
    asked = RunSpec(
        "",
        settings.model,
        settings.k,
        model_args=settings.model_args,
        early_stop=True,
        seed=settings.seed,
    )
    sides = [(STATEMENT, asked)]
    if settings.negation:
        sides = [*([(BOX, recorded)] if settings.box else []), (STATEMENT, asked), (NEGATION, asked)]
    return sides


async def _try(
    way: str,
    ahead: Mapping[str, Problem],
    spec: RunSpec,
    work: _Work,
    folder: Path,
    settings: ProveSettings,
    tools: LoopTools,
) -> None:
    """Carry out one way's run, and keep what it proved."""
    work.attempts[way], work.cpu_s[way] = 0, {}
    if not ahead:
        return
    bench = bench_of(way, list(ahead.values()), folder, tools.lean)
    await sample_stage(folder / way, bench, spec, tools)
    side: Side = "statement" if way == STATEMENT else "negation"
    known = {problem.name: ident for ident, problem in ahead.items()}
    model = BOX_MODEL if way == BOX else settings.revision or settings.model
    refuted = {pair.statement for pair in work.pairs if pair.side == side}
    with RunStore.open_readonly(folder / way / RUN) as store:
        for row in store.attempts():
            verdict, proof, ident = row.verdict(), row.proof(), known[row.problem]
            if verdict is None:
                continue
            work.attempts[way] += 1
            work.cpu_s[way][ident] = work.cpu_s[way].get(ident, 0.0) + verdict.cpu_s
            if not verdict.proved or proof is None or ident in refuted:
                continue
            work.pairs.append(
                VerifiedPair.of(
                    ident,
                    side,
                    ahead[ident],
                    proof,
                    store.settings.check,
                    round_=settings.round,
                    model=model,
                    sample=row.index,
                )
            )


def _require_one_side(folder: Path, work: _Work) -> None:
    """Raise SoundnessAlarmError where a statement and its closed negation were both proved."""
    both = sorted(ident for ident in work.settled() if len(work.sides(ident)) > 1)
    if not both:
        return
    proofs = [pair.to_json() for pair in work.pairs if pair.statement in both]
    path = folder / ALARM
    path.write_text(json.dumps(proofs, indent=1, ensure_ascii=False) + "\n", "utf-8")
    raise SoundnessAlarmError(
        f"{len(both)} statements and their negations were both proved: Lean or the checker is unsound. "
        f"Both proofs are in {path}; nothing of this stage is kept as data."
    )


def _outcome(work: _Work, ident: str) -> str:
    sides = work.sides(ident)
    if len(sides) > 1:
        raise InfrastructureError(f"{ident} has proofs of both sides")
    return {"statement": PROVED, "negation": REFUTED}[next(iter(sides))] if sides else OPEN


def _truths(statements: Sequence[LoopStatement], outcomes: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """By known truth how many have which outcome."""
    found: dict[str, dict[str, int]] = {}
    for each in statements:
        if each.origin.truth is not None:
            row = found.setdefault(each.origin.truth, {PROVED: 0, REFUTED: 0, OPEN: 0})
            row[outcomes[each.ident]] += 1
    return dict(sorted(found.items()))


def _false_by_box(statements: Sequence[LoopStatement], work: _Work) -> list[int]:
    """How many statements about numbers that are known to be false the box refuted, and of how many."""
    by_box = {pair.statement for pair in work.pairs if pair.model == BOX_MODEL}
    false = [
        each.ident
        for each in statements
        if each.origin.truth == Truth.FALSE and each.ident in work.problems[BOX]
    ]
    return [sum(ident in by_box for ident in false), len(false)]


def _both_ways_cost(work: _Work, outcomes: Mapping[str, str]) -> dict[str, float]:
    """CPU seconds for each settled statement by all ways in turn, and by attempts at the statement alone.

    Both follow from one run of all ways: in turn, a way is spared what those before it settled.
    """
    box, one, two = (work.cpu_s.get(way, {}) for way in (BOX, STATEMENT, NEGATION))
    by_box = {pair.statement for pair in work.pairs if pair.model == BOX_MODEL}
    proved = {ident for ident, outcome in outcomes.items() if outcome == PROVED}
    in_turn = sum(box.values())
    in_turn += sum(spent for ident, spent in one.items() if ident not in by_box)
    in_turn += sum(spent for ident, spent in two.items() if ident not in by_box | proved)
    settled = sum(outcome != OPEN for outcome in outcomes.values())
    found: dict[str, float] = {"settled": settled, "settled_one_sided": len(proved)}
    if settled and proved:
        each, alone = in_turn / settled, sum(one.values()) / len(proved)
        found |= {"cpu_s_per_settled": each, "one_sided_cpu_s_per_settled": alone}
        found["dual_over_one_sided"] = each / alone
        found["dual_over_one_sided_at_equal_k"] = in_turn / sum(one.values())
    return found
