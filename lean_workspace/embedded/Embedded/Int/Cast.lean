prelude
import Embedded.Int.Div
/-!
# Casts from `Nat`, absolute value, `toNat`, minimum, maximum, powers

Casts commute with all operations of `Nat` but subtraction, for which `omega` and `Int.ofNat_sub` split cases.
-/
set_option linter.all false
namespace Int
/-! ## casts -/
@[simp] theorem natCast_nonneg (n : Nat) : 0 ≤ (n : Int) := ofNat_nonneg n
@[simp] theorem natCast_add (a b : Nat) : ((a + b : Nat) : Int) = (a : Int) + (b : Int) := rfl
@[simp] theorem natCast_mul (a b : Nat) : ((a * b : Nat) : Int) = (a : Int) * (b : Int) := rfl
theorem natCast_succ (n : Nat) : (Nat.succ n : Int) = (n : Int) + 1 := rfl
@[simp] theorem natCast_ediv (a b : Nat) : ((a / b : Nat) : Int) = (a : Int) / (b : Int) := rfl
@[simp] theorem natCast_emod (a b : Nat) : ((a % b : Nat) : Int) = (a : Int) % (b : Int) := rfl
theorem negSucc_eq (n : Nat) : negSucc n = -((n : Int) + 1) := rfl

/-! ## powers -/
theorem pow_succ (b : Int) (e : Nat) : b ^ (e + 1) = b ^ e * b := rfl
@[simp] protected theorem pow_zero (b : Int) : b ^ 0 = 1 := rfl
@[simp] theorem natCast_pow (a b : Nat) : ((a ^ b : Nat) : Int) = (a : Int) ^ b := by
  induction b with
  | zero => rfl
  | succ b ih =>
    show ((a ^ b : Nat) : Int) * (a : Int) = (a : Int) ^ b * (a : Int)
    rw [ih]
protected theorem pow_pos {a : Int} {n : Nat} (h : 0 < a) : 0 < a ^ n := by
  obtain ⟨k, rfl⟩ := eq_ofNat_of_zero_le (Int.le_of_lt h)
  rw [← natCast_pow]
  exact ofNat_lt.mpr (Nat.pow_pos (ofNat_lt.mp h))

/-! ## minimum and maximum -/
protected theorem min_def (a b : Int) : min a b = if a ≤ b then a else b := rfl
protected theorem max_def (a b : Int) : max a b = if a ≤ b then b else a := rfl
protected theorem min_le_left (a b : Int) : min a b ≤ a := by
  rw [Int.min_def]
  by_cases h : a ≤ b
  · rw [if_pos h]; exact Int.le_refl a
  · rw [if_neg h]; exact Int.le_of_lt (Int.not_le.mp h)
protected theorem min_le_right (a b : Int) : min a b ≤ b := by
  rw [Int.min_def]
  by_cases h : a ≤ b
  · rw [if_pos h]; exact h
  · rw [if_neg h]; exact Int.le_refl b
protected theorem le_max_left (a b : Int) : a ≤ max a b := by
  rw [Int.max_def]
  by_cases h : a ≤ b
  · rw [if_pos h]; exact h
  · rw [if_neg h]; exact Int.le_refl a
protected theorem le_max_right (a b : Int) : b ≤ max a b := by
  rw [Int.max_def]
  by_cases h : a ≤ b
  · rw [if_pos h]; exact Int.le_refl b
  · rw [if_neg h]; exact Int.le_of_lt (Int.not_le.mp h)

/-! ## absolute value and `toNat` -/
theorem le_natAbs {a : Int} : a ≤ natAbs a := match a with
  | ofNat n => Int.le_refl _
  | negSucc n => by
    show subNatNat 0 (n + 1) ≤ ofNat (n + 1)
    rw [ofNat_diff, le_diff]; exact Nat.zero_le _
theorem natCast_natAbs (a : Int) : (a.natAbs : Int) = if 0 ≤ a then a else -a := match a with
  | ofNat n => (if_pos (ofNat_nonneg n)).symm
  | negSucc n => rfl
theorem toNat_eq_max (a : Int) : (toNat a : Int) = max a 0 := match a with
  | ofNat n => by
    show ofNat n = max (ofNat n) 0
    rw [Int.max_def]
    by_cases h : ofNat n ≤ 0
    · rw [if_pos h]; exact Int.le_antisymm h (ofNat_nonneg n)
    · rw [if_neg h]
  | negSucc n => rfl
end Int
