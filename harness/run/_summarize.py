"""RunSummary from the tables of a run."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.checker.verdict import Reason, Status
from harness.errors import StoreError
from harness.prompts.extract import why_of
from harness.run._attempts import ProblemStates, State, next_slot
from harness.run._causes import answers, common_errors
from harness.run._recorded import odd_attempt
from harness.run.endpoints import read_endpoints
from harness.run.summary import Count, ProblemOutcome, RunSummary


def outcome_of(
    name: str, split: str, states: ProblemStates, *, width: int, early_stop: bool, count: Count
) -> ProblemOutcome:
    """The outcomes of one problem; what is planned and not there yet counts as without a verdict.

    width: attempts for each sample, its rounds included.
    """
    outcomes: list[bool | None] = []
    for sample in range(len(states.states) // width):
        made = states.states[sample * width : (sample + 1) * width]
        if made[0] == State.EXHAUSTED:
            continue
        proved = State.PROVED in made
        last = True if proved else None if next_slot(states.states, sample, width) is not None else False
        if count == "attempts":
            outcomes += [False] * sum(state in (State.FAILED, State.REFUSED) for state in made)
            if last is not False:
                outcomes.append(last)
        else:
            outcomes.append(last)
        if early_stop and proved:
            break
    return ProblemOutcome(name, split, tuple(outcomes))


def summarize(
    folder: Path,
    connection: sqlite3.Connection,
    settings: Mapping[str, Any],
    problems: list[tuple[str, str]],
    states: Mapping[str, ProblemStates],
    count: Count = "samples",
) -> RunSummary:
    """The summary of a run. problems: (name, split) in bench order. Raises StoreError, sqlite3.Error."""
    if (odd := odd_attempt(connection)) is not None:
        raise StoreError(f"{folder} is damaged: {odd} can't be read; put a copy of it back")
    early_stop, rounds = bool(settings["early_stop"]), int(settings.get("rounds", 0))
    outcomes = tuple(
        outcome_of(name, split, states[name], width=rounds + 1, early_stop=early_stop, count=count)
        for name, split in problems
    )
    prompt_tokens, completion_tokens, cost = _spent(connection)
    in_order = early_stop or (count == "attempts" and rounds > 0)
    verdicts, reasons, cpu_s = count_by_status(connection)
    return RunSummary(
        run_dir=folder,
        bench=settings["bench"],
        model=settings["model"],
        n=settings["n"] * (rounds + 1 if count == "attempts" else 1),
        early_stop=in_order,
        problems=outcomes,
        verdicts=verdicts,
        reasons=reasons,
        lean_cpu_s=cpu_s,
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
    )


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


def count_by_status(connection: sqlite3.Connection) -> tuple[dict[str, int], dict[str, int], float]:
    """Verdicts by status, by "status/reason" (but proved), and the sum of their CPU seconds."""
    verdicts = dict.fromkeys((status.value for status in Status), 0)
    reasons: dict[str, int] = {}
    total = 0.0
    for status, reason, count, cpu_s in connection.execute(
        "SELECT status, reason, count(*), total(cpu_s) FROM attempts WHERE status IS NOT NULL "
        "GROUP BY status, reason ORDER BY status, reason"
    ):
        verdicts[status] = verdicts.get(status, 0) + count
        total += cpu_s
        if reason is not None:
            reasons[f"{status}/{reason}"] = count
    return verdicts, reasons, total
