"""What Lean's own words leave out: which import a tactic needs, and which tactics aren't there.

A tactic of the embedded Lean that is used under a header without its lemmas ends with an unknown constant,
which names neither the tactic nor the module that has it.
"""

from __future__ import annotations

import re

from harness.checker.verdict import Verdict
from harness.lean.source import strip_header

_UNKNOWN = re.compile(r"(?:\Aline \d+: )?Unknown constant `([^`]+)`")
#: Constants that compiled tactics name in their proofs and that not every header has: the tactic, the header.
_NEEDED_BY = (
    (re.compile(r"Lean\.Omega\.|(?:Decidable\.of_not_not|Exists\.choose_spec)\Z"), "omega", "Embedded.Arith"),
)
_EMBEDDED = "Embedded."


def missing_tactic(text: str) -> tuple[str, str] | None:
    """(a tactic, the module that brings it) where Lean's message says that a header lacks what it needs.

    text: a message, or a verdict's detail.
    """
    found = _UNKNOWN.match(text)
    if found is None:
        return None
    return next((more for names, *more in _NEEDED_BY if names.match(found[1])), None)  # type: ignore[return-value]


def cause(text: str) -> str | None:
    """The same in a few words, for counts of what went wrong."""
    found = missing_tactic(text)
    return found and f"`{found[0]}` without `import {found[1]}`, which has its lemmas"


def message_hint(text: str, header: str) -> str | None:
    """What to do about one error of Lean's, in a sentence; None where its own words are enough.

    header: the problem's, or the file's.
    """
    found = missing_tactic(text)
    imported = [name for name in strip_header(header)[0] if name.startswith(_EMBEDDED)]
    if found is None or not imported:
        return None
    tactic, module = found
    return (
        f"`{tactic}` can't be used here: its lemmas come with `import {module}`, and the header imports "
        f"{', '.join(imported)} alone"
    )


def hint(verdict: Verdict, header: str) -> str | None:
    """What to do about a verdict's errors, in a sentence; None where there is nothing to add."""
    errors = (message.text for message in verdict.messages if message.severity == "error")
    return next((told for text in errors if (told := message_hint(text, header))), None)
