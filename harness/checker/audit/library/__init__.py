"""header: what the audit must know of everything that a benchmark's header imports.

`HeaderStore` gives an `ImportedHeader` for a list of imports. An index of names (`_index`) is made once for
each version of a library; facts about a constant are found by a walk over what it reaches when they are first
asked for (`_library`, `_walk`), and kept (`_log`).
"""

from __future__ import annotations

from harness.checker.audit.library._fact import ConstantFact, HeaderFacts
from harness.checker.audit.library._imported import ImportedHeader, ask
from harness.checker.audit.library._library import LongWalkError, WalkBudget
from harness.checker.audit.library._store import HeaderStore

__all__ = [
    "ConstantFact",
    "HeaderFacts",
    "HeaderStore",
    "ImportedHeader",
    "LongWalkError",
    "WalkBudget",
    "ask",
]
