"""The audit of a compiled candidate: statement, axioms, redeclared names, forbidden extension entries.

It reads the candidate's .olean file with the hostile-input reader, outside the process that ran the
candidate, and compares it with the reference: the benchmark's own text, compiled where no candidate was.
It doesn't check that a proof proves its statement: that is the kernel's part (`--replay`).
"""

from __future__ import annotations

from harness.checker.audit._audit import AuditOutcome, Level, audit, audit_file
from harness.checker.audit._extensions import CODE_CHANGING
from harness.checker.audit._harmless import HARMLESS
from harness.checker.audit._reserved import ALLOWED_AXIOMS, RESERVED

__all__ = [
    "ALLOWED_AXIOMS",
    "CODE_CHANGING",
    "HARMLESS",
    "RESERVED",
    "AuditOutcome",
    "Level",
    "audit",
    "audit_file",
]
