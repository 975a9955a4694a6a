"""Lint: is each problem provable, new, and more than a one-word exercise?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from harness.bench._problem import Problem
from harness.bench._text import normal_statement, strip_comments
from harness.errors import DataError, InfrastructureError, UsageError

if TYPE_CHECKING:
    import asyncio

    from harness.bench._bench import Bench
    from harness.checker.verdict import Verdict

Check = Callable[[Problem, str], Awaitable["Verdict"]]

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


class Severity(StrEnum):
    """How bad: an ERROR makes a bench wrong; INFRASTRUCTURE means that nothing was learnt."""

    ERROR = "error"
    INFRASTRUCTURE = "infrastructure"
    WARNING = "warning"
    INFO = "info"


class Kind(StrEnum):
    """What a finding is about."""

    REFERENCE = "reference"
    OPEN = "open"
    DUPLICATE = "duplicate"
    NAME_CASE = "name_case"
    ONE_WORD = "one_word"
    STRAY_PROOF = "stray_proof"
    INFRASTRUCTURE = "infrastructure"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about one problem (or, for STRAY_PROOF, about a proof without one)."""

    severity: Severity
    problem: str
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class LintReport:
    """What lint found, worst first. problems: how many were looked at; proved: how many have a reference
    proof that checks."""

    bench: str
    problems: int
    proved: int
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are of each severity and of each kind that occurs."""
        severities = Counter(str(finding.severity) for finding in self.findings)
        kinds = Counter(str(finding.kind) for finding in self.findings)
        return {**severities, **kinds}

    @property
    def incomplete(self) -> bool:
        """True when at least one check gave no verdict."""
        return any(finding.severity is Severity.INFRASTRUCTURE for finding in self.findings)

    @property
    def ok(self) -> bool:
        """True when there is no error and every check gave a verdict."""
        return not any(f.severity in (Severity.ERROR, Severity.INFRASTRUCTURE) for f in self.findings)


async def lint_bench(
    bench: Bench,
    check: Check,
    *,
    concurrency: int = 2,
    tactics: Sequence[str] = ONE_WORD_TACTICS,
    progress: Callable[[int, int], None] | None = None,
) -> LintReport:
    """Look at every problem of `bench`.

    check: judges a proof body for a problem; at most `concurrency` calls run at a time.
    tactics: the one-word proofs to try, up to the first that works. progress: called with (problems
    done, problems in all). Raises UsageError for a concurrency below 1; what `check` raises, but for
    InfrastructureError, comes through and stops the other checks.
    """
    import asyncio

    if concurrency < 1:
        raise UsageError(f"concurrency is {concurrency}; give a number from 1 on")
    slots = asyncio.Semaphore(concurrency)
    done = 0

    async def look(problem: Problem) -> tuple[bool, list[Finding]]:
        nonlocal done
        proved, findings = await _reference(bench, problem, check, slots)
        findings += await _one_word(problem, check, slots, tactics)
        done += 1
        if progress is not None:
            progress(done, len(bench.problems))
        return proved, findings

    looked = await _all([asyncio.ensure_future(look(problem)) for problem in bench.problems])
    findings = [finding for _, some in looked for finding in some]
    findings += [*_duplicates(bench.problems), *_name_case(bench.problems), *_stray(bench)]
    order = list(Severity)
    findings.sort(key=lambda finding: order.index(finding.severity))
    proved = sum(1 for ok, _ in looked if ok)
    return LintReport(bench.name, len(bench.problems), proved, tuple(findings))


async def _all(
    tasks: Sequence[asyncio.Future[tuple[bool, list[Finding]]]],
) -> list[tuple[bool, list[Finding]]]:
    """Every result; on the first exception the other tasks are cancelled and waited for."""
    import asyncio

    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _verdict(
    problem: Problem, proof: str, check: Check, slots: asyncio.Semaphore
) -> tuple[Verdict | None, str]:
    """The verdict and its text; no verdict where our side broke."""
    async with slots:
        try:
            verdict = await check(problem, proof)
        except InfrastructureError as error:
            return None, str(error)
    text = ": ".join(part for part in (verdict.status, verdict.reason, verdict.detail) if part)
    return (verdict if verdict.decided else None), text


async def _reference(
    bench: Bench, problem: Problem, check: Check, slots: asyncio.Semaphore
) -> tuple[bool, list[Finding]]:
    """Whether the reference proof checks, and what there is to say if it doesn't."""
    try:
        proof = bench.reference_proof(problem.name)
    except DataError as error:
        return False, [Finding(Severity.ERROR, problem.name, Kind.REFERENCE, str(error))]
    if proof is None:
        return False, [Finding(Severity.INFO, problem.name, Kind.OPEN, "has no reference proof")]
    verdict, text = await _verdict(problem, proof, check, slots)
    if verdict is None:
        text = f"the reference proof got no verdict: {text}"
        return False, [Finding(Severity.INFRASTRUCTURE, problem.name, Kind.INFRASTRUCTURE, text)]
    if verdict.proved:
        return True, []
    return False, [
        Finding(Severity.ERROR, problem.name, Kind.REFERENCE, f"the reference proof fails: {text}")
    ]


async def _one_word(
    problem: Problem, check: Check, slots: asyncio.Semaphore, tactics: Sequence[str]
) -> list[Finding]:
    """The first one-word tactic that closes the problem."""
    findings: list[Finding] = []
    for tactic in tactics:
        verdict, text = await _verdict(problem, f"  {tactic}\n", check, slots)
        if verdict is None:
            text = f"`{tactic}` got no verdict: {text}"
            findings.append(Finding(Severity.INFRASTRUCTURE, problem.name, Kind.INFRASTRUCTURE, text))
        elif verdict.proved:
            text = f"is closed by `{tactic}` alone"
            return [*findings, Finding(Severity.WARNING, problem.name, Kind.ONE_WORD, text)]
    return findings


def _duplicates(problems: Iterable[Problem]) -> list[Finding]:
    """Problems with the same statement: an error under the same header, else a warning."""
    groups: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[normal_statement(problem.formal_statement)].append(problem)
    findings: list[Finding] = []
    for group in groups.values():
        for place, problem in enumerate(group[1:], start=1):
            earlier = group[:place]
            header = _words(problem.header)
            same = next((other for other in earlier if _words(other.header) == header), None)
            severity, note = (Severity.ERROR, "") if same else (Severity.WARNING, ", under another header")
            text = f"states the same as {(same or earlier[0]).name}{note}"
            findings.append(Finding(severity, problem.name, Kind.DUPLICATE, text))
    return findings


def _words(text: str) -> list[str]:
    return strip_comments(text).split()


def _name_case(problems: Iterable[Problem]) -> list[Finding]:
    first: dict[str, str] = {}
    findings: list[Finding] = []
    for problem in problems:
        earlier = first.setdefault(problem.name.casefold(), problem.name)
        if earlier != problem.name:
            text = f"differs from {earlier} only in upper and lower case"
            findings.append(Finding(Severity.WARNING, problem.name, Kind.NAME_CASE, text))
    return findings


def _stray(bench: Bench) -> list[Finding]:
    """Proof files that belong to no problem."""
    if bench.proofs is None:
        return []
    known = {problem.name for problem in bench.problems}
    names = sorted(path.stem for path in bench.proofs.glob("*.lean") if path.stem not in known)
    return [Finding(Severity.WARNING, name, Kind.STRAY_PROOF, "is a proof of no problem") for name in names]
