prelude
import Embedded.Int
/-!
# Arithmetic facts that proofs by `omega` name

Casts, truncated subtraction, divisibility, shifts and pairs, in the form in which the elaborator applies them.
-/
set_option linter.all false
universe u v
namespace Nat
end Nat
namespace Lean.Omega
namespace Int
/-! ## congruence -/
theorem add_congr {a b c d : Int} (h₁ : a = b) (h₂ : c = d) : a + c = b + d := h₁ ▸ h₂ ▸ rfl
theorem sub_congr {a b c d : Int} (h₁ : a = b) (h₂ : c = d) : a - c = b - d := h₁ ▸ h₂ ▸ rfl
theorem mul_congr {a b c d : Int} (h₁ : a = b) (h₂ : c = d) : a * c = b * d := h₁ ▸ h₂ ▸ rfl
theorem neg_congr {a b : Int} (h : a = b) : -a = -b := h ▸ rfl

/-! ## order -/
theorem lt_of_not_le {x y : Int} (h : ¬ (x ≤ y)) : y < x := _root_.Int.not_le.mp h
theorem le_of_not_lt {x y : Int} (h : ¬ (x < y)) : y ≤ x := _root_.Int.not_lt.mp h
theorem lt_of_gt {x y : Int} (h : x > y) : y < x := h
theorem le_of_ge {x y : Int} (h : x ≥ y) : y ≤ x := h
theorem pos_pow_of_pos (a : Int) (b : Nat) (h : 0 < a) : 0 < a ^ b := _root_.Int.pow_pos h
theorem neg_le_natAbs {a : Int} : -a ≤ a.natAbs := by
  have h := _root_.Int.le_natAbs (a := -a)
  rw [_root_.Int.natAbs_neg] at h; exact h
theorem emod_ofNat_nonneg {x : Nat} {y : Int} : 0 ≤ (x : Int) % y := _root_.Int.ofNat_nonneg _

/-! ## casts -/
theorem natCast_ofNat {x : Nat} : @Nat.cast Int instNatCastInt (OfNat.ofNat x) = OfNat.ofNat x := rfl
theorem ofNat_congr {a b : Nat} (h : a = b) : (a : Int) = (b : Int) := h ▸ rfl
theorem ofNat_lt_of_lt {x y : Nat} (h : x < y) : (x : Int) < (y : Int) := _root_.Int.ofNat_lt.mpr h
theorem ofNat_le_of_le {x y : Nat} (h : x ≤ y) : (x : Int) ≤ (y : Int) := _root_.Int.ofNat_le.mpr h
theorem ofNat_pos_of_pos {a : Nat} (h : 0 < a) : 0 < (a : Int) := _root_.Int.ofNat_lt.mpr h
theorem ofNat_mul_nonneg {a b : Nat} : 0 ≤ (a : Int) * b := _root_.Int.ofNat_nonneg (a * b)
theorem ofNat_pow (a b : Nat) : ((a ^ b : Nat) : Int) = (a : Int) ^ b := _root_.Int.natCast_pow a b
theorem ofNat_shiftLeft_eq {x y : Nat} : ((x <<< y : Nat) : Int) = (x : Int) * (2 ^ y : Nat) :=
  rfl
theorem ofNat_shiftRight_eq_div_pow {x y : Nat} : ((x >>> y : Nat) : Int) = (x : Int) / (2 ^ y : Nat) :=
  rfl
theorem ofNat_natAbs (a : Int) : (a.natAbs : Int) = if 0 ≤ a then a else -a := _root_.Int.natCast_natAbs a
theorem ofNat_sub_sub {a b c : Nat} : ((a - b - c : Nat) : Int) = ((a - (b + c) : Nat) : Int) :=
  congrArg _ (Nat.sub_sub a b c)
theorem ofNat_sub_dichotomy {a b : Nat} :
    b ≤ a ∧ ((a - b : Nat) : Int) = a - b ∨ a < b ∧ ((a - b : Nat) : Int) = 0 := by
  cases Nat.lt_or_ge a b with
  | inl h => exact .inr ⟨h, congrArg _ (Nat.sub_eq_zero_of_le (Nat.le_of_lt h))⟩
  | inr h =>
    refine .inl ⟨h, ?_⟩
    obtain ⟨k, rfl⟩ := Nat.le_dest h
    rw [Nat.add_sub_cancel_left, _root_.Int.natCast_add, _root_.Int.add_comm, _root_.Int.add_sub_cancel]
theorem ofNat_min (a b : Nat) : ((min a b : Nat) : Int) = min (a : Int) (b : Int) := by
  show (((if a ≤ b then a else b) : Nat) : Int) = if (a : Int) ≤ b then (a : Int) else b
  by_cases h : a ≤ b
  · rw [if_pos h, if_pos (_root_.Int.ofNat_le.mpr h)]
  · rw [if_neg h, if_neg fun j => h (_root_.Int.ofNat_le.mp j)]
theorem ofNat_max (a b : Nat) : ((max a b : Nat) : Int) = max (a : Int) (b : Int) := by
  show (((if a ≤ b then b else a) : Nat) : Int) = if (a : Int) ≤ b then (b : Int) else a
  by_cases h : a ≤ b
  · rw [if_pos h, if_pos (_root_.Int.ofNat_le.mpr h)]
  · rw [if_neg h, if_neg fun j => h (_root_.Int.ofNat_le.mp j)]
theorem ofNat_fst_mk {β : Type v} {x : Nat} {y : β} : ((Prod.mk x y).fst : Int) = (x : Int) := rfl
theorem ofNat_snd_mk {α : Type v} {x : α} {y : Nat} : ((Prod.mk x y).snd : Int) = (y : Int) := rfl
end Int
namespace Nat
theorem lt_of_gt {x y : Nat} (h : x > y) : y < x := h
theorem le_of_ge {x y : Nat} (h : x ≥ y) : y ≤ x := h
end Nat
namespace Prod
theorem fst_mk {α : Type u} {x : α} {β : Type v} {y : β} : (Prod.mk x y).fst = x := rfl
theorem snd_mk {α : Type u} {x : α} {β : Type v} {y : β} : (Prod.mk x y).snd = y := rfl
end Prod
end Lean.Omega
