"""Candidates that are judged together get the verdicts that they get alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from harness.checker import CheckerSpec, LeanNeeds, OpenChecker, Status, Verdict, open_checker
from harness.checker.prefilter._text import fitting
from harness.lean.source import assemble
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.sandbox import Limits

HEADER = "prelude\nimport Embedded.Arith\n\n"
PROBLEM = Problem("t", "test", "theorem t (a b : Nat) (h : a ≤ b) : a + a ≤ b + b := by\n", HEADER)
LIMITS = Limits(cpu_s=10, heartbeats=20_000)
NEEDS = LeanNeeds("candidates", "embedded")
WRONG = "exact h"
#: Candidates, and whether they are rejected without a check of their own.
TOGETHER = {
    "proved": ("omega", False),
    "wrong": ("  apply Nat.add_le_add\n  exact h\n  exact nowhere", True),
    "two errors": ("have x : a = b := nowhere\nhave y : a = b := nothing\nomega", True),
    "a warning beside the error": ("have x := h\nexact nowhere", True),
    "parse error within": ("exact h )", True),
    "unknown tactic": ("nonsense at h", True),
    "holes with numbers": ("apply Nat.le_trans\nexact (_ : _ = _) ▸ h", True),
    "named holes": ("refine Nat.le_trans ?left ?right\nexact h", True),
    "unknown universe": ("exact @id.{u} _ h", True),
    "auto-bound name": ("have : ∀ x : List α, x = x := fun _ => rfl\nexact nowhere", True),
    "file": ("theorem t (a b : Nat) (h : a ≤ b) : a + a ≤ b + b := by\n  exact h", True),
    "file on one line": ("theorem t (a b : Nat) (h : a ≤ b) : a + a ≤ b + b := by exact h", True),
    "file that ends aligned": (
        "theorem t (a b : Nat) (h : a ≤ b) : a + a ≤ b + b := by have x := h\n"
        "                                                        exact nowhere",
        True,
    ),
    "file with binders in lines": (
        "theorem t\n    (a b : Nat)\n    (h : a ≤ b) :\n    a + a ≤ b + b := by\n  exact h",
        True,
    ),
    "file with another statement": ("theorem t (a b : Nat) : a ≤ b := by\n  omega", True),
    "file with a type that is bound": ("theorem t (a b : Nat) (h : a ≤ b) (p : Foo) : a ≤ b := h", False),
    "file with an unknown type": ("theorem t (a b : Nat) (h : a ≤ b) (p : Foo.x) : a ≤ b := h", True),
    "comment behind": ("exact h\n-- over", True),
    "unicode": ("have «α β» := h\nexact «α β»", True),
    "a hole": ("sorry", False),
    "a hole and an error": ("have x : a = b := by sorry\nexact nowhere", True),
    "open bracket": ("exact (h", False),
    "open string": ('exact "h', False),
    "open comment": ("exact h /- nothing", False),
    "nothing behind exact": ("exact", False),
    "nothing behind by": ("have x : a = b := by", True),
    "doc behind": ("exact h\n/-- over -/", False),
    "own name": ("exact t a b h", False),
    "own name with root": ("exact _root_.t a b h", False),
    "own lemma of its name": ("exact t.aux h", False),
    "terminates": ("exact h\ntermination_by a\ndecreasing_by omega", False),
    "where": ("exact foo h\nwhere foo (x : a ≤ b) : a ≤ b := x", False),
    "let rec": ("let rec f (n : Nat) : Nat := n\nexact h", False),
    "open in": ("open Nat in exact h", False),
    "option": ("set_option maxRecDepth 9 in\nexact h", False),
    "search": ("exact?", False),
    "attribute alone": ("@[simp] theorem t (a b : Nat) (h : a ≤ b) : a + a ≤ b + b := h", False),
    "private": ("private theorem t (a b : Nat) (h : a ≤ b) : a + a ≤ b + b := h", False),
    "own declaration": (
        "@[simp] theorem x : 1 = 2 := nowhere\ntheorem t (a b : Nat) (h : a ≤ b) : a + a ≤ b + b := h",
        False,
    ),
    "our namespace": ("exact PrEv00.t a b h", False),
    "recursion depth": (f"exact {'(' * 600}h{')' * 600}", False),
    "no heartbeats left": ("repeat rw [Nat.add_comm]", False),
    "refused by the policy": ("exact h\n#eval 1", False),
    "empty": ("", False),
}  # fmt: skip


def compared(verdict: Verdict) -> tuple[object, ...]:
    found = (verdict.status, verdict.reason, verdict.detail, verdict.axioms, verdict.checks)
    return (*found, verdict.messages)


def both(
    toolchain: Toolchain, texts: Sequence[str], problem: Problem = PROBLEM, **more: object
) -> tuple[list[Verdict], list[Verdict]]:
    """(verdicts alone, verdicts of texts that come at once)."""

    async def run() -> tuple[list[Verdict], list[Verdict]]:
        spec = replace(CheckerSpec(limits=LIMITS, prefilter="on"), **more)  # type: ignore[arg-type]
        async with open_checker(spec, NEEDS, toolchain=toolchain, jobs=1) as opened:
            alone = [await opened.local.check(problem, text) for text in texts]
            return alone, await at_once(opened, problem, texts)

    return asyncio.run(run())


async def at_once(opened: OpenChecker, problem: Problem, texts: Sequence[str]) -> list[Verdict]:
    return await asyncio.gather(*(opened.checker.check(problem, text) for text in texts))


@pytest.fixture(scope="module", params=[False, True], ids=["all errors", "first error"])
def judged(toolchain: Toolchain, request: pytest.FixtureRequest) -> dict[str, tuple[Verdict, Verdict]]:
    """Every candidate alone, and between two wrong ones."""
    texts = [text for word, _ in TOGETHER.values() for text in (WRONG, word, WRONG)]
    alone, together = both(toolchain, texts, first_error=request.param)
    return dict(zip(TOGETHER, zip(alone[1::3], together[1::3], strict=True), strict=True))


@pytest.mark.parametrize("name", TOGETHER)
def test_it_gets_the_verdict_that_it_gets_alone(
    judged: dict[str, tuple[Verdict, Verdict]], name: str
) -> None:
    alone, together = judged[name]
    assert compared(together) == compared(alone)
    assert (together.record.prefiltered is True) == TOGETHER[name][1]
    assert replace(together.record, prefiltered=True) == replace(alone.record, prefiltered=True)


def test_what_it_cost_is_shared_and_counted(toolchain: Toolchain) -> None:
    (_, wrong), (proof, shared) = both(toolchain, ["omega", WRONG])
    assert proof.proved and proof.elaborations == 2
    assert (shared.status, shared.elaborations) == (Status.REJECTED, 1)
    assert 0 < shared.cpu_s < wrong.cpu_s * 3
    assert shared.wall_s > 0


def test_a_candidate_by_itself_goes_alone(toolchain: Toolchain) -> None:
    _, (found,) = both(toolchain, [WRONG])
    assert found.elaborations == 1 and found.record.prefiltered is None


@pytest.mark.parametrize(
    ("statement", "header"),
    [
        ("theorem t.{u} (α : Type u) (x y : α) (h : x = y) : y = x := by\n", HEADER),
        (
            "theorem t (n : Nat) : double n = n + n := by\n",
            HEADER + "def double (n : Nat) : Nat := n + n\n\n",
        ),
        ("theorem t (n : Nat) : n + 0 = n :=", HEADER + "namespace Outer\n"),
        ("theorem t : m + 0 = m := by", HEADER + "variable (m : Nat)\n\nopen Nat\n"),
        ("theorem t (n : Nat) :\n    n + 0 = n := by sorry", HEADER + "set_option maxRecDepth 1000\n"),
        ("theorem\n  t (n : Nat) : n + 0 = n := by", HEADER),
        ("theorem t.x (n : Nat) : n + 0 = n := by", HEADER),
        ("theorem t (n : Nat) : n + 0 = n := by", HEADER + "open Nat in\n"),
        ("theorem t (n : Nat) : n + 0 = n := by", HEADER + "theorem unused (n m : Nat) : n = n := rfl\n"),
    ],
)
def test_statements_and_headers_of_every_kind(toolchain: Toolchain, statement: str, header: str) -> None:
    name = "Outer.t" if "Outer" in header else "t.x" if "t.x" in statement else "t"
    texts = ["exact nowhere", "simp", "skip", "intro q\nexact q", "foo", "exact h.symm", "by exact nowhere"]
    alone, together = both(toolchain, texts, Problem(name, "test", statement, header))
    assert [compared(found) for found in together] == [compared(found) for found in alone]
    assert all(found.decided for found in alone)


def test_an_endless_candidate_takes_nothing_from_the_others(toolchain: Toolchain) -> None:
    limits = Limits(cpu_s=2, heartbeats=0)
    texts = [WRONG, "repeat rw [Nat.add_comm]", "omega", "exact nowhere"]
    alone, together = both(toolchain, texts, limits=limits)
    assert [compared(found)[:3] for found in together] == [compared(found)[:3] for found in alone]
    assert [found.status for found in together] == ["rejected", "timeout", "proved", "rejected"]


def test_under_open_what_strict_rules_dont_pass_goes_alone(toolchain: Toolchain) -> None:
    texts = ["exact nowhere", "run_tac Lean.logInfo \"x\"\nexact nowhere", "exact nothing"]  # fmt: skip
    alone, together = both(toolchain, texts, policy="open")
    assert [compared(found) for found in together] == [compared(found) for found in alone]
    assert [found.record.prefiltered is True for found in together] == [True, False, True]


def test_engine_process_judges_together_too(toolchain: Toolchain) -> None:
    texts = ["exact nowhere", "omega", "exact h\nexact (h"]
    alone, together = both(toolchain, texts, engine="process")
    assert [compared(found) for found in together] == [compared(found) for found in alone]
    assert [found.record.prefiltered is True for found in together] == [True, False, False]


def test_a_statement_that_doesnt_compile_rejects_nobody(toolchain: Toolchain) -> None:
    broken = Problem("t", "test", "theorem t : Nowhere := by\n", HEADER)
    alone, together = both(toolchain, ["exact nowhere", "rfl"], broken)
    assert not any(found.decided for found in (*alone, *together))


def test_behind_a_header_that_defines_syntax_nobody_is_taken_for_one_that_fits() -> None:
    for more, fits in (("", True), ('notation "foo" => Nat.zero\n', False), ("open Nat in\n", False)):
        problem = replace(PROBLEM, header=HEADER + more)
        assert (fitting(problem, assemble(problem, WRONG), "strict") is not None) == fits
