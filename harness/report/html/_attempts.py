"""One attempt as the page has it, and the letters that say what became of attempts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from harness.checker.codec import record_row
from harness.checker.verdict import REASONS, Status
from harness.lean.goals import words_and_goals
from harness.prompts.hints import cause

if TYPE_CHECKING:
    from harness.checker.verdict import Message
    from harness.lean.goals import Goal
    from harness.run.store import AttemptRow

#: One letter for each verdict, in the order of LEGEND.
LETTERS = "PABCDEFGHIJKLMNOQRSTUVWXYZ"
LEGEND: tuple[tuple[str, str], ...] = (
    (Status.PROVED.value, ""),
    *(
        (status.value, reason)
        for status in Status
        for reason in sorted(reason.value for reason in REASONS[status])
    ),
)
#: No verdict yet; the backend had no such sample.
WAITING, EXHAUSTED = ".", "-"

_LINE = re.compile(r"^line \d+: ")
_QUOTED = re.compile(r"((?:^|\bTactic )`[^`]*`|`sorry`)|`[^`]*`|(?<!\w)'[^']*'(?!\w)")
_FAILURE_LENGTH = 120

_LETTER: Mapping[tuple[str, str], str] = dict(zip(LEGEND, LETTERS, strict=False))


def letter_of(row: AttemptRow) -> str:
    """What became of an attempt, as one letter."""
    if row.exhausted:
        return EXHAUSTED
    if row.status is None:
        return WAITING
    return _LETTER[row.status.value, row.reason.value if row.reason else ""]


def name_of(row: AttemptRow) -> str:
    """The sample's index, and behind a dot the repair round if it is one: "3", "3.1"."""
    return f"{row.sample}.{row.round}" if row.round else str(row.sample)


def failure_of(row: AttemptRow) -> str | None:
    """What kind of failure an attempt is, so that equal ones can be counted; None for a proof.

    It is the verdict's detail without its line and with the names in it left out, but for those of tactics.
    """
    return None if row.reason is None else kind_of(row.detail) or row.reason.value


def kind_of(detail: str) -> str:
    """The kind of failure that a verdict's detail tells; see `failure_of`."""
    if told := cause(detail):
        return told
    text = _QUOTED.sub(lambda match: match[1] or "\u2026", _LINE.sub("", detail)).strip()
    return text if len(text) <= _FAILURE_LENGTH else text[: _FAILURE_LENGTH - 1] + "\u2026"


def status_counts(letters: str) -> dict[str, int]:
    """Attempts by status, in the order of Status, and "waiting"; without zeros and exhausted ones."""
    counts = dict.fromkeys((*(status.value for status in Status), "waiting"), 0)
    status_by_letter = {letter: status for (status, _), letter in _LETTER.items()}
    for letter in set(letters):
        if letter != EXHAUSTED:
            counts[status_by_letter.get(letter, "waiting")] += letters.count(letter)
    return {name: count for name, count in counts.items() if count}


class TextTable:
    """The texts of one chunk, each once. `characters` is their sum."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.characters = 0
        self._numbers: dict[str, int] = {}

    def put(self, text: str | None) -> int | None:
        """The number of the text; None for None."""
        if text is None:
            return None
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self.texts)
            self.texts.append(text)
            self.characters += len(text)
        return number


def _message(message: Message, texts: TextTable) -> list[Any]:
    """Severity, text, line, column, kind; of one that shows goals also the words before them, and the goals.

    A goal is [case, [[name, type], ...], conclusion]; texts are given by their numbers.
    """
    kind = message.kind if message.kind != "[anonymous]" else ""
    plain = [message.severity, texts.put(message.text), message.line, message.column, kind]
    words, goals = _goals(message.text) if "\u22a2" in message.text else ("", ())
    if not goals:
        return plain
    shown = [
        [
            goal.case,
            [[one.name, texts.put(one.type)] for one in goal.hypotheses],
            texts.put(goal.conclusion),
        ]
        for goal in goals
    ]
    return [*plain, texts.put(words), shown]


@lru_cache(maxsize=1024)
def _goals(text: str) -> tuple[str, tuple[Goal, ...]]:
    return words_and_goals(text)


def attempt_record(row: AttemptRow, texts: TextTable) -> dict[str, Any]:
    """What the page shows of an attempt, as JSON; texts by number. Raises StoreError for a damaged run."""
    record: dict[str, Any] = {
        "name": name_of(row),
        # JavaScript's numbers have 53 bits and a seed has 63.
        "seed": str(row.seed),
        "in": row.prompt_tokens,
        "out": row.completion_tokens,
        "finish": row.finish_reason,
        "latency": row.latency_s,
        "letter": letter_of(row),
        "detail": row.detail,
        "cpu": row.cpu_s,
        "wall": row.wall_s,
        "cost": row.cost,
        "prompt": texts.put(row.prompt()),
        "text": texts.put(row.text()),
        "proof": texts.put(row.proof()),
        "reasoning": texts.put(row.reasoning()),
        "axioms": row.axioms(),
        "messages": [_message(message, texts) for message in row.messages()],
    }
    if checked := record_row(row.record()):
        record["record"] = checked
    return record
