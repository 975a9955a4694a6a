"""RunSummary from the tables of a run."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.checker.codec import record_in
from harness.checker.verdict import Reason, Status
from harness.errors import StoreError
from harness.prompts.extract import why_of
from harness.run._attempts import ProblemStates, State, next_slot
from harness.run._causes import answers, common_errors
from harness.run._recorded import odd_attempt
from harness.run._texts import Texts
from harness.run.endpoints import read_endpoints
from harness.run.plan import numbered
from harness.run.settings import RunSettings
from harness.run.shape import ends_at_proofs
from harness.run.summary import MARK_BYTES, Count, ProblemOutcome, RunSummary


def outcome_of(
    name: str,
    split: str,
    states: ProblemStates,
    *,
    width: int,
    early_stop: bool,
    count: Count,
    marks: Mapping[int, bytes] | None = None,
    samples: int | None = None,
) -> ProblemOutcome:
    """The outcomes of one problem; what is planned and not there yet counts as without a verdict.

    width: attempts for each sample, its rounds included. marks: of the texts, by index; None where they
    aren't asked for. samples: where its group ended, None where it didn't: there are no further ones.
    """
    outcomes: list[bool | None] = []
    slots: list[list[int]] = []
    for sample in range(len(states.states) // width if samples is None else samples):
        made = states.states[sample * width : (sample + 1) * width]
        if made[0] == State.EXHAUSTED:
            continue
        proved = State.PROVED in made
        last = True if proved else None if next_slot(states.states, sample, width) is not None else False
        indices = range(sample * width, (sample + 1) * width)
        if count == "attempts":
            failed = [i for i in indices if states.states[i] in (State.FAILED, State.REFUSED)]
            outcomes += [False] * len(failed)
            slots += [[i] for i in failed]
            if last is not False:
                outcomes.append(last)
                slots.append([i for i in indices if states.states[i] == State.PROVED])
        else:
            outcomes.append(last)
            slots.append(list(indices))
        if early_stop and proved:
            break
    together = b"" if marks is None else b"".join(_mark(marks, each) for each in slots)
    return ProblemOutcome(name, split, tuple(outcomes), together)


def _mark(marks: Mapping[int, bytes], slots: list[int]) -> bytes:
    """One mark for the texts of these attempts; zeros where there is none."""
    found = [marks[slot] for slot in slots if slot in marks]
    if len(found) == 1:
        return found[0]
    return hashlib.sha256(b"".join(found)).digest()[:MARK_BYTES] if found else bytes(MARK_BYTES)


def text_marks(connection: sqlite3.Connection) -> dict[int, dict[int, bytes]]:
    """Marks of the models' texts by problem's number and index: the first bytes of their hashes.

    Raises StoreError for a text that is missing or damaged, and sqlite3.Error.
    """
    texts = Texts(connection)
    known: dict[int, bytes] = {}
    marks: dict[int, dict[int, bytes]] = {}
    for number, index, text in connection.execute(
        "SELECT problem, idx, text FROM attempts WHERE text IS NOT NULL"
    ):
        if text not in known:
            known[text] = bytes.fromhex(texts.hash(text))[:MARK_BYTES]
        marks.setdefault(number, {})[index] = known[text]
    return marks


def summarize(
    folder: Path,
    connection: sqlite3.Connection,
    settings: RunSettings,
    problems: list[tuple[str, str]],
    states: Mapping[str, ProblemStates],
    count: Count = "samples",
    *,
    with_marks: bool = False,
) -> RunSummary:
    """The summary of a run. problems: (name, split) in bench order. with_marks: outcomes with marks of the
    texts. Raises StoreError, sqlite3.Error."""
    if (odd := odd_attempt(connection)) is not None:
        raise StoreError(f"{folder} is damaged: {odd} can't be read; put a copy of it back")
    early_stop, rounds = settings.early_stop, settings.rounds
    marks = text_marks(connection) if with_marks else None
    last_of = _ends_of_groups(settings, problems, states)
    outcomes = tuple(
        outcome_of(
            name,
            split,
            states[name],
            width=rounds + 1,
            early_stop=early_stop,
            count=count,
            marks=None if marks is None else marks.get(number, {}),
            samples=last_of.get(number),
        )
        for number, (name, split) in enumerate(problems)
    )
    prompt_tokens, completion_tokens, cost = _spent(connection)
    in_order = early_stop or (count == "attempts" and rounds > 0) or (not rounds and ends_at_proofs(outcomes))
    verdicts, reasons = count_by_status(connection)
    spent_s, saved_s = cpu_times(connection)
    return RunSummary(
        run_dir=folder,
        bench=settings.bench,
        model=settings.model,
        n=settings.n * (rounds + 1 if count == "attempts" else 1),
        early_stop=in_order,
        problems=outcomes,
        verdicts=verdicts,
        reasons=reasons,
        lean_cpu_s=spent_s,
        complete=not any(None in problem.outcomes for problem in outcomes),
        settings=settings,
        rounds=rounds,
        count=count,
        prompt_tokens=prompt_tokens,
        completion_tokens=completion_tokens,
        cost=cost,
        no_code=_no_code(connection),
        errors=common_errors(connection),
        answers=answers(connection),
        endpoints=read_endpoints(folder),
        lean_cpu_saved_s=saved_s,
    )


def _ends_of_groups(
    settings: RunSettings, problems: Sequence[tuple[str, str]], states: Mapping[str, ProblemStates]
) -> dict[int, int]:
    """How many samples the members of a group with a proof have, by the problem's number."""
    width, ends = settings.width, {}
    for members in numbered(settings.groups, [name for name, _ in problems]):
        rows = [states[problems[number][0]].states for number in members]
        firsts = [row.index(State.PROVED) // width for row in rows if State.PROVED in row]
        if firsts and len(members) > 1:
            ends.update(dict.fromkeys(members, min(firsts) + 1))
    return ends


def _spent(connection: sqlite3.Connection) -> tuple[int | None, int | None, float | None]:
    """(tokens of prompts, of completions, money) over all attempts with a text."""
    texts, *sums = connection.execute(
        "SELECT count(*), count(prompt_tokens), sum(prompt_tokens), count(completion_tokens), "
        "sum(completion_tokens), sum(cost) FROM attempts WHERE text IS NOT NULL"
    ).fetchone()
    counted_in, total_in, counted_out, total_out, cost = sums
    return (total_in if counted_in == texts else None, total_out if counted_out == texts else None, cost)


def _no_code(connection: sqlite3.Connection) -> dict[str, int]:
    """Attempts without code by the word for why, the most frequent first."""
    counts: Counter[str] = Counter()
    for detail, count in connection.execute(
        "SELECT detail, count(*) FROM attempts WHERE reason = ? GROUP BY detail", (Reason.NO_CODE.value,)
    ):
        counts[why_of(detail or "")] += count
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def count_by_status(connection: sqlite3.Connection) -> tuple[dict[str, int], dict[str, int]]:
    """Verdicts by status, and by "status/reason" (but proved). Raises sqlite3.Error."""
    verdicts = dict.fromkeys((status.value for status in Status), 0)
    reasons: dict[str, int] = {}
    for status, reason, count in connection.execute(
        "SELECT status, reason, count(*) FROM attempts WHERE status IS NOT NULL "
        "GROUP BY status, reason ORDER BY status, reason"
    ):
        verdicts[status] = verdicts.get(status, 0) + count
        if reason is not None:
            reasons[f"{status}/{reason}"] = count
    return verdicts, reasons


def cpu_times(connection: sqlite3.Connection) -> tuple[float, float]:
    """CPU seconds in Lean that the run spent, and those of verdicts that were known before.

    Raises sqlite3.Error, and StoreError for a damaged run.
    """
    texts = Texts(connection)
    # A run has a handful of different records, however many attempts it has.
    records = dict(connection.execute("SELECT record, total(cpu_s) FROM attempts GROUP BY record"))
    known = {n for n in records if n is not None and record_in(texts.get(n)).cached is True}
    spent = sum((seconds for number, seconds in records.items() if number not in known), 0.0)
    return spent, sum((records[number] for number in known), 0.0)
