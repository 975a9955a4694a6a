"""What a rejected attempt shows a model that is asked to mend it: Lean's errors with their source lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from harness.checker import Message, Reason, Status, Verdict
from harness.errors import CandidateError
from harness.lean.source import assemble
from harness.problem import Problem
from harness.prompts.hints import message_hint

#: How many errors of one attempt are handed to a template.
ERROR_LIMIT = 8
_BEFORE, _AFTER = 4, 1
_NEAR = 2
_SPAN_LINES = 6
_LINE_LIMIT = 500
_LINE = re.compile(r"\Aline (\d{1,9})(?: of the file)?(?=: )")
_MESSAGE_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class Round:
    """One answer of a model and what became of it.

    text: the model's text, whole. candidate: the proof that was found in it, None when there was none.
    verdict: with Lean's messages; one that is `repairable`.
    """

    text: str
    candidate: str | None
    verdict: Verdict


def repairable(verdict: Verdict) -> bool:
    """Whether there is something to tell the model: not for a proof, nor where our own side broke."""
    return verdict.decided and not verdict.proved


def repair_variables(problem: Problem, round_: Round) -> dict[str, Any]:
    """What a repair template sees of one rejected round, beside the problem's own variables.

    code: the text that Lean was given, without the header; empty where there was none. proof: the candidate,
    or empty. answer: the model's text. status, reason, detail: of the verdict, as text.
    errors: at most ERROR_LIMIT, each with `message` (with a hint where Lean's words don't say what is
    lacking), `line` (from 1, in the text that Lean was given, header included) and `column` (from 0) or None,
    `code` (the lines around it, the error itself between <error> and </error>) and `lines` (those
    two lines around its start, each with `number`, `text` and `here`). A verdict without an error of Lean's
    gives one with the verdict's detail alone. omitted: how many errors there were beyond.
    """
    verdict = round_.verdict
    text, first_line = _checked_text(problem, round_.candidate)
    lines = text.split("\n")
    found = [message for message in verdict.messages if message.severity == "error"]
    # An error that Lean only met on the way (a limit, a policy) stands in the verdict itself.
    if verdict.status is not Status.REJECTED or verdict.reason is not Reason.LEAN_ERROR:
        found = []
    errors = [_error(message, lines, problem.header) for message in found[:ERROR_LIMIT]]
    return {
        "code": "\n".join(dropwhile(_is_blank, lines[first_line:])).rstrip(),
        "proof": round_.candidate or "",
        "answer": round_.text,
        "status": verdict.status.value,
        "reason": verdict.reason.value if verdict.reason else "",
        "detail": verdict.detail,
        "errors": errors
        or [{"message": _explained(verdict, lines), "line": None, "column": None, "code": "", "lines": []}],
        "omitted": max(0, len(found) - ERROR_LIMIT),
    }


_EXPLAINED = {
    Reason.NO_CODE: "The answer holds no Lean code that could be checked",
    Reason.INCOMPLETE: "The proof is incomplete",
    Reason.AXIOM: "The proof rests on an axiom that isn't allowed",
    Reason.STATEMENT: "What is proved isn't the given statement",
    Reason.POLICY: "The code uses something that isn't allowed",
    Reason.CPU: "Lean took too long",
    Reason.HEARTBEATS: "Lean took too long",
    Reason.WALL: "Lean took too long",
    Reason.MEMORY: "Lean needed too much memory",
    Reason.OUTPUT: "Lean's output was too long",
    Reason.FILES: "Lean needed too much room for files",
    Reason.STACK: "Lean's stack overflowed",
}


def _explained(verdict: Verdict, lines: Sequence[str]) -> str:
    """A verdict without an error message in words that a model can use; lines: of the text that was checked.

    A line is quoted: the model doesn't know what stood before its own.
    """
    words = _EXPLAINED.get(verdict.reason) if verdict.reason else None
    detail = _shortened(_LINE.sub(lambda found: _quoted(found, lines), verdict.detail), _MESSAGE_LIMIT)
    if words is None:
        return detail or "The proof is not accepted."
    return f"{words}: {detail}" if detail else f"{words}."


def _quoted(found: re.Match[str], lines: Sequence[str]) -> str:
    number = int(found[1])
    text = lines[number - 1].strip() if 1 <= number <= len(lines) else ""
    return f"at `{_shortened(text, _LINE_LIMIT)}`" if text else found[0]


def _checked_text(problem: Problem, candidate: str | None) -> tuple[str, int]:
    """The text that Lean got for the candidate, and how many lines of it are the header."""
    if candidate is None:
        return "", 0
    try:
        text = assemble(problem, candidate).text
    except CandidateError:
        return "", 0
    return text, problem.header.count("\n") + (not problem.header.endswith("\n") and problem.header != "")


def _error(message: Message, lines: Sequence[str], header: str) -> dict[str, Any]:
    start = message.line - 1
    hint = message_hint(message.text, header)
    near = range(max(0, start - _NEAR), min(len(lines), start + _NEAR + 1)) if start >= 0 else range(0)
    return {
        "message": _shortened(message.text.strip(), _MESSAGE_LIMIT) + (f"\nHint: {hint}." if hint else ""),
        "line": message.line,
        "column": message.column,
        "code": _marked(message, lines),
        "lines": [
            {"number": at + 1, "text": _shortened(lines[at], _LINE_LIMIT), "here": at == start} for at in near
        ],
    }


def _marked(message: Message, lines: Sequence[str]) -> str:
    """The lines around an error, the error itself between <error> and </error>; empty outside the text."""
    start = message.line - 1
    if not 0 <= start < len(lines):
        return ""
    end = start if message.end_line is None else min(max(start, message.end_line - 1), len(lines) - 1)
    first, last = lines[start], lines[end]
    begin = min(message.column, len(first))
    finish = len(last) if message.end_column is None else min(message.end_column, len(last))
    shown = list(lines[max(0, start - _BEFORE) : start])
    if start == end:
        finish = max(begin, finish)
        shown.append(f"{first[:begin]}<error>{first[begin:finish]}</error>{first[finish:]}")
    else:
        shown.append(f"{first[:begin]}<error>{first[begin:]}")
        shown += lines[start + 1 : min(end, start + _SPAN_LINES)]
        if end > start + _SPAN_LINES:
            indent = " " * (len(shown[-1]) - len(shown[-1].lstrip(" ")))
            shown += ["", f"{indent}... --[Truncated]-- ..."]
        shown.append(f"{last[:finish]}</error>{last[finish:]}")
    shown += lines[end + 1 : end + 1 + _AFTER]
    return "\n".join(_shortened(line, _LINE_LIMIT) for line in shown).rstrip()


def _is_blank(line: str) -> bool:
    return not line.strip()


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]} ..."
