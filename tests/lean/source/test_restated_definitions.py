"""A candidate that restates declarations of the problem's header is checked with the header's own ones."""

from __future__ import annotations

from itertools import product

import pytest

from harness.lean.source import assemble
from harness.problem import Problem

HEADER = """prelude
import Embedded.Base

open Nat

abbrev p_solution : Nat := 5

def dbl : Nat → Nat
  | 0 => 0
  | n + 1 => dbl n + 2

namespace My
def inner : Nat := 1
end My

structure Pair where
  one : Nat

theorem known : 1 = 1 := rfl

"""
PROBLEM = Problem("p", "test", "theorem p : 2 + 3 = p_solution := by\n", HEADER)
PROOF = "theorem p : 2 + 3 = p_solution := by\n  rfl"


def kept(candidate: str) -> str:
    """The words of the candidate that Lean gets; its lines stay where they are."""
    found = assemble(PROBLEM, candidate)
    assert found.text == HEADER + found.candidate
    assert found.candidate.count("\n") == candidate.count("\n")
    return " ".join(found.candidate.split())


RESTATED = {
    "an answer": "abbrev p_solution : Nat := 5",
    "with a doc comment and an attribute": "/-- It. -/\n@[reducible] def p_solution : Nat :=\n  2 +\n    3",
    "with an attribute on its line": "@[simp] def dbl : Nat → Nat\n  | 0 => 0\n  | n + 1 => dbl n + 2",
    "with modifiers": "@[simp]\nprotected noncomputable def dbl (n : Nat) : Nat := n + n",
    "patterns on the signature's line": "def dbl : Nat → Nat | 0 => 0 | n + 1 => dbl n + 2",
    "patterns at the margin": "def dbl : Nat → Nat\n| 0 => 0\n| n + 1 => dbl n + 2\ntermination_by n => n",
    "with open before it": "open Nat in\nset_option pp.all true in\n/-- text -/\ndef dbl : Nat := 1",
    "with where": "def dbl (n : Nat) : Nat := go n\nwhere\n  /-- text -/\n  @[simp] go n := n + n",
    "with open inside": "def dbl (n : Nat) : Nat := by\n  open Nat in\n  exact n + n",
    "by its whole name": "def My.inner : Nat := 1",
    "from the root": "def _root_.dbl (n : Nat) : Nat := n + n",
    "a structure": "structure Pair where\n  /-- text -/\n  one : Nat\n  deriving Repr",
    "a theorem": "@[simp] theorem known : 1 = 1 := by\n  rfl",
    "a lemma": "lemma known : 1 = 1 := rfl",
    "a term at the margin": "def dbl : Nat → Nat :=\nfun n =>\nn + n",
    "a block of definitions": "mutual\ndef dbl (n : Nat) : Nat := n + n\nabbrev p_solution : Nat := 5\nend",
    "operators that look like brackets": "def dbl (n : Nat) : Nat := n⌋n",
}
BETWEEN = ("\n\n", "\n", "\n  ", " ", "  -- text\n")
FOLLOWING = (
    "local instance : Inhabited Nat := ⟨1⟩",
    "public def q : Nat := 1",
    "meta def q : Nat := 1",
    'scoped notation "x" => 1',
    "attribute [local simp] Nat.add_comm",
    "unseal Nat.add",
    "grind_pattern Nat.add_comm => x + y",
    "#check Nat",
    "section A\nend A",
    "open Nat in theorem q : 1 = 1 := rfl",
    "deriving instance Repr for Pair2",
    "/-! text -/",
    "variable (n : Nat)",
    "",
)


@pytest.mark.parametrize("restated", RESTATED.values(), ids=RESTATED)
def test_it_goes_alone(restated: str) -> None:
    for following, between in product(FOLLOWING, BETWEEN):
        # A word of a library is a command at the head of its line; Lean says what is wrong elsewhere.
        if following.startswith("unseal") and between == " ":
            continue
        candidate = f"{restated}{between}{following}\n{PROOF}"
        assert kept(candidate) == " ".join(f"{following} {PROOF}".split()), candidate


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("namespace A\ndef q : Nat := 1\nend A\n", ""),
        ("namespace A\ndef dbl : Nat := 1\nend A\n", ""),
        ("section\n", "end\n"),
        ("noncomputable section\n", ""),
        ("mutual\ndef q : Nat := 1\n", "end\n"),
        ("theorem q : 1 = 1 := (rfl\n\n", ""),
    ],
)
def test_it_goes_wherever_it_stands(before: str, behind: str) -> None:
    restated = "@[simp] def dbl : Nat → Nat\n  | 0 => 0\n  | n + 1 => dbl n + 2\n"
    assert kept(f"{before}{restated}{behind}{PROOF}") == " ".join(f"{before}{behind}{PROOF}".split())


@pytest.mark.parametrize(
    "candidate",
    [
        f"def q_solution : Nat := 5\n\n{PROOF}",
        f"namespace A\ndef dbl : Nat := 1\n{PROOF}\nend A",
        f"namespace A\nnamespace B\nend B\nabbrev p_solution : Nat := 1\nend A\n{PROOF}",
        f"def inner : Nat := 2\n{PROOF}",
        f"opaque dbl : Nat → Nat\n{PROOF}",
        f"example : Nat := dbl 1\n{PROOF}",
        f"instance : Inhabited Pair := ⟨⟨1⟩⟩\n{PROOF}",
    ],
)
def test_what_is_another_name_stays(candidate: str) -> None:
    assert kept(candidate) == " ".join(candidate.split())


@pytest.mark.parametrize(
    "candidate",
    [
        f"def dbl (n : Nat) : Nat := n + n\nour_own_command foo\n{PROOF}",
        f"  def dbl (n : Nat) : Nat :=\n    n + n\n  our_own_command foo\n{PROOF}",
        f"def dbl (n : Nat) : Nat := n + n\nsyntax_of_ours\n\n{PROOF}",
    ],
)
def test_where_its_end_cannot_be_told_it_is_left_to_lean(candidate: str) -> None:
    assert kept(candidate) == " ".join(candidate.split())


def test_a_definition_in_the_headers_own_namespace() -> None:
    header = "prelude\nimport Embedded.Base\n\nnamespace My\ndef dbl (n : Nat) : Nat := n + n\n\n"
    problem = Problem("My.p", "test", "theorem p : dbl 1 = 2 := by\n", header)
    proof = "theorem p : dbl 1 = 2 := by\n  rfl"
    for restated in ("def dbl (n : Nat) : Nat := n + n\n", "def _root_.My.dbl (n : Nat) : Nat := n + n\n"):
        assert assemble(problem, restated + proof).candidate.split() == proof.split()
    for other in ("def _root_.dbl (n : Nat) : Nat := n\n", "def My.dbl (n : Nat) : Nat := n\n"):
        assert other.strip() in assemble(problem, other + proof).candidate


def test_a_header_is_repeated_only_up_to_the_end_of_a_command() -> None:
    header = "import A\n\nstructure S where\n  one : Nat\n"
    problem = Problem("p", "test", "theorem p : 1 = 1 := by\n", header)
    for more in ("", "  two : Nat\n", "  deriving Repr\n"):
        candidate = f"import A\nstructure S where\n  one : Nat\n{more}theorem p : 1 = 1 := rfl\n"
        assert assemble(problem, candidate).candidate.split() == [
            "theorem",
            "p",
            ":",
            "1",
            "=",
            "1",
            ":=",
            "rfl",
        ]
