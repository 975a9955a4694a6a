"""A reader of compiled Lean modules (.olean) in pure Python, for files that may be hostile.

`read_olean(data)` gives a `Module`: its imports, its constants with types and values, and what environment
extensions stored. Terms are handles into the module; `compare` compares them. Lean 4.9 to 4.35, see
`layouts`. Everything raises OleanError for a file that isn't well formed.
"""

from __future__ import annotations

from harness.lean.olean._region import OleanLimits
from harness.lean.olean.compare import first_difference, is_negation, same_term
from harness.lean.olean.constants import Constant, ConstantKind, ConstantShape, RecursorRule, Safety
from harness.lean.olean.library import LibraryModule, Outline, map_module, part_files
from harness.lean.olean.module import Entries, Import, Module, read_olean
from harness.lean.olean.names import Name, name_str, parse_name
from harness.lean.olean.pickle import module_of_pickle
from harness.lean.olean.reading import reading

__all__ = [
    "Constant",
    "ConstantKind",
    "ConstantShape",
    "Entries",
    "Import",
    "LibraryModule",
    "Module",
    "Name",
    "OleanLimits",
    "Outline",
    "RecursorRule",
    "Safety",
    "first_difference",
    "is_negation",
    "map_module",
    "module_of_pickle",
    "name_str",
    "parse_name",
    "part_files",
    "read_olean",
    "reading",
    "same_term",
]
