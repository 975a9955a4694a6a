"""Texts that every engine judges alike: good and wrong ones, and one for each limit."""

from __future__ import annotations

from _mixed import ACKERMANN, OVERFLOW

from harness.checker.verdict import Reason, Status
from harness.sandbox import Limits

HEADER = "prelude\nimport Embedded.Arith\n"
MIB = 1 << 20
LIMITS = Limits(cpu_s=20, wall_s=120)
UNBOUND = "set_option maxHeartbeats 0\nset_option maxRecDepth 100000000\n"
REPEAT = "theorem loop (a b c : Nat) : a + b = c + 1 := by\n  repeat rw [Nat.add_comm]\n"
LOOP = UNBOUND + REPEAT
GROWS = UNBOUND + f"theorem t : {ACKERMANN} = 0 := by decide +kernel\n"
"""Takes memory without end."""
OVERFLOW_TEXT = HEADER + UNBOUND + OVERFLOW
DOUBLING = "def double : Nat → Nat → Nat\n  | 0, m => m + 1\n  | n+1, m => double n (double n m)\n"
GOOD = "theorem t (a b : Nat) (h : a < b) : a + 1 ≤ b := by omega\n"

MIXED = {
    "true": GOOD,
    "false": "theorem t (a b : Nat) (h : a < b) : a + 2 ≤ b := by omega\n",
    "hole": "theorem t (a : Nat) : a = 0 := by sorry\n",
    "two errors": "theorem t (a : Nat) : a = 0 := by omega\ntheorem u : 1 = 2 := by rfl\n",
    "syntax": "theorem t (a : Nat : a = a := rfl\n",
    "open end": "namespace A\ntheorem t : 1 = 1 := rfl\n",
    "comment": "/- never closed\ntheorem t : 1 = 1 := rfl\n",
    "private": "private theorem h : 1 = 1 := rfl\ntheorem t : 1 = 1 := h\n",
    "many": "".join(f"theorem t{i} : {i} = {i} := rfl\n" for i in range(40)),
    "windows lines": "theorem t (a b : Nat) (h : a < b) :\r\n    a + 1 ≤ b := by\r\n  omega\r\n",
    "information": "#print axioms trivial\n#check Nat\n",
    "option": "set_option pp.all true in\ntheorem t : 1 = 2 := by decide\n",
    "unused": "theorem t (p q : Prop) (hp : p) (hq : q) : p := by\n  have := hq\n  exact hp\n",
    "nothing": "",
    "powers": "theorem t : 2 ^ 300 = 2 ^ 299 * 2 := by decide\ntheorem u : 2 ^ 300000 = 0 := by decide\n",
    "exit": "#exit\ntheorem t : 1 = 2 := rfl\n",
    "later import": "open Nat\nimport Embedded.Logic\n",
}

LIMIT_CASES: dict[str, tuple[str, Limits, Status, Reason]] = {
    "heartbeats": (REPEAT, Limits(cpu_s=60, heartbeats=100), Status.TIMEOUT, Reason.HEARTBEATS),
    "heartbeats of the kernel": (
        DOUBLING + "theorem t : double 15 0 = 32768 := by decide +kernel\n",
        Limits(cpu_s=60, heartbeats=200),
        Status.TIMEOUT,
        Reason.HEARTBEATS,
    ),
    "cpu": (LOOP, Limits(cpu_s=1), Status.TIMEOUT, Reason.CPU),
    "wall": (LOOP, Limits(cpu_s=60, wall_s=1), Status.TIMEOUT, Reason.WALL),
    "memory": (GROWS, Limits(cpu_s=60, memory=300 * MIB), Status.RESOURCE, Reason.MEMORY),
    # It passes this limit long before the other, though it may be the other that ends it.
    "cpu before memory": (GROWS, Limits(cpu_s=0.2, memory=300 * MIB), Status.TIMEOUT, Reason.CPU),
    "output": (
        "#print axioms trivial\n" * 2000,
        Limits(cpu_s=60, output=64 << 10),
        Status.RESOURCE,
        Reason.OUTPUT,
    ),
    "files": (
        "\n".join(f"theorem t{i} : {i} = {i} := rfl" for i in range(100)),
        Limits(cpu_s=60, scratch=32 << 10),
        Status.RESOURCE,
        Reason.FILES,
    ),
    "stack": (
        UNBOUND + OVERFLOW,
        Limits(cpu_s=60),
        Status.RESOURCE,
        Reason.STACK,
    ),
}
"""A text behind HEADER, the limits that it breaks one of, and what comes of it."""
