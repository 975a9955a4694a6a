"""From (problem, candidate) to a Verdict."""

from harness.checker.verdict import REASONS, Message, Reason, Status, Verdict

__all__ = ["REASONS", "Message", "Reason", "Status", "Verdict"]
