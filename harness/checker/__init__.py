"""From (problem, candidate) to a Verdict. `Checker` itself lies in harness.checker.checker."""

from harness.checker.verdict import REASONS, Message, Reason, Status, Verdict

__all__ = ["REASONS", "Message", "Reason", "Status", "Verdict"]
