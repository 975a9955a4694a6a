"""What a person sees of two statements that aren't the same."""

from __future__ import annotations

import pytest
from lean_compiler import LeanCompiler

from harness.checker.audit import facts_of
from harness.checker.audit.shown import MOST_SHOWN, mismatch_in
from harness.checker.audit.steps import MAX_DETAIL
from harness.checker.verdict import Reason, Refusal, Status, Verdict

ASKED = "theorem goal (a b : Nat) : a + b = b + a := sorry\n"


def verdict(lean: LeanCompiler, stated: str, asked: str = ASKED) -> Verdict:
    """The audit's word on a statement, as a verdict."""
    facts = facts_of(lean.module(stated), lean.module(asked), ("goal",))
    found = facts.steps[-1]
    assert isinstance(found, Refusal)
    return Verdict(Status.REJECTED, found.reason, found.detail)


@pytest.mark.parametrize(
    ("stated", "lines"),
    [
        (
            "theorem goal (a b : Nat) : a + b = a + b := rfl\n",
            [
                "stated: ∀ (a b : Nat), a + b = a + b",
                "asked:  ∀ (a b : Nat), a + b = b + a",
                "                               ^^^^^",
            ],
        ),
        (
            "theorem goal (x y : Nat) : x + y = y := sorry\n",
            [
                "stated: ∀ (a b : Nat), a + b = b",
                "asked:  ∀ (a b : Nat), a + b = b + a",
                "                                ^^^^",
            ],
        ),
        (
            "theorem goal (a b : Int) : a + b = b + a := sorry\n",
            [
                "stated: ∀ (a b : Int), a + b = b + a",
                "asked:  ∀ (a b : Nat), a + b = b + a",
                "                 ^^^",
            ],
        ),
        (
            "theorem goal (a b : Nat) : @Eq Nat (@HAdd.hAdd Nat Nat Nat ⟨Nat.add⟩ a b) (b + a) := sorry\n",
            [
                "stated: ∀ (a b : Nat), a + b = b + a",
                "asked:  ∀ (a b : Nat), a + b = b + a",
                "alike but for HAdd.mk.{0, 0, 0} against instHAdd.{0}",
            ],
        ),
    ],
)
def test_both_statements_stand_below_each_other(lean: LeanCompiler, stated: str, lines: list[str]) -> None:
    found = mismatch_in(verdict(lean, stated))
    assert found is not None
    assert found.title == "goal states something else"
    shown = list(found.lines())
    if found.hidden:
        # What differs first is Lean's matter; that something does is told.
        assert shown[:2] == lines[:2] and shown[2].startswith("alike but for ") and " against " in shown[2]
    else:
        assert shown == lines


def test_the_same_statement_under_other_names_is_none(lean: LeanCompiler) -> None:
    facts = facts_of(
        lean.module("theorem goal (x y : Nat) : x + y = y + x := Nat.add_comm x y\n"),
        lean.module(ASKED),
        ("goal",),
    )
    assert not any(isinstance(step, Refusal) for step in facts.steps)


def test_of_long_statements_the_part_that_differs_is_shown(lean: LeanCompiler) -> None:
    sums = [f"a + {number}" for number in range(150)]
    asked = f"theorem goal (a : Nat) : {' = 0 ∧ '.join(sums)} = 0 := sorry\n"
    found = verdict(lean, asked.replace("a + 75 ", "a + 7500 "), asked)
    mismatch = mismatch_in(found)
    assert mismatch is not None and len(found.detail) <= MAX_DETAIL
    assert "a + 7500 = 0" in mismatch.stated and "a + 75 = 0" in mismatch.asked
    assert len(mismatch.asked) <= MOST_SHOWN + 2
    start, end = mismatch.marked()
    assert (mismatch.asked[start:end] + "    ")[:2] == "75"


def test_other_details_hold_no_statements() -> None:
    for reason, detail in (
        (Reason.STATEMENT, "goal is declared as an axiom, not a theorem"),
        (Reason.POLICY, "goal states something else: stated `a`, asked `b`"),
        (Reason.STATEMENT, "goal states something else: stated `a`, as..."),
    ):
        assert mismatch_in(Verdict(Status.REJECTED, reason, detail)) is None
    told = Verdict(Status.REJECTED, Reason.STATEMENT, "goal states something else: stated `a`, asked `b`")
    assert mismatch_in(told) is not None
