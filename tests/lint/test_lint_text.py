"""The shape of a statement's text: its binders, and where its conclusion may begin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.lint._text import StatementShape, statement_shape
from harness.problem import Problem


def shape(rest: str, name: str = "t") -> StatementShape | None:
    return statement_shape(Problem(name, "test", f"theorem {name.rpartition('.')[2]}{rest}", ""))


@pytest.mark.parametrize(
    ("rest", "conclusions"),
    [
        (" : 1 = 1 := by", ["1 = 1"]),
        (" (n : ℕ) (h : n > 0) : n = 1 := by sorry", ["n = 1"]),
        (" : ∀ n, n > 0 → n = 1 :=", ["n = 1", "n > 0 → n = 1", "∀ n, n > 0 → n = 1"]),
        (
            " (f : ℕ → ℕ) : a → ∀ x ∈ s, f x = x := by",
            ["f x = x", "∀ x ∈ s, f x = x", "a → ∀ x ∈ s, f x = x"],
        ),
        (" : a ↔ b → c := by", ["a ↔ b → c"]),
        (" : a → b ↔ c := by", ["a → b ↔ c"]),
        (" : a -> b <-> c := by", ["a -> b <-> c"]),
        (" : ∃ x, p x → q := by", ["∃ x, p x → q"]),
        (" : a ∧ ∀ x, b → c := by", ["a ∧ ∀ x, b → c"]),
        (" : a → ∃ x, b → c := by", ["∃ x, b → c", "a → ∃ x, b → c"]),
        (" : (a → b) → c := by", ["c", "(a → b) → c"]),
        (".{u, v} {α : Type u} : α = α := by", ["α = α"]),
    ],
)
def test_where_the_conclusion_begins(rest: str, conclusions: list[str]) -> None:
    found = shape(rest)
    assert found is not None
    ends = [found.text[start:].rpartition(":=")[0].strip() for start in found.conclusions]
    assert ends == conclusions
    for start, changed in zip(found.conclusions, found.concluding_false(), strict=True):
        assert changed == found.text[:start].rstrip() + " False := by\n"


def test_binders() -> None:
    found = shape(" {α : Type} [Group α] (a b : α) (h : a = 1) (_k : b = b) (d := 3) : a * b = b := by\n")
    assert found is not None
    assert [(one.names, one.type, one.mentioned) for one in found.binders] == [
        (("α",), "Type", True),
        ((), "Group α", False),
        (("a", "b"), "α", True),
        (("h",), "a = 1", False),
        (("_k",), "b = b", False),
        ((), "d := 3", False),
    ]
    assert found.without(found.binders[3]) == (
        "theorem t {α : Type} [Group α] (a b : α)  (_k : b = b) (d := 3) : a * b = b := by\n"
    )


def test_a_theorem_of_a_namespace() -> None:
    found = shape(" (n : ℕ) : n = n := by\n", name="Nat.t")
    assert found is not None
    assert found.concluding_false() == ["theorem t (n : ℕ) : False := by\n"]


@pytest.mark.parametrize("rest", ["", " := by", " (n : ℕ", " (n : ℕ) := by", " :"])
def test_what_is_no_statement(rest: str) -> None:
    assert shape(rest) is None


@given(st.text(alphabet='ab→∀∃↔,.:=()[]{}⟨⟩ \n|-/«»"', max_size=60))
def test_any_text_is_read(rest: str) -> None:
    found = shape(" " + rest)
    for changed in found.concluding_false() if found else ():
        assert changed.startswith("theorem t")
