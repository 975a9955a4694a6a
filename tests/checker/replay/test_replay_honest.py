"""Modules as Lean compiles them: the kernel accepts each again."""

from __future__ import annotations

import pytest
from replaying import Compile, Replay

from harness.checker.replay.base import refusal_of
from harness.lean.olean import read_olean
from harness.sandbox import Limits

BY_INDUCTION = """
theorem t (n : Nat) : 0 + n = n := by
  induction n with
  | zero => rfl
  | succ n ih => exact congrArg Nat.succ ih
"""
DEEP_LETS = (
    "theorem t : True := "
    + "".join(f"let x{i} : Nat := {f'x{i - 1}' if i else '0'}; " for i in range(150))
    + "True.intro\n"
)
LONG_HAVES = (
    "theorem t (n : Nat) : n + 0 = n := by\n"
    + "".join(f"  have h{i} : n + {i} = n + {i} := rfl\n" for i in range(60))
    + "  rfl\n"
)
TEXTS = {
    "omega": "theorem t (a b : Nat) (h : a < b) : a + 1 ≤ b := by omega\n",
    "induction": BY_INDUCTION,
    "helper lemmas": BY_INDUCTION.replace(" t ", " h ")
    + "theorem g (n : Nat) : 0 + (0 + n) = n := (h (0 + n)).trans (h n)\n"
    "theorem t (n : Nat) : 0 + (0 + n) = n := g n\n",
    "definition by recursion": "def double : Nat → Nat\n  | 0 => 0\n  | n + 1 => double n + 2\n"
    "theorem t : double 3 = 6 := rfl\n",
    "structure with projections and eta": "structure P (α : Type u) where\n  a : α\n  b : Nat\n"
    "theorem t (p : P Nat) : p = ⟨p.a, p.b⟩ := rfl\n",
    "inductive family": "inductive Even : Nat → Prop\n  | zero : Even 0\n"
    "  | two (n : Nat) : Even n → Even (n + 2)\n"
    "theorem t : Even 4 := .two _ (.two _ .zero)\n",
    "mutual inductives": "mutual\ninductive Ev : Nat → Prop\n  | zero : Ev 0\n"
    "  | succ (n : Nat) : Od n → Ev (n + 1)\n"
    "inductive Od : Nat → Prop\n  | succ (n : Nat) : Ev n → Od (n + 1)\nend\n"
    "theorem t : Ev 2 := .succ _ (.succ _ .zero)\n",
    "nested inductive": "inductive L (α : Type) where\n  | nil : L α\n  | cons : α → L α → L α\n"
    "inductive Rose where\n  | mk : L Rose → Rose\n"
    "theorem t : Rose.mk .nil = Rose.mk .nil := rfl\n",
    "reflexive inductive": "inductive W where\n  | leaf : W\n  | sup : (Nat → W) → W\n"
    "theorem t : W.leaf = W.leaf := rfl\n",
    "accessibility": "inductive Reach {α : Type u} (r : α → α → Prop) : α → Prop\n"
    "  | intro (x : α) (h : (y : α) → r y x → Reach r y) : Reach r x\n"
    "theorem t {α : Type u} (r : α → α → Prop) (x y : α) (h : Reach r x) (s : r y x) : Reach r y := by\n"
    "  cases h with\n  | intro _ f => exact f y s\n",
    "class and instance": "class Zero' (α : Type) where\n  zero : α\ninstance : Zero' Nat := ⟨0⟩\n"
    "theorem t : (Zero'.zero : Nat) = 0 := rfl\n",
    "big literal": "theorem t : (2 : Nat) ^ 200 = "
    "1606938044258990275541962092341162602522202993782792835301376 := by decide\n",
    "literal of 64 bits": "theorem t : (9223372036854775807 : Nat) + 1 = 9223372036854775808 := by decide\n",
    "literal of 65 bits": "theorem t : (18446744073709551615 : Nat) + 1 = 18446744073709551616 := by\n"
    "  decide\n",
    "deep lets": DEEP_LETS,
    "long haves": LONG_HAVES,
    "universe parameters": "theorem t.{u, v} {α : Sort u} {β : Sort v} (f : α → β) (x : α) :\n"
    "    f x = f x := rfl\n",
    "universe max": "def pair.{u, v} (α : Type u) (β : Type v) : Type (max u v) := PProd α β\n"
    "theorem t : pair Nat Nat = PProd Nat Nat := rfl\n",
    "function extensionality": "theorem t (f g : Nat → Nat) (h : ∀ x, f x = g x) : f = g := funext h\n",
    "quotient": "theorem t (r : Nat → Nat → Prop) (h : r 0 1) : Quot.mk r 0 = Quot.mk r 1 := Quot.sound h\n",
    "choice": "theorem t (p : Prop) : p ∨ ¬p := Classical.em p\n",
    "kernel decision": "theorem t : (17 : Nat) * 3 = 51 := by decide +kernel\n",
    "opaque constant": "opaque secret : Nat := 5\ntheorem t : secret = secret := rfl\n",
    "irreducible and private": "private theorem aux : True := trivial\n@[irreducible] def c : Nat := 3\n"
    "theorem t : True := aux\n",
    "match": "def pred : Nat → Nat\n  | 0 => 0\n  | n + 1 => n\n"
    "theorem t (n : Nat) : pred (n + 1) = n := by\n  cases n <;> rfl\n",
    "odd names": "theorem «a.b c» : True := trivial\ntheorem t : True := «a.b c»\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_kernel_accepts_an_honest_module_again(name: str, compile_text: Compile, replay: Replay) -> None:
    data = compile_text(TEXTS[name])
    outcome = replay(data)
    assert (outcome.ok, outcome.detail, outcome.failure) == (True, "", None)
    assert outcome.constants == sum(c.safety == "safe" for c in read_olean(data).constants.values())
    assert outcome.constants > 0
    assert refusal_of(outcome, Limits()) is None


def test_a_partial_helper_is_left_out(compile_text: Compile, replay: Replay) -> None:
    """It is no part of the proof: the kernel's view of it is an opaque constant."""
    data = compile_text("partial def loop (n : Nat) : Nat := loop (n + 1)\ntheorem t : True := trivial\n")
    safe = sum(c.safety == "safe" for c in read_olean(data).constants.values())
    assert safe < len(read_olean(data).constants)
    outcome = replay(data)
    assert (outcome.ok, outcome.constants) == (True, safe)


def test_string_literals(compile_text: Compile, replay: Replay) -> None:
    data = compile_text('theorem t : "a\\u0000∀b" = "a\\u0000∀b" := rfl\n')
    assert replay(data).ok
