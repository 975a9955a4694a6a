"""Which environment extensions a candidate may store entries in.

Extensions are the only part of an .olean file besides the constants that changes what later text means or
does. The tables hold names without the prefix `_private.<module>.0`, which came and went. What isn't known
is forbidden under strict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness.checker.audit._harmless import AESOP_RULE_SETS, HARMLESS
from harness.lean.olean import ConstantKind, Module, Name, name_str

CODE_CHANGING: frozenset[str] = frozenset(
    [
        "Lean.Compiler.implementedByAttr",
        "Lean.externAttr",
        "Lean.exportAttr",
        "Lean.Compiler.CSimp.ext",
        "Lean.regularInitAttr",
        "Lean.builtinInitAttr",
    ]
)
"""Compiled code that differs from the declaration, or runs at import: forbidden under both levels."""

_NAMESPACES_OF_CODE = frozenset(["Lean", "Aesop", "Batteries", "Mathlib", "Qq", "Std", "IO"])
"""Where the types of tactics and other code that runs while elaborating are declared."""


def plain_name(extension: Name) -> str:
    """The name without a private prefix: `_private.M.0.Lean.structureExt` -> `Lean.structureExt`."""
    if extension[:1] == ("_private",) and 0 in extension:
        extension = extension[extension.index(0) + 1 :]
    return name_str(extension)


def _as_in_reference(candidate: Module, reference: Module | None, extension: Name) -> bool:
    """Whether the benchmark's own text left entries of the same number that mention the same names."""
    if reference is None:
        return False
    theirs = reference.entries.get(extension)
    ours = candidate.entries[extension]
    if theirs is None or len(theirs) != len(ours):
        return False
    return reference.names_in(theirs.handles) == candidate.names_in(ours.handles)


def _may_be_code(candidate: Module, names: Iterable[Name]) -> bool:
    """Whether one of these constants is a definition whose type, own definitions unfolded, is one of code."""
    seen: set[Name] = set()
    waiting = []
    for name in names:
        constant = candidate.constants[name]
        if constant.kind in (ConstantKind.DEFINITION, ConstantKind.OPAQUE):
            waiting.append(constant.type)
    walked: set[int] = set()
    while waiting:
        for used in candidate.terms.constants([waiting.pop()], walked) - seen:
            seen.add(used)
            if used[:1] and used[0] in _NAMESPACES_OF_CODE:
                return True
            own = candidate.constants.get(used)
            if own is not None:
                waiting.extend(own.terms)
    return False


def forbidden_entries(candidate: Module, reference: Module | None, *, strict: bool) -> Iterator[str]:
    """What the candidate stored and mustn't, a line for each extension, with a few of the names concerned."""
    for extension, entries in candidate.entries.items():
        name = plain_name(extension)
        wrong = name in CODE_CHANGING or (strict and name not in HARMLESS)
        if not entries or not wrong or _as_in_reference(candidate, reference, extension):
            continue
        own = [name for name in candidate.names_in(entries.handles) if name in candidate.constants]
        if name not in AESOP_RULE_SETS or _may_be_code(candidate, own):
            about = ", ".join(sorted(map(name_str, own))[:3])
            yield f"{name} has {len(entries)} new entries{f' (on {about})' if about else ''}"
