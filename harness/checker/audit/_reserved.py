"""Names that no candidate may declare, whether or not the header has them."""

from __future__ import annotations

from collections.abc import Mapping

from harness.lean.olean import Name, parse_name

# What the kernel computes or builds by itself: `src/kernel/type_checker.cpp`, `inductive.cpp`, `quot.cpp`.
_KERNEL = """
Nat Nat.zero Nat.succ Nat.add Nat.sub Nat.mul Nat.div Nat.mod Nat.gcd Nat.beq Nat.ble Nat.pow Nat.log2
Nat.land Nat.lor Nat.xor Nat.shiftLeft Nat.shiftRight
Bool Bool.true Bool.false
String String.mk String.ofList String.ofByteArray Char Char.ofNat List List.nil List.cons
Eq Eq.refl Eq.rec
Quot Quot.mk Quot.lift Quot.ind
Lean.reduceBool Lean.reduceNat eagerReduce
"""
# Axioms with a meaning of their own.
_AXIOMS = """
propext Classical.choice Quot.sound sorryAx
Lean.ofReduceBool Lean.ofReduceNat Lean.trustCompiler
"""

RESERVED: Mapping[Name, str] = {
    **{parse_name(text): "a name that the kernel computes by itself" for text in _KERNEL.split()},
    **{parse_name(text): "the name of an axiom of Lean's" for text in _AXIOMS.split()},
}
"""Reserved name -> why, for a message."""

SORRY: Name = ("sorryAx",)
ALLOWED_AXIOMS: tuple[Name, ...] = (("propext",), ("Classical", "choice"), ("Quot", "sound"))
"""The axioms that a proof may rest on unless said otherwise."""
