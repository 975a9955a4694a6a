"""The audit of a compiled candidate: statement, axioms, redeclared names, forbidden extension entries.

It reads the candidate's .olean file with the hostile-input reader, outside the process that ran the
candidate, and compares it with the reference: the benchmark's own text, compiled where no candidate was.
It doesn't check that a proof proves its statement: that is the kernel's part (`--replay`).
"""

from __future__ import annotations

from harness.checker.audit._audit import AuditOutcome, audit, audit_file, decide
from harness.checker.audit._extensions import CODE_CHANGING
from harness.checker.audit._facts import CANDIDATE, REFERENCE, Depth, Facts, Level, facts_of, facts_of_file
from harness.checker.audit._harmless import HARMLESS
from harness.checker.audit._reserved import ALLOWED_AXIOMS, RESERVED
from harness.checker.audit._statement import check_reference

__all__ = [
    "ALLOWED_AXIOMS",
    "CANDIDATE",
    "CODE_CHANGING",
    "HARMLESS",
    "REFERENCE",
    "RESERVED",
    "AuditOutcome",
    "Depth",
    "Facts",
    "Level",
    "audit",
    "audit_file",
    "check_reference",
    "decide",
    "facts_of",
    "facts_of_file",
]
