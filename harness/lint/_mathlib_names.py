"""What statements may mention on the embedded Lean, because it means there what it means with Mathlib.

Each name was compared by hand: the embedded library has it from Lean core with core's value, or, for `abs`,
from Mathlib for integers. `≤`, `+` and the like stand for the instances of ℕ, ℤ and Fin alone.
"""

from __future__ import annotations

from typing import Final

_LOGIC: Final = """
True False And Or Not Iff Eq Ne Exists ite dite
Decidable instDecidableTrue instDecidableFalse instDecidableAnd instDecidableOr instDecidableNot
instDecidableIff instDecidableForall instDecidableEqNat Nat.decEq Nat.decLe Nat.decLt Nat.decidable_dvd
Int.decEq Int.decLe Int.decLt Int.instDecidableEq Int.decidableDvd
Fin.decLe Fin.decLt Fin.instDecidableEq
"""
_DATA: Final = """
Nat Nat.zero Nat.succ Int Int.ofNat Int.negSucc Fin Fin.mk Fin.val Prod Prod.mk Prod.fst Prod.snd
OfNat OfNat.ofNat instOfNatNat instOfNat Fin.instOfNat Nat.cast instNatCastInt
"""
_OPERATIONS: Final = """
HAdd.hAdd HSub.hSub HMul.hMul HDiv.hDiv HMod.hMod HPow.hPow Neg.neg Dvd.dvd
instHAdd instHSub instHMul instHDiv instHMod instHPow instPowNat
instAddNat instSubNat instMulNat Nat.instDiv Nat.instMod instNatPowNat Nat.instDvd
Int.instAdd Int.instSub Int.instMul Int.instDiv Int.instMod Int.instNatPow Int.instNegInt Int.instDvd
Fin.instAdd Fin.instSub Fin.instMul
LT.lt LE.le GT.gt GE.ge instLTNat instLENat Int.instLTInt Int.instLEInt Fin.instLT Fin.instLE
Min.min Max.max instMinNat instMaxNat Int.instMin Int.instMax
"""
_FUNCTIONS: Final = """
Nat.pred Nat.gcd Nat.lcm Nat.Coprime Int.gcd Int.lcm Int.natAbs Int.toNat abs id Function.comp
"""
# What Lean makes of a header's own definition by cases.
_RECURSION: Final = """
Nat.rec Nat.casesOn Nat.recOn Nat.below Nat.brecOn PProd PProd.mk PProd.fst PProd.snd PUnit PUnit.unit
Unit Unit.unit
"""

SHARED_NAMES: Final = frozenset(f"{_LOGIC}{_DATA}{_OPERATIONS}{_FUNCTIONS}{_RECURSION}".split())
