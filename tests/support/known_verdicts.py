"""Verdicts of every status: those in the run in tests/run/schema_3 and in the rows of test_codec.py."""

from __future__ import annotations

from harness.checker.codec import record_of
from harness.checker.record import CheckRecord
from harness.checker.verdict import Message, Reason, Status, Verdict

MESSAGES = (
    Message("error", 'unsolved goals\n⊢ p ∧ "q"', 5, 2, 5, 9, "Tactic.unsolvedGoals"),
    Message("warning", "unused", 6, 0),
)
RECORD = record_of(
    {
        "toolchain": "embedded",
        "engine": "fork",
        "limits": {"cpu_s": 60.0, "wall_s": 300.0},
        "audit": "olean",
        "replay": "kernel",
    }
)
VERDICTS = (
    Verdict(
        Status.PROVED,
        axioms=("Quot.sound", "propext"),
        messages=MESSAGES[1:],
        cpu_s=0.25,
        wall_s=1.5,
        record=RECORD,
    ),
    Verdict(
        Status.REJECTED,
        Reason.LEAN_ERROR,
        "line 5: unsolved goals",
        messages=MESSAGES,
        cpu_s=0.125,
        wall_s=0.5,
        record=RECORD,
    ),
    Verdict(
        Status.TIMEOUT,
        Reason.CPU,
        "CPU time over 60 s",
        cpu_s=60.5,
        wall_s=61.0,
        record=RECORD,
        cached=True,
    ),
    Verdict(Status.RESOURCE, Reason.STACK, "Lean crashed", axioms=(), record=CheckRecord()),
    Verdict(Status.INFRASTRUCTURE, Reason.WORKER, "the replay server has ended, twice", record=RECORD),
)
