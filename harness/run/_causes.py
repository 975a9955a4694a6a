"""What went wrong most often in a run, in the words of Lean and of the model's server."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping

from harness.checker.verdict import REASONS, Reason, Status
from harness.prompts.hints import cause
from harness.run._attempts import TOO_LONG
from harness.run.summary import Answers, Cause

#: The errors of one kind that are kept, the commonest first.
KEPT = 5
_PLACE = re.compile(r"^line \d+: ")
# What differs from one attempt to the next in an error that is the same: names, numbers, texts.
_OWN = re.compile(r"`[^`]*`|\d+")
_SHOWN = (Reason.LEAN_ERROR, *sorted(REASONS[Status.INFRASTRUCTURE]))


def common_errors(connection: sqlite3.Connection) -> Mapping[str, tuple[Cause, ...]]:
    """By "status/reason", for Lean's errors and for what broke on our side. Raises sqlite3.Error."""
    alike: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    marks = ", ".join("?" * len(_SHOWN))
    for status, reason, detail, count in connection.execute(
        f"SELECT status, reason, detail, count(*) FROM attempts WHERE reason IN ({marks}) "
        "GROUP BY status, reason, detail",
        [reason.value for reason in _SHOWN],
    ):
        text = _PLACE.sub("", str(detail or "")).strip()
        # Constants that the person never wrote are told as the tactic that lacks them.
        text = cause(text) or text
        if text:
            alike[f"{status}/{reason}"][_OWN.sub("…", text)][text] += count
    return {kind: _commonest(groups) for kind, groups in sorted(alike.items())}


def _commonest(groups: Mapping[str, Counter[str]]) -> tuple[Cause, ...]:
    causes = [
        # One text is shown as it is; several by what they share.
        Cause(next(iter(texts)) if len(texts) == 1 else shared, texts.total())
        for shared, texts in groups.items()
    ]
    return tuple(sorted(causes, key=lambda cause: (-cause.count, cause.text))[:KEPT])


def answers(connection: sqlite3.Connection) -> Answers:
    """How the model's texts ended. Raises sqlite3.Error."""
    texts, cut, too_long = connection.execute(
        "SELECT total(text IS NOT NULL AND finish_reason != 'unknown'), "
        "total(text IS NOT NULL AND finish_reason = 'length'), total(exhausted AND finish_reason = ?) "
        "FROM attempts",
        (TOO_LONG,),
    ).fetchone()
    return Answers(int(texts), int(cut), int(too_long))
