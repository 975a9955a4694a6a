"""Lint of one problem, with real Lean behind `check` and `compiled`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from harness.errors import DataError, InfrastructureError, StatementError, StatementTextError
from harness.lean.olean import parse_name
from harness.lean.source import Binder, strictly_bound
from harness.lint._absurd import absurd_of
from harness.lint._findings import LintFinding, LintKind, LintPart, Severity
from harness.lint._kernel import states_sorry
from harness.lint._text import StatementShape, statement_shape, variant
from harness.problem import Problem

if TYPE_CHECKING:
    import asyncio

    from harness.bench import Bench
    from harness.checker.references import Reference
    from harness.checker.verdict import Verdict
    from harness.lean.needs import LeanKind
    from harness.lean.olean import Module

Check = Callable[[Problem, str], Awaitable["Verdict"]]
Compiled = Callable[[Problem], Awaitable["Reference"]]

ONE_WORD_TACTICS: Final = (
    "rfl",
    "trivial",
    "assumption",
    "contradiction",
    "decide",
    "simp",
    "simp_all",
    "omega",
)
ONE_WORD_WITH_MATHLIB: Final = (
    "norm_num",
    "ring",
    "linarith",
    "nlinarith",
    "positivity",
    "tauto",
    "aesop",
    "grind",
)
# Scripts that are to prove False from the hypotheses alone, the cheap ones first.
CONTRADICTIONS: Final = (
    "contradiction",
    "omega",
    "simp_all",
    "simp_all <;> omega",
    "subst_vars <;> contradiction",
)
WITH_MATHLIB: Final = ("norm_num at *", "linarith", "nlinarith", "aesop")


def contradiction_scripts(lean: LeanKind) -> tuple[str, ...]:
    """Scripts that are to prove False from the hypotheses alone, behind `intros`; the cheap ones first."""
    return CONTRADICTIONS + (WITH_MATHLIB if lean == "lake" else ())


# Types whose elements are no proofs.
_DATA: Final = frozenset(["ℕ", "ℤ", "ℚ", "ℝ", "ℂ", "Nat", "Int", "Rat", "Real", "Complex", "Bool", "String"])


@dataclass(frozen=True, slots=True)
class Settings:
    """check, compiled: see lint_bench. slots: what bounds the calls that run at a time. tactics: the one-word
    proofs. skip: the parts to leave out."""

    check: Check
    compiled: Compiled | None
    slots: asyncio.Semaphore
    tactics: Sequence[str]
    skip: Collection[LintPart]


@dataclass(slots=True)
class Looked:
    """What was seen at one problem. proved: by its reference proof. module: its statement, compiled."""

    proved: bool = False
    module: Module | None = None
    findings: list[LintFinding] = field(default_factory=list)


class ProblemLint:
    """One pass over one problem; `run` is called once."""

    def __init__(self, bench: Bench, problem: Problem, settings: Settings) -> None:
        self._bench, self._problem, self._settings = bench, problem, settings
        self._seen = Looked()
        self._proof: str | None = None

    async def run(self) -> Looked:
        """Everything that isn't skipped; a statement that doesn't compile ends it."""
        skip, shape = self._settings.skip, statement_shape(self._problem)
        if self._settings.compiled is not None and not await self._statement():
            return self._seen
        if LintPart.PROOFS not in skip:
            await self._reference()
        if LintPart.ONE_WORD not in skip:
            await self._one_word()
        if self._seen.module is not None and shape is not None:
            if LintPart.CONTRADICTIONS not in skip:
                await self._contradiction(self._seen.module)
            if LintPart.UNUSED not in skip:
                await self._unused(shape)
        elif self._settings.compiled is not None and not {LintPart.CONTRADICTIONS, LintPart.UNUSED} <= set(
            skip
        ):
            self._skipped("hypotheses not looked at: the statement isn't `theorem NAME ... : ...`")
        return self._seen

    def _strictly_bound(self) -> Problem:
        """The problem in a file where Lean doesn't bind unknown names by itself."""
        return replace(self._problem, header=strictly_bound(self._problem.header))

    def _say(self, severity: Severity, kind: LintKind, text: str) -> None:
        self._seen.findings.append(LintFinding(severity, self._problem.name, kind, text))

    def _skipped(self, text: str) -> None:
        self._say(Severity.INFO, LintKind.NOT_LOOKED_AT, text)

    def _no_verdict(self, what: str, text: str) -> None:
        self._say(Severity.INFRASTRUCTURE, LintKind.INFRASTRUCTURE, f"{what} got no verdict: {text}")

    async def _module(self, problem: Problem) -> Module | str | None:
        """The compiled statement; Lean's complaint where there is none; None where our side broke."""

        if self._settings.compiled is None:
            return None
        async with self._settings.slots:
            try:
                return (await self._settings.compiled(problem)).module
            except StatementError as error:
                return str(error)
            except InfrastructureError as error:
                self._no_verdict("the statement", str(error))
                return None

    async def _verdict(self, problem: Problem, proof: str, what: str) -> Verdict | None:
        """The verdict; None, with a finding, where our side broke."""
        async with self._settings.slots:
            try:
                verdict = await self._settings.check(problem, proof)
            except InfrastructureError as error:
                self._no_verdict(what, str(error))
                return None
        if not verdict.decided:
            self._no_verdict(what, _words(verdict))
            return None
        return verdict

    async def _statement(self) -> bool:
        """Whether the statement compiles, and states its theorem without `sorry`."""
        found = await self._module(self._problem)
        if found is None:
            return False
        if isinstance(found, str):
            self._say(Severity.ERROR, LintKind.STATEMENT, found)
            return False
        theorem = parse_name(self._problem.name)
        if theorem not in found.constants:
            self._say(Severity.ERROR, LintKind.STATEMENT, "the text declares no theorem of this name")
            return False
        if states_sorry(found, theorem):
            self._say(Severity.ERROR, LintKind.STATEMENT, "the statement contains `sorry`")
            return False
        self._seen.module = found
        if isinstance(strict := await self._module(self._strictly_bound()), str):
            text = f"holds for a name that nothing declares, which Lean binds by itself: {strict}"
            self._say(Severity.WARNING, LintKind.STATEMENT, text)
        return True

    async def _reference(self) -> None:
        """Whether the reference proof checks, and what there is to say if it doesn't."""
        try:
            proof = self._bench.reference_proof(self._problem.name)
        except DataError as error:
            self._say(Severity.ERROR, LintKind.REFERENCE, str(error))
            return
        if proof is None:
            self._say(Severity.INFO, LintKind.OPEN, "has no reference proof")
            return
        verdict = await self._verdict(self._problem, proof, "the reference proof")
        if verdict is None:
            return
        if verdict.proved:
            self._seen.proved, self._proof = True, proof
        else:
            self._say(Severity.ERROR, LintKind.REFERENCE, f"the reference proof fails: {_words(verdict)}")

    async def _one_word(self) -> None:
        """The first one-word tactic that closes the problem."""
        for tactic in self._settings.tactics:
            verdict = await self._verdict(self._problem, f"  {tactic}\n", f"`{tactic}`")
            if verdict is not None and verdict.proved:
                self._say(Severity.WARNING, LintKind.ONE_WORD, f"is closed by `{tactic}` alone")
                return

    async def _contradiction(self, module: Module) -> None:
        """Try to prove False from the hypotheses."""
        try:
            absurd = await absurd_of(self._problem, module, self._module)
        except StatementTextError as error:
            self._skipped(f"contradictions not looked for: {error}")
            return
        if absurd is None:
            return
        for script in contradiction_scripts(self._bench.lean):
            verdict = await self._verdict(absurd, f"  intros\n  {script}\n", f"`{script}` for False")
            if verdict is not None and verdict.proved:
                text = f"the hypotheses contradict each other: `{script}` proves False from them"
                self._say(Severity.ERROR, LintKind.CONTRADICTION, text)
                return

    async def _unused(self, shape: StatementShape) -> None:
        """Binders that nothing behind them mentions, and that the reference proof doesn't need either.

        A hypothesis is hardly ever mentioned again in a statement, so only a proof without it says something.
        """
        for binder in shape.binders:
            if binder.mentioned:
                continue
            if self._proof is not None:
                await self._without(shape, binder, self._proof)
            elif binder.names and binder.type in _DATA:
                self._say(Severity.INFO, LintKind.UNUSED, f"nothing mentions {_shown(shape, binder)}")

    async def _without(self, shape: StatementShape, binder: Binder, proof: str) -> None:
        lighter = variant(self._problem, shape.without(binder))
        if not isinstance(await self._module(lighter), str):
            verdict = await self._verdict(lighter, proof, f"the proof without {_shown(shape, binder)}")
            if verdict is not None and verdict.proved:
                text = f"the reference proof needs no {_shown(shape, binder)}"
                self._say(Severity.INFO, LintKind.UNUSED, text)


def _shown(shape: StatementShape, binder: Binder) -> str:
    return f"`{' '.join(shape.text[binder.start : binder.end].split())}`"


def _words(verdict: Verdict) -> str:
    return ": ".join(part for part in (verdict.status, verdict.reason, verdict.detail) if part)
