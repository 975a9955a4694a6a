"""A theorem that states the problem under another name gets the problem's, and no other one does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import CandidateError
from harness.lean.source import assemble, split_theorem
from harness.problem import Problem

PLAIN = Problem("foo", "test", "theorem foo : 1 = 1 := by\n", "")
SUM = Problem(
    "sum", "test", "theorem sum (a b : Nat)\n  (h : a = b) : a + b = b + a := by sorry", "import A\n"
)
QUOTED = Problem("two words", "test", "theorem «two words» : 1 = 1 := by\n", "")

NAMED = {
    "another name": (PLAIN, "theorem X : 1 = 1 := by\n  rfl", "theorem foo : 1 = 1 := by\n  rfl"),
    "lemma": (PLAIN, "lemma X : 1 = 1 := by\n  rfl", "theorem foo : 1 = 1 := by\n  rfl"),
    "example": (PLAIN, "example : 1 = 1 := by\n  rfl", "theorem foo : 1 = 1 := by\n  rfl"),
    "example with an attribute": (
        PLAIN,
        "@[simp] example : 1 = 1 := rfl",
        "@[simp] theorem foo : 1 = 1 := rfl",
    ),
    "beside a helper": (
        PLAIN,
        "theorem h : 2 = 2 := rfl\n\ntheorem main : 1 = 1 := by\n  have := h\n  rfl",
        "theorem h : 2 = 2 := rfl\n\ntheorem foo : 1 = 1 := by\n  have := h\n  rfl",
    ),
    "used further down": (
        PLAIN,
        "theorem bar : 1 = 1 := rfl\n\ntheorem h : 1 = 1 ∧ True := ⟨bar, bar2 -- bar\n⟩",
        "theorem foo : 1 = 1 := rfl\n\ntheorem h : 1 = 1 ∧ True := ⟨foo, bar2 -- bar\n⟩",
    ),
    "other spacing and comments": (
        SUM,
        "theorem X (a b : Nat) (h : a = b) : -- so\n    a + b = b + a := by\n  omega",
        "theorem sum (a b : Nat) (h : a = b) : -- so\n    a + b = b + a := by\n  omega",
    ),
    "aligned lines": (
        PLAIN,
        "example : 1 = 1 := by first | exact nope\n                            | rfl",
        "theorem foo : 1 = 1 := by first | exact nope\n                                | rfl",
    ),
    "a longer name": (
        PLAIN,
        "theorem user_theorem : 1 = 1 := by first | skip\n                                         | rfl",
        "theorem foo          : 1 = 1 := by first | skip\n                                         | rfl",
    ),
    "quotes": (QUOTED, "theorem X : 1 = 1 := rfl", "theorem «two words» : 1 = 1 := rfl"),
}
OTHERS = {
    "the problem's own": (PLAIN, "theorem foo : 2 = 2 := rfl\ntheorem X : 1 = 1 := rfl"),
    "another statement": (PLAIN, "theorem X : 2 = 2 := by\n  rfl"),
    "a weaker hypothesis": (SUM, "theorem X (a b : Nat) (h : b = a) : a + b = b + a := by omega"),
    "one hypothesis less": (SUM, "theorem X (a b : Nat) : a + b = b + a := by omega"),
    "two of the statement": (PLAIN, "theorem a : 1 = 1 := rfl\n\ntheorem b : 1 = 1 := a"),
    "two examples": (PLAIN, "example : 1 = 1 := rfl\nexample : 2 = 2 := rfl"),
    "a definition": (PLAIN, "def X : 1 = 1 := rfl"),
    "in a comment": (PLAIN, "-- theorem X : 1 = 1\nrfl"),
    "in a doc comment": (PLAIN, "/-- theorem X : 1 = 1 := rfl -/\ntheorem Y : 2 = 2 := rfl"),
}


@pytest.mark.parametrize("name", NAMED)
def test_the_statement_under_another_name_is_the_theorem(name: str) -> None:
    problem, text, expected = NAMED[name]
    assembled = assemble(problem, text)
    assert (assembled.mode, assembled.candidate) == ("file", expected)
    assert assemble(problem, text, mode="file") == assembled


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_theorem_gets_the_name(name: str) -> None:
    problem, text = OTHERS[name]
    assert text in assemble(problem, text, mode="file").candidate
    if name != "the problem's own":
        assert assemble(problem, text).mode == "splice"


PIECES = [
    "theorem ",
    "lemma ",
    "example ",
    "foo ",
    "X ",
    ": ",
    "1 = 1 ",
    ":= rfl\n",
    ":= by\n",
    "-- a\n",
    "(",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_a_name_is_exchanged_only_where_the_words_are_the_same(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        assembled = assemble(PLAIN, text)
    except CandidateError:
        return
    before = split_theorem(text, "foo")
    if assembled.mode == "file" and before is None:
        after = split_theorem(assembled.candidate, "foo")
        assert after is not None
        assert after.signature.split() == ["foo", ":", "1", "=", "1"]


def test_many_theorems_take_no_time() -> None:
    many = "".join(f"theorem t{number} : 1 = 1 := rfl\n" for number in range(2_000))
    assert assemble(PLAIN, many).mode == "splice"
