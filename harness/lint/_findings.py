"""What lint can say: findings, how bad they are, and the report that holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad: an ERROR makes a bench wrong; INFRASTRUCTURE means that nothing was learnt."""

    ERROR = "error"
    INFRASTRUCTURE = "infrastructure"
    WARNING = "warning"
    INFO = "info"


class LintKind(StrEnum):
    """What a finding is about."""

    STATEMENT = "statement"
    REFERENCE = "reference"
    CONTRADICTION = "contradiction"
    DUPLICATE = "duplicate"
    NAME_CASE = "name_case"
    ONE_WORD = "one_word"
    STRAY_PROOF = "stray_proof"
    UNUSED = "unused"
    NOT_LOOKED_AT = "not_looked_at"
    OPEN = "open"
    INFRASTRUCTURE = "infrastructure"


class LintPart(StrEnum):
    """The parts of lint that take time and can be left out."""

    PROOFS = "proofs"
    ONE_WORD = "one-word"
    CONTRADICTIONS = "contradictions"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One remark about one problem (or, for STRAY_PROOF, about a proof without one)."""

    severity: Severity
    problem: str
    kind: LintKind
    text: str


@dataclass(frozen=True, slots=True)
class LintReport:
    """What lint found, worst first. problems: how many were looked at; proved: how many have a reference
    proof that checks."""

    bench: str
    problems: int
    proved: int
    findings: tuple[LintFinding, ...]

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
