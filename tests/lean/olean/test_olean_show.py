"""Statements as text: those that Lean compiled, and terms that no Lean would write."""

from __future__ import annotations

import time

import pytest
from lean_compiler import LeanCompiler
from olean_builder import Builder

from harness.lean.olean import read_olean
from harness.lean.olean.show import LEFT_OUT, MOST_NODES, show

# A statement, and how it is shown.
SHOWN = {
    "(a b : Nat) : a + b = b + a": "∀ (a b : Nat), a + b = b + a",
    "(a b : Nat) : a * 2 - (a - b) = (a + b) * 2 ^ b": "∀ (a b : Nat), a * 2 - (a - b) = (a + b) * 2 ^ b",
    "(a b c : Nat) : a - (b - c) ≤ a / b / c": "∀ (a b c : Nat), a - (b - c) ≤ a / b / c",
    "(p q : Prop) (h : p ∧ ¬q) : (p → q) → q ∨ p ↔ p": "∀ (p q : Prop), p ∧ ¬q → (((p → q) → q ∨ p) ↔ p)",
    "{α : Type} (x : α) [Inhabited α] : ∃ y : α, x ≠ y": "∀ {α : Type} (x : α) [Inhabited α], ∃ y : α, x ≠ y",
    ".{u} (α : Type u) (_ : Sort u) : True": "Type u → Sort u → True",
    "(f : Nat → Nat) : (fun x => f x) = f": "∀ (f : Nat → Nat), (fun (x : Nat) => f x) = f",
    "(a : Nat) (h : 2 ∣ a) : a % 2 = 0": "∀ (a : Nat), 2 ∣ a → a % 2 = 0",
    "(a : Int) : -a + 1 = 1 - a": "∀ (a : Int), -a + 1 = 1 - a",
    "(a : Nat) : (a : Int) = a": "∀ (a : Nat), ↑a = ↑a",
    ': let x := "a"; x = x': "let x : String := 'a'; x = x",
    "(f : Nat → Nat) (a : Nat) (h : f (f a) = a) : f a = Nat.succ (f a)": (
        "∀ (f : Nat → Nat) (a : Nat), f (f a) = a → f a = Nat.succ (f a)"
    ),
    "(a : Nat) : ∀ a : Nat, a = a": "Nat → ∀ (a_1 : Nat), a_1 = a_1",
    "(a : Nat) (h : (∀ b : Nat, b = a) → a = 0) : True": "∀ (a : Nat), ((∀ (b : Nat), b = a) → a = 0) → True",
}


@pytest.fixture(scope="module")
def shown(lean: LeanCompiler) -> dict[str, str]:
    lines = [f"axiom s{at}{'' if each[0] == '.' else ' '}{each}\n" for at, each in enumerate(SHOWN)]
    module = lean.module("".join(lines))
    return {each: show(module, module.constants[(f"s{at}",)].type) for at, each in enumerate(SHOWN)}


@pytest.mark.parametrize("statement", SHOWN)
def test_statements_are_shown_as_people_write_them(shown: dict[str, str], statement: str) -> None:
    assert shown[statement] == SHOWN[statement]


def built(term: int, build: Builder) -> str:
    """How a built term is shown."""
    module = read_olean(build.file([("a", build.axiom("a", term))]))
    started = time.process_time()
    text = show(module, module.constants[("a",)].type)
    assert time.process_time() - started < 3
    return text


def test_a_term_that_unfolds_without_end_is_cut() -> None:
    build = Builder()
    term = build.const("P")
    for _ in range(60):
        term = build.app(term, term)
    text = built(term, build)
    assert LEFT_OUT in text
    assert len(text) < 20 * MOST_NODES
    small = Builder()
    assert built(small.app(small.const("f"), small.const("P")), small) == "f P"


def test_binders_that_double_are_cut() -> None:
    build = Builder()
    term = build.const("P")
    for _ in range(60):
        term = build.pi(term, build.lam(term, term))
    assert LEFT_OUT in built(term, build)


@pytest.mark.parametrize("kind", ["app", "pi", "lam", "let", "proj", "argument"])
def test_deep_terms_are_cut(kind: str) -> None:
    build = Builder()
    p = build.const("P")
    term = p
    for _ in range(100_000):
        if kind == "app":
            term = build.app(term, p)
        elif kind == "argument":
            term = build.app(p, term)
        elif kind == "pi":
            term = build.pi(p, term)
        elif kind == "lam":
            term = build.lam(p, term)
        elif kind == "let":
            term = build.let(p, p, term)
        else:
            term = build.proj("S", 0, term)
    assert LEFT_OUT in built(term, build)


def test_long_names_numbers_and_strings_are_cut() -> None:
    build = Builder()
    long = build.const(*(["x" * 9_000] * 3))
    f = build.const("f")
    assert len(built(build.app(f, long), build)) < 300
    assert "huge" in built(build.app(f, build.lit(10**5000)), build)
    assert len(built(build.app(f, build.lit("x" * 100_000)), build)) < 100
    universe = build.const("u", levels=[build.param("v" * 9_000)])
    assert built(build.app(f, universe), build) == "f u"
    assert len(built(build.sort(build.param("v" * 9_000)), build)) < 100


def test_a_variable_that_nothing_binds_is_shown_by_its_number() -> None:
    build = Builder()
    assert built(build.app(build.const("f"), build.bvar(7)), build) == "f #7"


def test_characters_that_steer_a_terminal_are_not_shown() -> None:
    build = Builder()
    text = built(build.pi(build.const("a\x1b[2J\u202eb"), build.bvar(0), binder="\x07x"), build)
    assert text.isprintable()
