"""The audit: what a compiled module shows of what `proved` guarantees.

`read` gives a module's facts, the `steps`; `codec` brings them to the process that decides; `library`
answers what must be known of the header's constants; `decide` judges. This face is light on purpose: each
process that reads a module starts as a copy of a server that has imported it.
"""

from __future__ import annotations

from harness.checker.audit._extensions import CODE_CHANGING
from harness.checker.audit._harmless import HARMLESS
from harness.checker.audit._reserved import ALLOWED_AXIOMS, RESERVED, SORRY
from harness.checker.audit._statement import check_reference
from harness.checker.audit.codec import facts_from_json, facts_to_json
from harness.checker.audit.read import facts_of, facts_of_file
from harness.checker.audit.steps import (
    CANDIDATE,
    REFERENCE,
    Begins,
    Damaged,
    Declares,
    Depth,
    Good,
    Level,
    ModuleFacts,
    RestsOn,
    refused,
)

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
    "Good",
    "Level",
    "ModuleFacts",
    "RestsOn",
    "check_reference",
    "facts_from_json",
    "facts_of",
    "facts_of_file",
    "facts_to_json",
    "refused",
]
