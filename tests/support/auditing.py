"""The audit of compiled modules in one call, as the checker does it in two processes."""

from __future__ import annotations

from collections.abc import Iterable

from harness.checker.audit import ALLOWED_AXIOMS, Depth, check_reference, facts_of
from harness.checker.audit.decide import AuditOutcome, decide
from harness.checker.audit.library import HeaderFacts
from harness.lean.olean import Module, Name


def audit(
    candidate: Module,
    reference: Module,
    theorem: Name,
    header: HeaderFacts,
    *,
    allowed_axioms: Iterable[Name] = ALLOWED_AXIOMS,
    level: Depth = "strict",
) -> AuditOutcome:
    """Audit a module against the one with the statement. Raises OleanError and DataError as its steps do."""
    check_reference(reference, theorem)
    return decide(facts_of(candidate, reference, theorem, level), header, allowed_axioms=allowed_axioms)


def audit_file(candidate: Module, header: HeaderFacts) -> AuditOutcome:
    """Audit a module by itself."""
    return decide(facts_of(candidate, None, None), header)
