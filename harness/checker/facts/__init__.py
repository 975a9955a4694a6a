"""What a compiled module shows by itself of what the audit judges; read beside the kernel.

The module is read with the reader of hostile files, outside the process that ran the candidate, and compared
with the reference: the benchmark's own text, compiled where no candidate was. `harness.checker.audit` judges
what was found. Light on purpose: each process that reads a module starts as a copy of a server that has
imported this package.
"""

from __future__ import annotations

from harness.checker.facts._extensions import CODE_CHANGING
from harness.checker.facts._facts import (
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
from harness.checker.facts._harmless import HARMLESS
from harness.checker.facts._reserved import ALLOWED_AXIOMS, RESERVED, SORRY
from harness.checker.facts._statement import check_reference

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
