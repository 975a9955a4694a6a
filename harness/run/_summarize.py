"""RunSummary from the tables of a run."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.checker.verdict import Status
from harness.run._attempts import ProblemStates, State
from harness.run.summary import ProblemOutcome, RunSummary

_OUTCOMES = {State.PROVED: True, State.FAILED: False, State.GENERATED: None, State.MISSING: None}


def outcome_of(name: str, split: str, states: ProblemStates, *, early_stop: bool) -> ProblemOutcome:
    """The outcomes of one problem; planned attempts that are not there yet count as without a verdict."""
    outcomes: list[bool | None] = []
    for state in states.states:
        if state == State.EXHAUSTED:
            continue
        outcomes.append(_OUTCOMES[State(state)])
        if early_stop and state == State.PROVED:
            break
    return ProblemOutcome(name, split, tuple(outcomes))


def summarize(
    folder: Path,
    connection: sqlite3.Connection,
    settings: Mapping[str, Any],
    problems: list[tuple[str, str]],
    states: Mapping[str, ProblemStates],
) -> RunSummary:
    """The summary of a run. problems: (name, split) in bench order. Raises sqlite3.Error."""
    early_stop = bool(settings["early_stop"])
    outcomes = tuple(outcome_of(name, split, states[name], early_stop=early_stop) for name, split in problems)
    verdicts, reasons, cpu_s = count_by_status(connection)
    return RunSummary(
        run_dir=folder,
        bench=settings["bench"],
        model=settings["model"],
        n=settings["n"],
        early_stop=early_stop,
        problems=outcomes,
        verdicts=verdicts,
        reasons=reasons,
        lean_cpu_s=cpu_s,
        complete=not any(None in problem.outcomes for problem in outcomes),
        settings=settings,
    )


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
