"""Stage `reject`: statements whose hypotheses prove False are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from harness.errors import StatementError, StatementTextError
from harness.lean.olean import Module
from harness.lint import absurd_of, contradiction_scripts
from harness.pipeline.asking import write_recording
from harness.pipeline.generator import Truth
from harness.pipeline.loop import (
    REJECTIONS,
    STATEMENTS,
    LoopFolder,
    LoopRejection,
    LoopStatement,
    LoopTools,
    StageResult,
    bench_of,
    sample_stage,
)
from harness.problem import Problem
from harness.run.evaluate import RunSpec
from harness.run.summary import RunSummary

CONTRADICTORY, NOT_COMPILED = "contradictory", "doesn't compile"


@dataclass(frozen=True, slots=True)
class RejectSettings:
    """model, model_args, k, seed: a prover that gets k attempts at False where lint's scripts proved nothing;
    an empty model leaves it at the scripts."""

    model: str = ""
    model_args: tuple[str, ...] = ()
    k: int = 0
    seed: int = 0


async def reject(
    loop: LoopFolder, tools: LoopTools, settings: RejectSettings, *, source: str, name: str = "reject"
) -> StageResult:
    """Try to prove False from each statement's hypotheses, and keep the statements where nothing did.

    source: the stage with statements.jsonl. What is tried is the statement with the conclusion `False`, its
    hypotheses the same ones by the kernel's terms. Raises as sample_stage.
    """
    stage = loop.stage(name, asdict(settings), [source])
    if stage.result is not None:
        return stage.result
    statements = loop.finished(source).rows(STATEMENTS, LoopStatement.from_json)
    folder = stage.begin()
    absurd, broken, unclear = await _absurd(tools, statements)
    rejected = {ident: LoopRejection(ident, name, NOT_COMPILED, why) for ident, why in broken.items()}
    attempts, cpu_s, by = 0, 0.0, dict[str, int]()
    scripts = [f"  intros\n  {script}" for script in contradiction_scripts(tools.lean)]
    for what, spec in _trials(folder, settings, list(absurd.values()), scripts):
        ahead = {ident: problem for ident, problem in absurd.items() if ident not in rejected}
        if not ahead:
            break
        bench = bench_of(f"{name}-{what}", list(ahead.values()), folder, tools.lean)
        summary = await sample_stage(folder / what, bench, spec, tools)
        attempts += sum(len(problem.outcomes) for problem in summary.problems)
        cpu_s += summary.lean_cpu_s + summary.lean_cpu_saved_s
        for ident, at in _proved(ahead, summary).items():
            words = scripts[at].split("\n  ", 1)[1] if what == "scripts" else settings.model
            by[words] = by.get(words, 0) + 1
            rejected[ident] = LoopRejection(ident, name, CONTRADICTORY, words)
    kept = [each for each in statements if each.ident not in rejected]
    stage.write_rows(STATEMENTS, kept)
    stage.write_rows(REJECTIONS, [rejected[each.ident] for each in statements if each.ident in rejected])
    metrics = {
        "statements": len(statements),
        "kept": len(kept),
        "contradictory": sum(each.reason == CONTRADICTORY for each in rejected.values()),
        "not_compiled": len(broken),
        "not_looked_at": unclear,
        "without_hypotheses": len(statements) - len(absurd) - len(broken) - unclear,
        "attempts": attempts,
        "by": dict(sorted(by.items())),
        "known_truth": _truths(statements, rejected),
    }
    return stage.finish([STATEMENTS, REJECTIONS], metrics, {"lean_cpu_s": cpu_s})


def _trials(
    folder: Path, settings: RejectSettings, problems: Sequence[Problem], scripts: Sequence[str]
) -> list[tuple[str, RunSpec]]:
    """The runs: lint's scripts, which cost little, and then the prover."""
    path = folder / "scripts.jsonl"
    write_recording(path, ((problem.name, script) for problem in problems for script in scripts))
    recorded = RunSpec(
        "", "replay", len(scripts), model_args=(f"path={path}",), early_stop=True, seed=settings.seed
    )
    if not settings.model or settings.k < 1:
        return [("scripts", recorded)]
    prover = RunSpec(
        "",
        settings.model,
        settings.k,
        model_args=settings.model_args,
        early_stop=True,
        seed=settings.seed,
    )
    return [("scripts", recorded), ("prover", prover)]


async def _absurd(
    tools: LoopTools, statements: Sequence[LoopStatement]
) -> tuple[dict[str, Problem], dict[str, str], int]:
    """(the problems that ask for False, by ident; what doesn't compile, with why; how many are unclear)."""
    references = tools.opened.references

    async def compiled(problem: Problem) -> Module | str | None:
        try:
            return (await references.get(problem)).module
        except StatementError as error:
            return str(error)

    found: dict[str, Problem] = {}
    broken: dict[str, str] = {}
    unclear = 0
    for each in statements:
        problem = each.problem()
        module = await compiled(problem)
        if not isinstance(module, Module):
            broken[each.ident] = module or ""
            continue
        try:
            absurd = await absurd_of(problem, module, compiled)
        except StatementTextError:
            unclear += 1
            continue
        if absurd is not None:
            found[each.ident] = absurd
    return found, broken, unclear


def _proved(ahead: dict[str, Problem], summary: RunSummary) -> dict[str, int]:
    """By ident the attempt that proved False."""
    outcomes = {problem.name: problem.outcomes for problem in summary.problems}
    return {
        ident: outcomes[problem.name].index(True)
        for ident, problem in ahead.items()
        if True in outcomes[problem.name]
    }


def _truths(statements: Sequence[LoopStatement], rejected: dict[str, LoopRejection]) -> dict[str, list[int]]:
    """By known truth how many were rejected as contradictory, of how many."""
    found: dict[str, list[int]] = {}
    for truth in Truth:
        own = [each for each in statements if each.origin.truth == truth]
        bad = [each for each in own if each.ident in rejected]
        if own:
            found[str(truth)] = [
                sum(rejected[each.ident].reason == CONTRADICTORY for each in bad),
                len(own),
            ]
    return found
