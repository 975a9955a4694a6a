"""A library of the module system: what its exported part hides, and a theorem that rests on an axiom."""

from __future__ import annotations

COLORS = """module
prelude
public section
inductive Color : Type where | red | green
inductive Same : Color → Color → Prop where
  | refl (c : Color) : Same c c
private theorem hidden (c : Color) : Same c c := Same.refl c
theorem same (c : Color) : Same c c := hidden c
axiom bad : Same Color.red Color.green
theorem rests_on_bad : Same Color.red Color.green := bad
def body : Color := Color.green
"""
