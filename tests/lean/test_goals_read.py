"""Goal states out of the messages of a real Lean, by lean-dojo's parser and by our own."""

from __future__ import annotations

import asyncio
import importlib.util

import pytest

from harness.checker.engines import ProcessEngine
from harness.errors import UsageError
from harness.lean.goals import MAX_GOALS, Goal, Hypothesis, read_goals
from harness.sandbox import Limits

LEAN_DOJO = importlib.util.find_spec("lean_dojo") is not None
PARSERS = [
    "own",
    pytest.param(
        "lean-dojo",
        marks=pytest.mark.skipif(not LEAN_DOJO, reason="the extra [lean-dojo] isn't installed"),
    ),
]
LONG = "∀ (n : Nat), p n → q n → p (n + 1) → q (n + 2) → p (n + 3) → q (n + 4) → p (n + 5) → q (n + 60000)"
TEXT = f"""prelude
import Embedded.Arith
theorem one (p q : Nat → Prop) (h : {LONG} ∧ p 8000000 ∧ q 9000000 ∧ p 10000000 ∧ q 7000000) (x : Nat) :
    p x ∧ q x := by
  constructor
theorem two (a b : Nat) (h : a < b) : a + 1 = b := by
  let y := 3
  cases h
theorem three (a b : Nat) (h : a < b) : a + 1 = b := by
  assumption
theorem four (a b : Nat) : a = b := by
  rfl
theorem five (a b : Nat) (h : a < b) : a + 1 = b := by
  simp
theorem six (a b : Nat) (h : a < b) : a + 1 = b := by
  exact h
"""


@pytest.fixture(scope="module")
def messages(process_engine: ProcessEngine) -> list[str]:
    done = asyncio.run(process_engine.elaborate(TEXT, Limits()))
    return [message.text for message in done.messages if message.severity == "error"]


@pytest.mark.parametrize("parser", PARSERS)
def test_goals_of_failed_proofs(messages: list[str], parser: str) -> None:
    goals = [read_goals(message, parser) for message in messages]
    assert len(goals) == 6
    assert [[goal.case for goal in found] for found in goals] == [
        ["left", "right"],
        ["refl", "step"],
        [""],
        [""],
        [],
        [],
    ]
    left, right = goals[0]
    assert [one.name for one in left.hypotheses] == ["p", "q", "h", "x"]
    assert (left.conclusion, right.conclusion) == ("p x", "q x")
    wide = next(one.type for one in left.hypotheses if one.name == "h")
    assert "\n" in wide
    assert " ".join(wide.split()).endswith("∧ q 7000000")
    step = goals[1][1]
    assert Hypothesis("y", "Nat := 3") in step.hypotheses
    assert step.hypotheses[-1].name == "a✝"
    assert goals[2] == (
        Goal((Hypothesis("a", "Nat"), Hypothesis("b", "Nat"), Hypothesis("h", "a < b")), "a + 1 = b"),
    )
    assert goals[3] == (Goal((Hypothesis("a", "Nat"), Hypothesis("b", "Nat")), "a = b"),)


@pytest.mark.skipif(not LEAN_DOJO, reason="the extra [lean-dojo] isn't installed")
def test_both_parsers_agree(messages: list[str]) -> None:
    for message in messages:
        assert read_goals(message, "own") == read_goals(message, "lean-dojo") == read_goals(message)


@pytest.mark.skipif(not LEAN_DOJO, reason="the extra [lean-dojo] isn't installed")
def test_lean_dojo_as_a_whole_is_not_imported() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from harness.lean.goals import read_goals\n"
        "assert read_goals('n : Nat\\n⊢ n = 0', 'lean-dojo')[0].conclusion == 'n = 0'\n"
        "print([name for name in ('lean_dojo', 'ray') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    "message",
    [
        "",
        "unknown identifier 'foo'",
        "⊢ a ⊢ b",
        "see `⊢ x` in the manual",
        "⊢",
        "a : b\n" * 5000 + "⊢ c",
        ":\n" * 3000 + "⊢",
        "case \n⊢ x",
        " : \n : \n⊢ y",
        "\ud800 : Nat\n⊢ z",
    ],
)
def test_odd_messages_are_no_failure(message: str, parser: str) -> None:
    assert len(read_goals(message, parser)) <= 1


@pytest.mark.parametrize("parser", PARSERS)
def test_many_goals_are_cut_off(parser: str) -> None:
    assert len(read_goals("\n\n".join(f"n : Nat\n⊢ n = {i}" for i in range(500)), parser)) == MAX_GOALS


def test_an_unknown_parser() -> None:
    with pytest.raises(UsageError, match="auto, lean-dojo, own"):
        read_goals("⊢ x", "regex")
