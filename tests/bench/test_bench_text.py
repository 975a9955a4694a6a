"""Comments, theorem names and normal forms of statements."""

from __future__ import annotations

import pytest

from harness.bench.text import normal_statement, strip_comments, theorem_name


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
    ("text", "left"),
    [
        ("a -- b\nc", "a  \nc"),
        ("a /- b /- c -/ d -/ e", "a   e"),
        ('a "-- /- \\" x" b', 'a "-- /- \\" x" b'),
        ("a -/ b", "a -/ b"),
        ("a /- b", "a  "),
        ("a -- b", "a  "),
        ('"open', '"open'),
    ],
)
def test_strip_comments(text: str, left: str) -> None:
    assert strip_comments(text) == left


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
