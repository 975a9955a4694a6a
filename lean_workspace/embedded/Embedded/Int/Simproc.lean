prelude
import Embedded.Int.Decide
/-!
# Integers: `simp` solves for a variable beside a literal

Over `Nat` compiled procedures move literals between the sides of an equation; over `Int` these lemmas do it, for
literals alone (`OfNat.ofNat`), so that sums of variables stay as they are. Equations with 0 are left alone, for
`p + k = 0` is the normal form of `simp +arith`.
-/
set_option linter.all false

namespace Int

/-! ## Equations -/

@[simp] theorem add_ofNat_eq_ofNat {x : Int} {m n : Nat} (h : n ≠ 0) :
    x + no_index (OfNat.ofNat m) = no_index (OfNat.ofNat n) ↔ x = OfNat.ofNat n - OfNat.ofNat m :=
  Int.eq_sub_iff_add_eq.symm
@[simp] theorem ofNat_add_eq_ofNat {x : Int} {m n : Nat} (h : n ≠ 0) :
    no_index (OfNat.ofNat m) + x = no_index (OfNat.ofNat n) ↔ x = OfNat.ofNat n - OfNat.ofNat m := by
  rw [Int.add_comm]; exact add_ofNat_eq_ofNat h
@[simp] theorem sub_ofNat_eq_ofNat {x : Int} {m n : Nat} (h : n ≠ 0) :
    x - no_index (OfNat.ofNat m) = no_index (OfNat.ofNat n) ↔ x = OfNat.ofNat n + OfNat.ofNat m :=
  Int.sub_eq_iff_eq_add
@[simp] theorem add_ofNat_eq_neg_ofNat {x : Int} {m n : Nat} :
    x + no_index (OfNat.ofNat m) = -no_index (OfNat.ofNat n) ↔ x = -OfNat.ofNat n - OfNat.ofNat m :=
  Int.eq_sub_iff_add_eq.symm
@[simp] theorem ofNat_add_eq_neg_ofNat {x : Int} {m n : Nat} :
    no_index (OfNat.ofNat m) + x = -no_index (OfNat.ofNat n) ↔ x = -OfNat.ofNat n - OfNat.ofNat m := by
  rw [Int.add_comm]; exact add_ofNat_eq_neg_ofNat
@[simp] theorem sub_ofNat_eq_neg_ofNat {x : Int} {m n : Nat} :
    x - no_index (OfNat.ofNat m) = -no_index (OfNat.ofNat n) ↔ x = -OfNat.ofNat n + OfNat.ofNat m :=
  Int.sub_eq_iff_eq_add
end Int
