prelude
import Embedded.Notation
/-!
# The absolute value of an integer, as an integer

`abs a` is the greater one of `a` and `-a`, as in Mathlib, whose names the lemmas have; `abs_eq_max_neg` opens it
for `omega`. (`Int.natAbs` is the absolute value as a natural number.)
-/
set_option linter.all false

/-- The absolute value. -/
noncomputable def abs (a : Int) : Int := max a (-a)

/-! ## Cases -/

theorem abs_eq_max_neg {a : Int} : abs a = max a (-a) := rfl
theorem abs_of_nonneg {a : Int} (h : 0 ≤ a) : abs a = a := by rw [abs_eq_max_neg]; omega
theorem abs_of_pos {a : Int} (h : 0 < a) : abs a = a := abs_of_nonneg (Int.le_of_lt h)
theorem abs_of_nonpos {a : Int} (h : a ≤ 0) : abs a = -a := by rw [abs_eq_max_neg]; omega
theorem abs_of_neg {a : Int} (h : a < 0) : abs a = -a := abs_of_nonpos (Int.le_of_lt h)
theorem abs_choice (a : Int) : abs a = a ∨ abs a = -a := by rw [abs_eq_max_neg]; omega
theorem abs_eq {a b : Int} (h : 0 ≤ b) : abs a = b ↔ a = b ∨ a = -b := by rw [abs_eq_max_neg]; omega
theorem abs_eq_abs {a b : Int} : abs a = abs b ↔ a = b ∨ a = -b := by rw [abs_eq_max_neg, abs_eq_max_neg]; omega

/-! ## Values -/

@[simp] theorem abs_zero : abs 0 = 0 := rfl
@[simp] theorem abs_one : abs 1 = 1 := rfl
@[simp] theorem abs_neg (a : Int) : abs (-a) = abs a := by rw [abs_eq_max_neg, abs_eq_max_neg]; omega
@[simp] theorem abs_abs (a : Int) : abs (abs a) = abs a := by simp only [abs_eq_max_neg]; omega
@[simp] theorem abs_nonneg (a : Int) : 0 ≤ abs a := by rw [abs_eq_max_neg]; omega
@[simp] theorem abs_eq_zero {a : Int} : abs a = 0 ↔ a = 0 := by rw [abs_eq_max_neg]; omega
@[simp] theorem abs_pos {a : Int} : 0 < abs a ↔ a ≠ 0 := by rw [abs_eq_max_neg]; omega
@[simp] theorem Nat.abs_cast (n : Nat) : abs (n : Int) = n := abs_of_nonneg (Int.natCast_nonneg n)
theorem Int.abs_eq_natAbs (a : Int) : abs a = Int.natAbs a := by rw [abs_eq_max_neg]; omega
theorem Int.natCast_natAbs_eq_abs (a : Int) : (Int.natAbs a : Int) = abs a := (Int.abs_eq_natAbs a).symm

/-! ## Order -/

theorem le_abs_self (a : Int) : a ≤ abs a := by rw [abs_eq_max_neg]; omega
theorem neg_le_abs (a : Int) : -a ≤ abs a := by rw [abs_eq_max_neg]; omega
theorem neg_abs_le (a : Int) : -abs a ≤ a := by rw [abs_eq_max_neg]; omega
theorem abs_le {a b : Int} : abs a ≤ b ↔ -b ≤ a ∧ a ≤ b := by rw [abs_eq_max_neg]; omega
theorem abs_lt {a b : Int} : abs a < b ↔ -b < a ∧ a < b := by rw [abs_eq_max_neg]; omega
theorem le_abs {a b : Int} : a ≤ abs b ↔ a ≤ b ∨ a ≤ -b := by rw [abs_eq_max_neg]; omega
theorem lt_abs {a b : Int} : a < abs b ↔ a < b ∨ a < -b := by rw [abs_eq_max_neg]; omega

/-! ## Sums, differences, products -/

theorem abs_add_le (a b : Int) : abs (a + b) ≤ abs a + abs b := by simp only [abs_eq_max_neg]; omega
theorem abs_sub_comm (a b : Int) : abs (a - b) = abs (b - a) := by simp only [abs_eq_max_neg]; omega
theorem abs_sub_le (a b c : Int) : abs (a - c) ≤ abs (a - b) + abs (b - c) := by simp only [abs_eq_max_neg]; omega
@[simp] theorem abs_mul (a b : Int) : abs (a * b) = abs a * abs b := by
  rw [Int.abs_eq_natAbs, Int.abs_eq_natAbs, Int.abs_eq_natAbs, Int.natAbs_mul, Int.natCast_mul]
theorem abs_mul_abs_self (a : Int) : abs a * abs a = a * a := by
  rw [Int.abs_eq_natAbs, ← Int.natCast_mul, Int.natAbs_mul_self]
theorem abs_pow (a : Int) (n : Nat) : abs (a ^ n) = abs a ^ n := by
  rw [Int.abs_eq_natAbs, Int.abs_eq_natAbs, Int.natAbs_pow, Int.natCast_pow]
@[simp] theorem sq_abs (a : Int) : abs a ^ 2 = a ^ 2 := by
  rw [Int.pow_two, Int.pow_two, abs_mul_abs_self]
@[simp] theorem abs_dvd {a b : Int} : abs a ∣ b ↔ a ∣ b := by rw [Int.abs_eq_natAbs]; exact Int.natAbs_dvd
@[simp] theorem dvd_abs {a b : Int} : a ∣ abs b ↔ a ∣ b := by rw [Int.abs_eq_natAbs]; exact Int.dvd_natAbs
