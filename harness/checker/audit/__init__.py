"""The audit: what a compiled module shows of what `proved` guarantees.

`_facts` reads one module with the reader of hostile files, beside the kernel and outside the process that ran
the candidate, and compares it with the reference: the benchmark's own text, compiled where no candidate was.
`library` answers what must be known of the header's constants; `decide` judges. This face is light on
purpose: each process that reads a module starts as a copy of a server that has imported it.
"""

from __future__ import annotations

from harness.checker.audit._extensions import CODE_CHANGING
from harness.checker.audit._facts import (
    CANDIDATE,
    REFERENCE,
    Begins,
    Damaged,
    Declares,
    Depth,
    Facts,
    Good,
    Level,
    Refused,
    RestsOn,
    facts_of,
    facts_of_file,
    refused,
)
from harness.checker.audit._harmless import HARMLESS
from harness.checker.audit._reserved import ALLOWED_AXIOMS, RESERVED, SORRY
from harness.checker.audit._statement import check_reference

__all__ = [
    "ALLOWED_AXIOMS",
    "CANDIDATE",
    "CODE_CHANGING",
    "HARMLESS",
    "REFERENCE",
    "RESERVED",
    "SORRY",
    "Begins",
    "Damaged",
    "Declares",
    "Depth",
    "Facts",
    "Good",
    "Level",
    "Refused",
    "RestsOn",
    "check_reference",
    "facts_of",
    "facts_of_file",
    "refused",
]
