"""Theorem names, the ends of formal statements, and their normal forms."""

from __future__ import annotations

import pytest

from harness.lean.source import normal_statement, opening_of, theorem_name, words_of
from harness.lean.source.theorems import Opening


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("theorem a_1' (n : Nat) : n = n := by\n", "a_1'"),
        ("  /-- doc /- nested -/ -/\n-- theorem no\ntheorem A.b: True :=", "A.b"),
        ("theorem x.{u} (a : Sort u) : True :=", "x"),
        ("theorem «a b».c{n : Nat} : True :=", "«a b».c"),
        ("theorem α₁[Inhabited Nat] : True :=", "α₁"),
        ("theorems a : True", None),
        ("theorem : True", None),
        ("theorem 1a : True", None),
        ("/- theorem a : True", None),
        ("", None),
    ],
)
def test_theorem_name(text: str, name: str | None) -> None:
    assert theorem_name(text) == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a -- b\nc", ["a", "c"]),
        ("a /- b /- c -/ d -/ e", ["a", "e"]),
        ('a "-- /- \\" x" b', ["a", '"-- /- \\" x"', "b"]),
        ("a /- b", ["a"]),
        ("⌊x⌋₊ ≤ f.n", ["⌊", "x", "⌋", "₊", "≤", "f.n"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "statement", "assigned", "opening", "tactics"),
    [
        ("theorem t : A := by\n", "theorem t : A", "theorem t : A :=", "theorem t : A := by\n", True),
        ("theorem t : A :=\n", "theorem t : A", "theorem t : A :=", "theorem t : A :=\n", False),
        ("theorem t : A := sorry", "theorem t : A", "theorem t : A :=", "theorem t : A :=\n", False),
        ("theorem t : A := by\n  sorry", "theorem t : A", "theorem t : A :=", "theorem t : A := by\n", True),
        ("theorem t : A", "theorem t : A", "theorem t : A", "theorem t : A", False),
        ("", "", "", "", False),
    ],
)
def test_where_the_proof_begins(
    text: str, statement: str, assigned: str, opening: str, tactics: bool
) -> None:
    assert opening_of(text) == Opening(statement, assigned, opening, tactics)


def test_same_statements_have_one_normal_form() -> None:
    forms = {
        normal_statement("theorem a (n : Nat) : n+0 = n := by\n"),
        normal_statement("theorem b  (n: Nat) :\n  n + 0 = n :="),
        normal_statement("/-- x -/ theorem c (n : Nat) : n + 0 = n -- why\n := by sorry"),
    }
    assert len(forms) == 1


@pytest.mark.parametrize(
    "other",
    [
        "theorem a (n : Nat) : n + 0 = n' := by",
        "theorem a (n : Nat) : n + 00 = n := by",
        "theorem a (n : Nat) : n + 0 ≠ n := by",
        "theorem a {n : Nat} : n + 0 = n := by",
        "theorem a (n : Nat) : f.n + 0 = n := by",
    ],
)
def test_other_statements_have_another(other: str) -> None:
    assert normal_statement(other) != normal_statement("theorem a (n : Nat) : n + 0 = n := by")
