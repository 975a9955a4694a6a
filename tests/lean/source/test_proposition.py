"""Statements as propositions of their own, and their negations as problems: the texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.errors import StatementTextError
from harness.lean.source import negate, proposition, tokenize
from harness.problem import Problem

HEADER = "import A\n\nopen B\n\n"


def words(text: str) -> str:
    return " ".join(token.text for token in tokenize(text) if token.is_code)


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("theorem t (n : Nat) : n = n := by", "∀ (n : Nat) , n = n"),
        ("theorem t : 1 = 1 := by sorry", "1 = 1"),
        (
            "lemma t {a : Nat} [i : F a] ⦃b : Nat⦄ (h : a = b) :\n    b = a :=",
            "∀ {a : Nat} [i : F a] ⦃b : Nat⦄ (h : a = b) , b = a",
        ),
        ("theorem t x y : x + y = (0 : Nat) := by", "∀ x y , x + y = (0 : Nat)"),
        (
            "theorem t (f : Nat → Nat := fun x => x) : ∃ x : Nat, f x = x := by",
            "∀ (f : Nat → Nat := fun x => x) , ∃ x : Nat, f x = x",
        ),
        ("theorem t -- why : not\n  (n : Nat) /- : -/ : n = n := by", "∀ (n : Nat) , n = n"),
        ("theorem t (x : ℝ) :\n  |x| = 1 := by", "∀ (x : ℝ) , |x| = 1"),
        ("theorem t (x : ℝ) : ⌊x⌋ = 1 := by", "∀ (x : ℝ) , ⌊x⌋ = 1"),
        ("theorem t (x y : V) : x⌋y = y⌋x := by", "∀ (x y : V) , x⌋y = y⌋x"),
        ("theorem t (xs : L) (h : 0 < n) : xs[0]'h = 1 := by", "∀ (xs : L) (h : 0 < n) , xs[0]'h = 1"),
        ("theorem t : let x := 1; x = 1 := by", "let x := 1; x = 1"),
        ("theorem t (n : Nat) : P n | 0 => a | n + 1 => b", "∀ (n : Nat) , P n"),
        ("theorem t : A where\n  x := 1", "A"),
        ("abbrev a : Nat := 3\ntheorem t : a = 3 := by", "a = 3"),
    ],
)
def test_proposition(statement: str, wanted: str) -> None:
    found = proposition(Problem("t", "test", statement, HEADER))
    assert (words(found.text), found.levels) == (words(wanted), "")


@pytest.mark.parametrize(
    ("header", "statement", "levels"),
    [
        ("", "theorem t.{u, v} (α : Sort u) (β : Sort v) : A := by", ".{u, v}"),
        ("universe u\n", "theorem t (α : Sort u) : A := by", ""),
        ("section\nuniverse u\nend\n", "theorem t (α : Type w) (β : Sort u) : A := by", ".{w, u}"),
        ("", "theorem t.{u} (α : Type (max u v + 1)) : f.{w} = a := by", ".{u, v, w}"),
        ("", "theorem t (α : Type _) (β : Type*) (γ : Type) : A := by", ""),
    ],
)
def test_universe_levels(header: str, statement: str, levels: str) -> None:
    assert proposition(Problem("t", "test", statement, header)).levels == levels


VARIABLES = "variable {α β : Type} [F α] [G α β] (a b : α)\nsection\nvariable (c : β)\nend\n"


@pytest.mark.parametrize(
    ("signature", "wanted"),
    [
        (": 1 = 1", "1 = 1"),
        (": a = a", "∀ {α : Type} [F α] (a : α) , a = a"),
        ("(x : β) (y : α) : x = y", "∀ {α : Type} {β : Type} [F α] [G α β] (x : β) (y : α) , x = y"),
        ("(a : Nat) : a = b.1", "∀ {α : Type} [F α] (b : α) (a : Nat) , a = b.1"),
        (": c = c", "c = c"),
    ],
)
def test_variables_become_binders(signature: str, wanted: str) -> None:
    found = proposition(Problem("t", "test", f"theorem t {signature} := by", HEADER + VARIABLES))
    assert words(found.text) == words(wanted)


@pytest.mark.parametrize(
    ("header", "statement"),
    [
        ("", "theorem other : 1 = 1 := by"),
        ("", "theorem t := by"),
        ("", "def t : 1 = 1 := by"),
        ("variable (n : Nat)\ninclude n\n", "theorem t : 1 = 1 := by"),
        ("variable [F]\nomit [F]\n", "theorem t : 1 = 1 := by"),
        ("", "variable (n : Nat) in\ntheorem t : n = 1 := by"),
        ("variable (n : Nat)\n", "theorem t : n = 1 ∧ ∀ n : Nat, n = n := by"),
        ("variable (n := 3)\n", "theorem t : n = 1 := by"),
        ("variable [F]\n", "theorem t : 1 = 1 := by"),
        ("variable n\n", "theorem t : n = 1 := by"),
    ],
)
def test_what_the_text_alone_does_not_tell_is_refused(header: str, statement: str) -> None:
    for ask in (proposition, negate):
        with pytest.raises(StatementTextError):
            ask(Problem("t", "test", statement, HEADER + header))


def test_a_negation_is_a_problem_of_its_own() -> None:
    problem = Problem(
        "t",
        "valid",
        "theorem t (n : Nat) :\n    n = n := by\n",
        HEADER,
        "/-- Prove it. -/\n",
        "⊢ n = n",
        {"year": 1},
    )
    found = negate(problem)
    assert words(found.formal_statement) == words("theorem t : ¬ (∀ (n : Nat), n = n) := by")
    assert found.formal_statement.endswith(") := by\n")
    assert found.header == HEADER + "set_option autoImplicit false\n"
    assert (found.name, found.split, found.metadata) == ("t", "valid", {"year": 1})
    assert (found.informal_prefix, found.goal) == ("", "")
    twice = negate(found)
    assert twice.header == found.header
    assert words(twice.formal_statement) == words("theorem t : ¬ (¬ (∀ (n : Nat), n = n)) := by")


def test_lines_keep_their_columns() -> None:
    statement = "theorem t (h : a\n             = b) : f (by\n  simp\n  rfl) := by\n"
    text = negate(Problem("t", "test", statement, HEADER)).formal_statement
    for line in ("             = b)", "  simp", "  rfl)"):
        assert line in text.split("\n")
    assert next(line for line in text.split("\n") if "(h : a" in line).index("(h") == statement.index("(h")


def test_what_stood_before_the_theorem_is_kept() -> None:
    statement = "abbrev a : Nat := 3\n\n/-- words -/\n@[simp] protected theorem t : a = 3 := by\n"
    found = negate(Problem("t", "test", statement, HEADER))
    assert found.header == f"{HEADER}abbrev a : Nat := 3\n\nset_option autoImplicit false\n"
    assert words(found.formal_statement) == words("protected theorem t : ¬ (a = 3) := by")


@given(st.text(alphabet='ab→∀,.:=()[]{}⟨⟩⌋ \n|-/«»"', max_size=60), st.sampled_from(["", VARIABLES]))
def test_any_text_is_read_or_refused(rest: str, header: str) -> None:
    problem = Problem("t", "test", f"theorem t {rest} := by", header)
    try:
        found = negate(problem)
    except StatementTextError:
        return
    assert found.formal_statement.startswith("theorem t")
