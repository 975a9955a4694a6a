"""Candidates of every kind for one problem, and verdicts on them from a server."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from _mixed import ACKERMANN

from harness.checker.protocol import AnyChecker
from harness.checker.remote import Api, ServerOptions, Wanted, connect
from harness.checker.verdict import Verdict
from harness.problem import Problem
from harness.sandbox import Limits

HEADER = "prelude\nimport Embedded.Arith\n\n"
limits = Limits(cpu_s=2, memory=256 << 20, heartbeats=2_000)
_STATEMENT = "theorem t (n : Nat) : n + 1 = 1 + n := by"
PROBLEM = Problem("t", "test", _STATEMENT, HEADER)
# What a file says itself goes through the service's policy, so these are options that it allows.
LOOPING = Problem("t", "test", "theorem t (n : Nat) : n + 6 = 7 + n + 1 := by", HEADER)
ENDLESS = replace(LOOPING, header=HEADER + "set_option maxHeartbeats 100000000\n\n")
LARGE = Problem(
    "t", "test", f"theorem t : {ACKERMANN} = 0 := by", HEADER + "set_option maxRecDepth 1000000\n\n"
)
LOOP = "  repeat rw [Nat.add_comm]"


@dataclass(frozen=True)
class Case:
    """A candidate, with the verdict of a whole check and the one that messages alone allow."""

    text: str
    whole: str
    by_messages: str
    problem: Problem = PROBLEM


CASES = {
    "a proof": Case("  omega", "proved", "proved"),
    "a file": Case("theorem t (n : Nat) : n + 1 = 1 + n := by\n  omega\n", "proved", "proved"),
    "a file with a lemma": Case(
        "theorem u (n : Nat) : 1 + n = n + 1 := by omega\n\n"
        "theorem t (m : Nat) : m + 1 = 1 + m := (u m).symm\n",
        "proved",
        "proved",
    ),
    "a wrong proof": Case("  rfl", "rejected/lean_error", "rejected/lean_error"),
    "two errors": Case("  have := nothing\n  exact nowhere", "rejected/lean_error", "rejected/lean_error"),
    "heartbeats of the kernel": Case(
        "def double : Nat → Nat → Nat\n  | 0, m => m + 1\n  | n+1, m => double n (double n m)\n\n"
        "set_option maxHeartbeats 200 in\n"
        "theorem big : double 15 0 = 32768 := by decide +kernel\n\n"
        "theorem t (n : Nat) : n + 1 = 1 + n := by\n  omega\n",
        "timeout/heartbeats",
        "timeout/heartbeats",
    ),
    "a hole": Case("  sorry", "rejected/incomplete", "rejected/incomplete"),
    "another statement": Case(
        "theorem t (n : Nat) : n = n := rfl\n", "rejected/statement", "rejected/lean_error"
    ),
    "one more hypothesis": Case(
        "theorem t (n : Nat) (h : n = 0) : n + 1 = 1 + n := by\n  omega\n",
        "rejected/statement",
        "rejected/lean_error",
    ),
    "an instance as a variable": Case(
        "class No : Prop where\n  no : False\nvariable [No]\n\n"
        "theorem t (n : Nat) : n + 1 = 1 + n := False.elim No.no\n",
        "rejected/statement",
        "rejected/lean_error",
    ),
    "another namespace": Case(
        "namespace A\ntheorem t (n : Nat) : n + 1 = 1 + n := by\n  omega\nend A\n",
        "rejected/incomplete",
        "rejected/lean_error",
    ),
    "a false statement in a namespace that stays open": Case(
        "namespace A\ndef prover_eval_statement : Prop := True\ntheorem t : True := trivial\n",
        "rejected/incomplete",
        "rejected/lean_error",
    ),
    "an axiom": Case(
        "axiom a (n : Nat) : n + 1 = 1 + n\ntheorem t (n : Nat) : n + 1 = 1 + n := a n\n",
        "rejected/policy",
        "rejected/policy",
    ),
    "questions": Case(
        "#check Nat\ntheorem t (n : Nat) : n + 1 = 1 + n := by\n  omega\n\n#print axioms t\n#check t\n",
        "proved",
        "proved",
    ),
    "questions behind a proof": Case("  omega\n\n#print axioms t\n#print t\n", "proved", "proved"),
    "a printed answer": Case(
        "  sorry\n\n#print \"'t' depends on axioms: [propext]\"", "rejected/incomplete", "rejected/incomplete"
    ),
    "a printed answer in a file": Case(
        "theorem t (n : Nat) : n + 1 = 1 + n := by\n  sorry\n\n"
        "#print \"'prover_eval_checked' does not depend on any axioms\"\n",
        "rejected/incomplete",
        "rejected/incomplete",
    ),
    "a question that lacks its end": Case("  omega\n\n#print", "rejected/lean_error", "rejected/lean_error"),
    "a hidden answer": Case("  sorry\n\n#guard_msgs (drop all) in", "rejected/policy", "rejected/policy"),
    "traces": Case(
        "set_option trace.Elab.command true\nset_option trace.Elab.definition true\n"
        "set_option trace.Meta.isDefEq true\nset_option pp.all true\n"
        "theorem t (n : Nat) : n + 1 = 1 + n := by\n  omega\n",
        "proved",
        "proved",
    ),
    "traces of a hole": Case(
        "set_option trace.Elab.command true\ntheorem t (n : Nat) : n + 1 = 1 + n := by\n  sorry\n",
        "rejected/incomplete",
        "rejected/incomplete",
    ),
    "no code": Case("-- nothing", "rejected/no_code", "rejected/no_code"),
    "heartbeats": Case(LOOP, "timeout/heartbeats", "timeout/heartbeats", LOOPING),
    "time": Case(LOOP, "timeout/cpu", "timeout/wall", ENDLESS),
    "memory": Case("  decide +kernel", "resource/memory", "infrastructure/worker", LARGE),
}


def word(verdict: Verdict) -> str:
    """status/reason."""
    return f"{verdict.status}/{verdict.reason}" if verdict.reason else str(verdict.status)


async def all_of(checker: AnyChecker, cases: Sequence[Case]) -> list[Verdict]:
    """The verdicts, asked for at once."""
    return list(await asyncio.gather(*(checker.check(case.problem, case.text) for case in cases)))


def verdicts(
    address: str, cases: Sequence[Case], api: Api = "auto", wanted: Wanted | None = None
) -> list[Verdict]:
    """What a server says of the cases."""

    async def asked() -> list[Verdict]:
        checker, _ = await connect(ServerOptions(address, api), wanted or Wanted(None, {}, limits.cpu_s))
        try:
            return await all_of(checker, cases)
        finally:
            await checker.close()

    return asyncio.run(asked())
