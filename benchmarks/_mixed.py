"""Candidates of every kind, each one different: good, wrong, sorry, out of heartbeats, of time, of memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from harness.problem import Problem
from harness.sandbox import Limits

HEADER = "prelude\nimport Embedded.Arith\n\n"
_DEEP_HEADER = HEADER + "set_option maxRecDepth 100000000\n\n"
LIMITS = Limits(cpu_s=20, heartbeats=2_000)
_TIGHT = replace(LIMITS, cpu_s=1, heartbeats=0)
_SMALL = replace(LIMITS, memory=256 << 20, heartbeats=0)
_LOOP = "  repeat rw [Nat.add_comm]"
ACKERMANN = (
    "(Nat.rec (motive := fun _ => Nat → Nat) (fun n => n + 1) "
    "(fun _ f n => Nat.rec (f 1) (fun _ k => f k) n) 4 3 : Nat)"
)
_GOALS = 12
"""Different statements of each form: a reference is compiled for each."""

OVERFLOW = "theorem t : 1 = " + "(" * 2_000_000 + "1" + ")" * 2_000_000 + " := rfl\n"
CRASH = _DEEP_HEADER + OVERFLOW
"""A whole text that overflows Lean's stack; the policy lets no candidate be that long."""

_TRUE = ("{i} + n = n + {i}", "n + {i} ≤ n + {j}", "{i} * n + n = {j} * n", "n < {i} → n < {j}")
_GOOD = ("  omega", "  first\n  | omega\n  | simp", "  have h : {i} ≤ {j} := by decide\n  omega")
_FALSE = ("n + {j} = n + {i}", "{j} ≤ n", "n * n = {i}")
_WRONG = (
    "  omega",
    "  simp",
    "  rfl",
    "  exact Nat.nothing n",
    "  decide",
    "  (omega",
    "  intro h\n  exact h",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate with what it is meant to be, and its limits."""

    kind: str
    problem: Problem
    text: str
    limits: Limits = LIMITS


def mixed(count: int) -> Iterator[Candidate]:
    """`count` candidates.

    Of each hundred 47 are good, 40 wrong, 5 have holes, 5 run out of heartbeats, 2 of time, 1 of memory.
    """
    for i in range(count):
        place = i * 37 % 100
        if place < 47:
            yield _candidate("good", i, _TRUE[i % len(_TRUE)], _GOOD[i // 4 % len(_GOOD)])
        elif place < 87:
            # A false statement, or a true one whose proof fails.
            goal = (*_FALSE, *_TRUE)[i % (len(_FALSE) + len(_TRUE))]
            yield _candidate("wrong", i, goal, _WRONG[i // 3 % len(_WRONG)])
        elif place < 92:
            yield _candidate("sorry", i, _TRUE[i % len(_TRUE)], "  sorry")
        elif place < 96:
            yield _candidate("heartbeats", i, "n + {i} = {j} + n + 1", _LOOP)
        elif place < 97:
            yield _candidate("heartbeats", i, "n * {i} = {j} + n + 1", _LOOP)
        elif place < 99:
            yield _candidate("cpu", i, "n + {i} = {j} + n + 1", _LOOP, limits=_TIGHT)
        else:
            text = "  decide +kernel"
            yield _candidate("memory", i, f"{ACKERMANN} = {{i}}", text, header=_DEEP_HEADER, limits=_SMALL)


def _candidate(
    kind: str, i: int, goal: str, proof: str, *, header: str = HEADER, limits: Limits = LIMITS
) -> Candidate:
    """The statement is one of a few, the text is this candidate's alone."""
    number = i % _GOALS
    goal, proof = (text.replace("{i}", str(number)).replace("{j}", str(number + 1)) for text in (goal, proof))
    problem = Problem(f"mixed_{number}", "test", f"theorem mixed_{number} (n : Nat) : {goal} := by", header)
    return Candidate(kind, problem, f"{proof}\n  -- {i}", limits)
