"""What `prover-eval check` found of one text, and how it is shown: a line, a whole account, a JSON object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.checker.audit.shown import Mismatch, mismatch_in
from harness.checker.codec import record_row, to_json
from harness.checker.unreplayed import warning, why_unreplayed
from harness.checker.verdict import Status, Verdict
from harness.printable import lines, one_line
from harness.problem import Problem
from harness.prompts import hints
from harness.prompts.own_lines import OwnLines, OwnMessage, own_record

NOT_ALL_PROVED, NO_VERDICT = 1, 3
NO_PROBLEM = "no problem"
_WORD_WIDTH, _MOST_WIDTH = 22, 60


@dataclass(frozen=True, slots=True)
class CheckRow:
    """The verdict on one text for one problem.

    problem, verdict: None for a text that is about no problem of the bench; why says so. own: None where no
    candidate was found in the text.
    """

    file: str
    problem: Problem | None
    verdict: Verdict | None
    own: OwnLines | None = None
    why: str = ""

    @property
    def word(self) -> str:
        """The verdict in one or two words."""
        if self.verdict is None:
            return NO_PROBLEM
        return word_of(self.verdict)

    @property
    def detail(self) -> str:
        """Why it isn't proved, in one line; lines of text count in the file."""
        if self.verdict is None:
            return self.why
        return self.own.detail(self.verdict) if self.own else self.verdict.detail

    @property
    def messages(self) -> Sequence[OwnMessage]:
        """Lean's messages, with places of the file."""
        return self.own.messages(self.verdict) if self.own and self.verdict else ()

    @property
    def hint(self) -> str | None:
        """What a person may do about it."""
        if self.verdict is None or self.problem is None:
            return None
        return hints.hint(self.verdict, self.problem.header)


def word_of(verdict: Verdict) -> str:
    """The status, and the reason in brackets."""
    return verdict.status.value + (f" ({verdict.reason.value})" if verdict.reason else "")


def exit_code(rows: Iterable[CheckRow]) -> int:
    """0 when all are proved, 3 when one got no verdict, else 1."""
    rows = list(rows)
    if any(row.verdict is not None and not row.verdict.decided for row in rows):
        return NO_VERDICT
    return 0 if all(row.verdict is not None and row.verdict.proved for row in rows) else NOT_ALL_PROVED


def as_object(row: CheckRow) -> dict[str, Any]:
    """One row as a JSON object.

    `messages` are Lean's, with places that count in what `lines` says: the "file", or the "candidate" in it
    where that stands in other words there. no_replay: a sentence where no kernel replayed, else None.
    """
    head = {"file": row.file, "problem": row.problem.name if row.problem else None}
    verdict = row.verdict
    if verdict is None:
        return {**head, "status": None, "reason": None, "detail": row.why, "messages": []}
    told = own_record(row.own, verdict) if row.own else to_json(verdict)
    mismatch = mismatch_in(verdict)
    more: dict[str, Any] = {"checks": list(verdict.checks), "no_replay": warning(verdict.record)}
    if mismatch is not None:
        more["statement"] = {"stated": mismatch.stated, "asked": mismatch.asked}
    if row.hint is not None:
        more["hint"] = row.hint
    return {**head, **told, **more}


def table_lines(row: CheckRow, width: int) -> Iterator[str]:
    """One line of the table. width: of the column with the files."""
    name = row.problem.name if row.problem else "-"
    about = f"  {one_line(row.detail)}" if row.detail else ""
    yield f"{row.word:{_WORD_WIDTH}}  {one_line(row.file):{width}}  {name}{about}"


def width_of(files: Iterable[str]) -> int:
    """Of the column with the files."""
    return min(_MOST_WIDTH, max(map(len, files), default=0))


def whole_account(row: CheckRow, *, explain: bool) -> Iterator[str]:
    """A row with Lean's errors, for one file; explain: also what was found good."""
    verdict = row.verdict
    mismatch = None if verdict is None else mismatch_in(verdict)
    detail = row.detail if mismatch is None else mismatch.title
    yield f"{row.file}: {row.word}" + (f": {one_line(detail)}" if detail else "")
    if verdict is not None:
        yield from _below(row, verdict, mismatch, explain=explain)


def _below(row: CheckRow, verdict: Verdict, mismatch: Mismatch | None, *, explain: bool) -> Iterator[str]:
    if mismatch is not None:
        yield from (f"  {one_line(line)}" for line in mismatch.lines())
    if verdict.proved:
        yield f"  axioms: {', '.join(verdict.axioms or ()) or 'none'}; {verdict.cpu_s:.2f} s CPU"
        if (why := why_unreplayed(verdict.record)) is not None:
            yield f"  no kernel replay: {why}"
    if explain:
        yield from (f"  passed: {one_line(check)}" for check in verdict.checks)
        yield from (one_line(f"  {key}: {value}") for key, value in record_row(verdict.record).items())
    yield from _errors(row)
    if row.hint is not None:
        yield f"  hint: {one_line(row.hint)}"


def _errors(row: CheckRow) -> Iterator[str]:
    counted = "" if row.own is None or row.own.in_text else " of the proof in it"
    for each in row.messages:
        message = each.message
        if message.severity == "error":
            whole = " (of the whole proof)" if each.before else ""
            text = lines(message.text).rstrip().replace("\n", "\n      ")
            yield f"  line {message.line}, column {message.column}{counted}{whole}:\n      {text}"


def summary_lines(rows: Sequence[CheckRow]) -> Iterator[str]:
    """How many are proved, and what became of the others."""
    proved = sum(row.verdict is not None and row.verdict.proved for row in rows)
    counts = Counter(row.word for row in rows if row.verdict is None or not row.verdict.proved)
    others = "".join(f", {count} {word}" for word, count in counts.most_common())
    yield f"{proved} of {len(rows)} proved{others}"
    told = Counter(row.hint for row in rows if row.hint is not None)
    yield from (f"{count} x {one_line(hint)}" for hint, count in told.most_common())
    replayed = {why_unreplayed(row.verdict.record) for row in rows if row.verdict and row.verdict.proved}
    yield from (f"no kernel replay: {why}" for why in sorted(filter(None, replayed)))
    if any(row.verdict and row.verdict.status is Status.INFRASTRUCTURE for row in rows):
        yield "what is infrastructure got no verdict: the same command judges it again"
