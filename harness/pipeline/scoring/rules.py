"""A score by facts that can be computed: the baseline that a model's score has to beat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from harness.bench import Bench
from harness.checker.verdict import Verdict
from harness.errors import InfrastructureError
from harness.lint import (
    ONE_WORD_TACTICS,
    ONE_WORD_WITH_MATHLIB,
    LintKind,
    LintPart,
    LintReport,
    Severity,
    lint_bench,
)
from harness.pipeline.loop import LoopStatement, LoopTools, bench_of
from harness.pipeline.scoring.classes import ScoreClass, ScoredStatement
from harness.problem import Problem

_ASSUMED: Final = "intros; assumption"
_MEANING: Final = {
    LintKind.STATEMENT: ScoreClass.POOR,
    LintKind.CONTRADICTION: ScoreClass.POOR,
    LintKind.ONE_WORD: ScoreClass.FAIR,
    LintKind.UNUSED: ScoreClass.ABOVE_AVERAGE,
}
_BEST: Final = ScoreClass.GOOD


async def rule_scores(
    statements: Sequence[LoopStatement], folder: Path, tools: LoopTools
) -> tuple[list[ScoredStatement], float]:
    """The statements' scores, in order, and the CPU seconds in Lean that were spent on them.

    poor: it doesn't compile, its hypotheses prove False by one of lint's scripts, or its conclusion is among
    them. fair: one word closes it. above average: nothing mentions one of its variables. good: none of that;
    facts make nothing excellent. Whatever is proved here goes through the whole checker, and what was judged
    before isn't judged again. Raises InfrastructureError where something gets no verdict.
    """
    bench = bench_of("score", [each.problem() for each in statements], folder, tools.lean)
    words = ONE_WORD_TACTICS + (ONE_WORD_WITH_MATHLIB if tools.lean == "lake" else ())
    looking = _Looking(bench, tools)
    assumed = await looking.found(
        (_ASSUMED,), {LintPart.PROOFS, LintPart.CONTRADICTIONS, LintPart.UNUSED}, {LintKind.ONE_WORD}
    )
    others = await looking.found(words, {LintPart.PROOFS}, _MEANING)
    scored = []
    for each in statements:
        facts = [
            (ScoreClass.POOR, "its conclusion is among its hypotheses") for _ in assumed.get(each.name, ())
        ]
        facts += others.get(each.name, ())
        worst = max((score for score, _ in facts), key=lambda score: score.rank, default=_BEST)
        scored.append(ScoredStatement(each.ident, (worst,), worst, tuple(text for _, text in facts)))
    return scored, looking.cpu_s


class _Looking:
    """Looks at a bench with lint, and counts the CPU seconds."""

    def __init__(self, bench: Bench, tools: LoopTools) -> None:
        self._bench, self._tools = bench, tools
        self.cpu_s = 0.0

    async def found(
        self, tactics: Sequence[str], skip: Collection[LintPart], kinds: Collection[LintKind]
    ) -> dict[str, list[tuple[ScoreClass, str]]]:
        """What lint says of each problem, as far as it is of these kinds, with the class that it means."""
        opened = self._tools.opened

        async def check(problem: Problem, proof: str) -> Verdict:
            verdict = await opened.cached.check(problem, proof)
            self.cpu_s += 0.0 if verdict.cached else verdict.cpu_s
            return verdict

        report = await lint_bench(
            self._bench,
            check,
            compiled=opened.references.get,
            concurrency=opened.jobs,
            tactics=tactics,
            skip=skip,
        )
        _require_verdicts(report)
        told: dict[str, list[tuple[ScoreClass, str]]] = {}
        for finding in report.findings:
            if finding.kind in kinds:
                told.setdefault(finding.problem, []).append((_MEANING[finding.kind], finding.text))
        return told


def _require_verdicts(report: LintReport) -> None:
    """Raise InfrastructureError where something got no verdict."""
    lacking = [each for each in report.findings if each.severity is Severity.INFRASTRUCTURE]
    if lacking:
        raise InfrastructureError(f"{lacking[0].problem}: {lacking[0].text}; the same command tries it again")
