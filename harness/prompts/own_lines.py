"""A verdict in lines and columns of the text that somebody handed in: a file, or a model's answer.

Lean and the policy count in the text that was checked, which begins with the problem's header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from harness.checker.codec import to_json
from harness.checker.record import CheckRecord
from harness.checker.verdict import Message, Verdict
from harness.errors import CandidateError
from harness.lean.source import assemble
from harness.lean.source.own_places import OwnPlace, OwnPlaces
from harness.problem import Problem

_PLACE = re.compile(r"\Aline (\d{1,9})(?: of the file)?(?=: )")


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """A message with places in the own text. before: Lean said it of the problem's own text in front of the
    candidate (that goals are left over, say); the place is then where the candidate begins."""

    message: Message
    before: bool


def mode_of(record: CheckRecord) -> Literal["auto", "splice", "file"]:
    """In which mode a checker puts candidates together with their problems, by its record."""
    match record.mode:
        case "splice" | "file" as mode:
            return mode
    return "auto"


class OwnLines:
    """Places of one candidate in the text that it was taken from.

    text: as it was handed in, decoded. candidate: what `text` holds, see `candidate_in_file`. mode: in which
    the candidate was put together with its problem.
    """

    def __init__(
        self,
        problem: Problem,
        text: str,
        candidate: str,
        mode: Literal["auto", "splice", "file"] = "auto",
    ) -> None:
        self._problem, self._candidate, self._mode = problem, candidate, mode
        found = _begins(text.replace("\r\n", "\n"), candidate)
        #: Whether lines count in the text; else in the candidate, which doesn't stand in it as it is.
        self.in_text = found is not None
        self._line, self._column = found or (0, 0)

    @cached_property
    def _places(self) -> OwnPlaces | None:
        try:
            return OwnPlaces(assemble(self._problem, self._candidate, self._mode), self._candidate)
        except CandidateError:
            return None

    def messages(self, verdict: Verdict) -> list[OwnMessage]:
        """Lean's messages."""
        return [self._message(each) for each in verdict.messages]

    def detail(self, verdict: Verdict) -> str:
        """The verdict's detail, with the line that it begins with."""
        return _PLACE.sub(lambda found: f"line {self._of(int(found[1]), 0).line}", verdict.detail)

    def verdict(self, verdict: Verdict) -> Verdict:
        """The verdict, all its places in the own text."""
        messages = tuple(each.message for each in self.messages(verdict))
        return replace(verdict, detail=self.detail(verdict), messages=messages)

    def _message(self, message: Message) -> OwnMessage:
        start = self._of(message.line, message.column)
        end_line = end_column = None
        if message.end_line is not None and message.end_column is not None:
            end = self._of(message.end_line, message.end_column)
            end_line, end_column = max((end.line, end.column), (start.line, start.column))
        own = replace(message, line=start.line, column=start.column, end_line=end_line, end_column=end_column)
        return OwnMessage(own, start.before)

    def _of(self, line: int, column: int) -> OwnPlace:
        if self._places is None:
            return OwnPlace(line, column)
        own = self._places.of(line, column)
        moved = own.column + (self._column if own.line == 1 else 0)
        return replace(own, line=own.line + self._line, column=moved)


def own_record(lines: OwnLines, verdict: Verdict) -> dict[str, Any]:
    """The verdict as JSON in own places. lines: "file" or "candidate", what they count in. Each message's
    `of` is "candidate", or "statement" where Lean said it of the problem's own text."""
    row = to_json(lines.verdict(verdict))
    for message, own in zip(row["messages"], lines.messages(verdict), strict=True):
        message["of"] = "statement" if own.before else "candidate"
    return {**row, "lines": "file" if lines.in_text else "candidate"}


def _begins(text: str, candidate: str) -> tuple[int, int] | None:
    """(lines, columns) of the text before the candidate; None where it doesn't stand in it as it is.

    The last place that has whole lines is taken, as the last fitting block of an answer is.
    """
    if candidate in ("", text):
        return (0, 0)
    whole = f"\n{text}\n".rfind(f"\n{candidate.removesuffix(chr(10))}\n")
    at = whole if whole >= 0 else text.rfind(candidate)
    if at < 0:
        return None
    return text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1)
