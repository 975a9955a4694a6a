"""The tokens ℕ and ℤ: what they mean, how goals show them, and that the smaller headers don't have them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

HEADER = "prelude\nimport Embedded.Number\n"
PLAIN = "prelude\nimport Embedded.Arith\n"


def test_the_tokens_are_the_types(lean_run: Callable[..., Any]) -> None:
    text = "theorem same : ℕ = Nat ∧ ℤ = Int := ⟨rfl, rfl⟩\ntheorem other : ℕ = Int := rfl\n"
    run = lean_run(HEADER + text)
    assert run.exit_code == 1
    assert list(run.by_line("error")) == [HEADER.count("\n") + 2]


def test_goals_show_the_tokens(lean_run: Callable[..., Any]) -> None:
    text = "theorem shown (n : Nat) (f : ℤ → Int) : f n = (n : Int) := by\n  skip\n"
    [error] = lean_run(HEADER + text).errors()
    assert "n : ℕ\nf : ℤ → ℤ\n⊢ f ↑n = ↑n" in error
    [error] = lean_run(PLAIN + text.replace("ℤ", "Int")).errors()
    assert "n : Nat\nf : Int → Int\n⊢ f ↑n = ↑n" in error


def test_a_term_may_stand_behind_a_token(lean_run: Callable[..., Any]) -> None:
    text = "theorem typed : (3 : ℤ) - 5 = -2 ∧ (3 : ℕ) - 5 = 0 ∧ ∀ n : ℕ, ∀ z : ℤ, n ≤ n ∧ z ≤ z := by simp\n"
    run = lean_run(HEADER + text)
    assert (run.errors(), run.exit_code) == ([], 0)


def test_smaller_headers_lack_the_tokens(lean_run: Callable[..., Any]) -> None:
    run = lean_run(PLAIN + "theorem lacking (n : ℕ) : n + 0 = n := by simp\n")
    assert run.exit_code == 1 and "ℕ" in run.errors()[0]
