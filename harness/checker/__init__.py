"""From (problem, candidate) to a Verdict. `open_checker` is the way to a checker; what it needs is imported
when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.checker.verdict import REASONS, Message, Reason, Status, Verdict

if TYPE_CHECKING:
    from harness.checker.open import OpenChecker, open_checker
    from harness.checker.protocol import AnyChecker
    from harness.checker.spec import CheckerSpec
    from harness.lean.needs import LeanNeeds

__all__ = [
    "REASONS",
    "AnyChecker",
    "CheckerSpec",
    "LeanNeeds",
    "Message",
    "OpenChecker",
    "Reason",
    "Status",
    "Verdict",
    "open_checker",
]

_PLACES = {
    "AnyChecker": "harness.checker.protocol",
    "CheckerSpec": "harness.checker.spec",
    "LeanNeeds": "harness.lean.needs",
    "OpenChecker": "harness.checker.open",
    "open_checker": "harness.checker.open",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
