"""What can be wrong with a candidate or a statement before Lean sees it."""

from __future__ import annotations

from harness.errors import DataError


class CandidateError(DataError):
    """A candidate that can't be given to Lean; `reason` is one line for people."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NoCode(CandidateError):
    """The candidate is empty, or holds nothing but white space and comments."""


class BadCandidate(CandidateError):
    """The candidate is too long, or isn't text that Lean could read."""


class StatementTextError(DataError):
    """A formal statement whose text can't be read as `theorem NAME binders : proposition`."""
