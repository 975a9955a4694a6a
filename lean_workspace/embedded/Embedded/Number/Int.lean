prelude
import Embedded.Number.Gcd
/-!
# Integers: greatest common divisor, squares, powers
-/
set_option linter.all false
noncomputable section
namespace Int

/-! ## Greatest common divisor and least common multiple, as natural numbers -/

def gcd (m n : Int) : Nat := Nat.gcd (natAbs m) (natAbs n)
def lcm (m n : Int) : Nat := Nat.lcm (natAbs m) (natAbs n)
theorem gcd_eq_natAbs_gcd_natAbs (m n : Int) : gcd m n = Nat.gcd (natAbs m) (natAbs n) := rfl
theorem gcd_comm (m n : Int) : gcd m n = gcd n m := Nat.gcd_comm _ _
theorem gcd_dvd_left (m n : Int) : (gcd m n : Int) ∣ m := dvd_natAbs.mp (natCast_dvd_natCast.mpr (Nat.gcd_dvd_left _ _))
theorem gcd_dvd_right (m n : Int) : (gcd m n : Int) ∣ n := dvd_natAbs.mp (natCast_dvd_natCast.mpr (Nat.gcd_dvd_right _ _))
theorem dvd_coe_gcd {k m n : Int} (hm : k ∣ m) (hn : k ∣ n) : k ∣ (gcd m n : Int) :=
  natAbs_dvd.mp (natCast_dvd_natCast.mpr (Nat.dvd_gcd (natAbs_dvd_natAbs.mpr hm) (natAbs_dvd_natAbs.mpr hn)))
@[simp] theorem gcd_zero_left (n : Int) : gcd 0 n = natAbs n := Nat.gcd_zero_left _
@[simp] theorem gcd_zero_right (n : Int) : gcd n 0 = natAbs n := Nat.gcd_zero_right _
@[simp] theorem gcd_self (n : Int) : gcd n n = natAbs n := Nat.gcd_self _
@[simp] theorem gcd_neg (m n : Int) : gcd m (-n) = gcd m n := by
  rw [gcd_eq_natAbs_gcd_natAbs, natAbs_neg]; rfl
@[simp] theorem neg_gcd (m n : Int) : gcd (-m) n = gcd m n := by
  rw [gcd_eq_natAbs_gcd_natAbs, natAbs_neg]; rfl
@[simp] theorem gcd_natCast_natCast (m n : Nat) : gcd (m : Int) (n : Int) = Nat.gcd m n := rfl

/-! ## Squares -/

theorem mul_self_le_mul_self {a b : Int} (h : 0 ≤ a) (h' : a ≤ b) : a * a ≤ b * b :=
  Int.mul_le_mul h' h' h (Int.le_trans h h')
theorem mul_self_lt_mul_self {a b : Int} (h : 0 ≤ a) (h' : a < b) : a * a < b * b :=
  Int.lt_of_le_of_lt (Int.mul_le_mul_of_nonneg_left (Int.le_of_lt h') h)
    (Int.mul_lt_mul_of_pos_right h' (Int.lt_of_le_of_lt h h'))
/-- A number whose square is below that of `b` lies between `-b` and `b`. -/
theorem lt_of_mul_self_lt {a b : Int} (hb : 0 ≤ b) (h : a * a < b * b) : -b < a ∧ a < b := by
  refine ⟨Int.not_le.mp fun l => ?_, Int.not_le.mp fun l => ?_⟩
  · have j := mul_self_le_mul_self hb (show b ≤ -a by omega)
    rw [Int.neg_mul_neg] at j; omega
  · have j := mul_self_le_mul_self hb l
    omega
theorem sq_eq_zero {a : Int} : a ^ 2 = 0 ↔ a = 0 := by rw [Int.pow_two]; exact mul_self_eq_zero
theorem natAbs_sq (a : Int) : ((natAbs a : Int)) ^ 2 = a ^ 2 := by
  rw [Int.pow_two, Int.pow_two, ← natCast_mul, natAbs_mul_self]

/-! ## Powers -/

theorem pow_le_pow_left {a b : Int} (h : 0 ≤ a) (h' : a ≤ b) (n : Nat) : a ^ n ≤ b ^ n := by
  induction n with
  | zero => exact Int.le_refl _
  | succ n ih => exact Int.mul_le_mul ih h' h (Int.pow_nonneg (Int.le_trans h h'))
theorem pow_dvd_pow {m n : Nat} (a : Int) (h : m ≤ n) : a ^ m ∣ a ^ n := by
  obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_le h
  exact ⟨a ^ d, Int.pow_add a m d⟩
theorem dvd_pow_self (a : Int) {n : Nat} (h : n ≠ 0) : a ∣ a ^ n := by
  obtain ⟨n, rfl⟩ := Nat.exists_eq_add_one_of_ne_zero h
  exact Int.dvd_mul_left a (a ^ n)
/-- `a - b` divides the difference of powers. -/
theorem sub_dvd_pow_sub_pow (a b : Int) (n : Nat) : a - b ∣ a ^ n - b ^ n := by
  induction n with
  | zero => exact ⟨0, by rw [Int.mul_zero]; rfl⟩
  | succ n ih =>
    have e : a ^ (n + 1) - b ^ (n + 1) = a ^ n * (a - b) + b * (a ^ n - b ^ n) := by
      rw [pow_succ, pow_succ, Int.mul_sub, Int.mul_sub, Int.mul_comm b, Int.mul_comm b]; omega
    rw [e]
    exact Int.dvd_add (Int.dvd_mul_left _ _) (Int.dvd_mul_of_dvd_right ih b)
end Int
end
