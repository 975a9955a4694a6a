"""Statements as propositions of their own; that Lean reads them so is tested where they are used."""

from __future__ import annotations

import pytest

from harness.lean.source.proposition import proposition


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("theorem t (n : Nat) : n = n := by", "∀ (n : Nat)\n  , n = n"),
        ("theorem t : 1 = 1 := by sorry", "1 = 1"),
        (
            "lemma t {a : Nat} [i : F a] ⦃b : Nat⦄ (h : a = b) :\n    b = a :=",
            "∀ {a : Nat} [i : F a] ⦃b : Nat⦄ (h : a = b)\n  , b = a",
        ),
        ("theorem t x y : x + y = (0 : Nat) := by", "∀ x y\n  , x + y = (0 : Nat)"),
        (
            "theorem t (f : Nat → Nat := fun x => x) : ∃ x : Nat, f x = x := by",
            "∀ (f : Nat → Nat := fun x => x)\n  , ∃ x : Nat, f x = x",
        ),
        (
            "theorem t -- why : not\n  (n : Nat) /- : -/ : n = n := by",
            "∀ -- why : not\n  (n : Nat) /- : -/\n  , n = n",
        ),
        ("theorem t.{u} (α : Sort u) : α = α := by", None),
        ("theorem other : 1 = 1 := by", None),
        ("theorem t := by", None),
    ],
)
def test_proposition(statement: str, wanted: str | None) -> None:
    assert proposition(statement, "t") == wanted
