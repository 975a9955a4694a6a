"""What lint sees without running Lean: equal texts, names that differ in case, proofs of nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING

from harness.lean.source import normal_statement, words_of
from harness.lint._findings import LintFinding, LintKind, Severity
from harness.problem import Problem

if TYPE_CHECKING:
    from harness.bench import Bench


def duplicates(problems: Iterable[Problem], types: Mapping[str, Hashable]) -> list[LintFinding]:
    """Problems that state the same.

    types: for the names of those that were compiled, something equal for equal kernel types. The others are
    compared by text: an error under the same header, else a warning.
    """
    by_type: defaultdict[Hashable, list[Problem]] = defaultdict(list)
    by_text: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.name in types:
            by_type[types[problem.name]].append(problem)
        else:
            by_text[normal_statement(problem.formal_statement)].append(problem)
    findings = [
        LintFinding(
            Severity.ERROR,
            problem.name,
            LintKind.DUPLICATE,
            f"states the same as {group[0].name}{_how(problem, group[0])}",
        )
        for group in by_type.values()
        for problem in group[1:]
    ]
    for group in by_text.values():
        for place, problem in enumerate(group[1:], start=1):
            findings.append(_same_text(problem, group[:place]))
    return findings


def _how(problem: Problem, other: Problem) -> str:
    same = normal_statement(problem.formal_statement) == normal_statement(other.formal_statement)
    return "" if same else ", in other words: the kernel's types are equal"


def _same_text(problem: Problem, earlier: list[Problem]) -> LintFinding:
    header = words_of(problem.header)
    same = next((other for other in earlier if words_of(other.header) == header), None)
    severity, note = (Severity.ERROR, "") if same else (Severity.WARNING, ", under another header")
    text = f"states the same as {(same or earlier[0]).name}{note}"
    return LintFinding(severity, problem.name, LintKind.DUPLICATE, text)


def name_case(problems: Iterable[Problem]) -> list[LintFinding]:
    """Names that differ from an earlier one only in case: one file on some file systems."""
    first: dict[str, str] = {}
    findings: list[LintFinding] = []
    for problem in problems:
        earlier = first.setdefault(problem.name.casefold(), problem.name)
        if earlier != problem.name:
            text = f"differs from {earlier} only in upper and lower case"
            findings.append(LintFinding(Severity.WARNING, problem.name, LintKind.NAME_CASE, text))
    return findings


def stray_proofs(bench: Bench) -> list[LintFinding]:
    """Proof files that belong to no problem."""
    if bench.proofs is None:
        return []
    known = {problem.name for problem in bench.problems}
    names = sorted(path.stem for path in bench.proofs.glob("*.lean") if path.stem not in known)
    return [
        LintFinding(Severity.WARNING, name, LintKind.STRAY_PROOF, "is a proof of no problem")
        for name in names
    ]
