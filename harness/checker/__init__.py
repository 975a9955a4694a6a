"""From (problem, candidate) to a Verdict. `open_checker` is the way to a checker."""

from __future__ import annotations

from harness import lazily

TYPE_CHECKING = False
if TYPE_CHECKING:
    from harness.checker.open import OpenChecker, open_checker
    from harness.checker.protocol import AnyChecker
    from harness.checker.spec import CheckerSpec
    from harness.checker.verdict import REASONS, Message, Reason, Status, Verdict
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

__getattr__ = lazily.names(
    __name__,
    {
        "AnyChecker": "harness.checker.protocol",
        "CheckerSpec": "harness.checker.spec",
        "LeanNeeds": "harness.lean.needs",
        "OpenChecker": "harness.checker.open",
        "open_checker": "harness.checker.open",
        **dict.fromkeys(("REASONS", "Message", "Reason", "Status", "Verdict"), "harness.checker.verdict"),
    },
)
