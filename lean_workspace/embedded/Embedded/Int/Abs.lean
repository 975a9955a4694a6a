prelude
import Embedded.Int.DivMod
/-!
# Absolute value, `toNat` and sign
-/
set_option linter.all false
namespace Int
/-! ## absolute value -/
@[simp] theorem natAbs_zero : natAbs 0 = 0 := rfl
@[simp] theorem natAbs_one : natAbs 1 = 1 := rfl
@[simp] theorem natAbs_natCast (n : Nat) : natAbs (n : Int) = n := rfl
theorem natAbs_ofNat (n : Nat) : natAbs (n : Int) = n := rfl
@[simp] theorem natAbs_eq_zero {a : Int} : natAbs a = 0 ↔ a = 0 := by omega
theorem natAbs_ne_zero {a : Int} : natAbs a ≠ 0 ↔ a ≠ 0 := by omega
theorem natAbs_pos {a : Int} : 0 < natAbs a ↔ a ≠ 0 := by omega
theorem natAbs_eq (a : Int) : a = natAbs a ∨ a = -(natAbs a : Int) := by omega
theorem natAbs_of_nonneg {a : Int} (h : 0 ≤ a) : (natAbs a : Int) = a := by omega
theorem ofNat_natAbs_of_nonpos {a : Int} (h : a ≤ 0) : (natAbs a : Int) = -a := by omega
theorem natAbs_add_le (a b : Int) : natAbs (a + b) ≤ natAbs a + natAbs b := by omega
theorem natAbs_sub_le (a b : Int) : natAbs (a - b) ≤ natAbs a + natAbs b := by omega
theorem natAbs_sub_comm (a b : Int) : natAbs (a - b) = natAbs (b - a) := by omega
theorem natAbs_eq_natAbs_iff {a b : Int} : natAbs a = natAbs b ↔ a = b ∨ a = -b := by omega
theorem natAbs_lt_natAbs_of_nonneg_of_lt {a b : Int} (h : 0 ≤ a) (h' : a < b) : natAbs a < natAbs b := by omega
@[simp] theorem natAbs_mul (a b : Int) : natAbs (a * b) = natAbs a * natAbs b := by
  have main (m n : Nat) : natAbs ((m : Int) * (n : Int)) = m * n := rfl
  obtain ⟨m, hm⟩ : ∃ m : Nat, natAbs a = m := ⟨_, rfl⟩
  obtain ⟨n, hn⟩ : ∃ n : Nat, natAbs b = n := ⟨_, rfl⟩
  rw [hm, hn, ← main m n]
  have ha : a = (m : Int) ∨ a = -(m : Int) := by omega
  have hb : b = (n : Int) ∨ b = -(n : Int) := by omega
  rcases ha with rfl | rfl <;> rcases hb with rfl | rfl
  · rfl
  · rw [Int.mul_neg, natAbs_neg]
  · rw [Int.neg_mul, natAbs_neg]
  · rw [Int.neg_mul_neg]
theorem natAbs_mul_self (a : Int) : ((natAbs a * natAbs a : Nat) : Int) = a * a := by
  rw [← natAbs_mul]; exact natAbs_of_nonneg (mul_self_nonneg a)
theorem natAbs_pow (a : Int) (n : Nat) : natAbs (a ^ n) = natAbs a ^ n := by
  induction n with
  | zero => rfl
  | succ n ih =>
    show natAbs (a ^ n * a) = natAbs a ^ n * natAbs a
    rw [natAbs_mul, ih]
@[simp] theorem natAbs_dvd_natAbs {a b : Int} : natAbs a ∣ natAbs b ↔ a ∣ b := by
  rw [← natCast_dvd_natCast]
  have ha : (natAbs a : Int) = a ∨ (natAbs a : Int) = -a := by omega
  have hb : (natAbs b : Int) = b ∨ (natAbs b : Int) = -b := by omega
  rcases ha with e | e <;> rcases hb with e' | e' <;> rw [e, e']
  · exact Int.dvd_neg
  · exact Int.neg_dvd
  · exact Int.neg_dvd.trans Int.dvd_neg
theorem natAbs_dvd {a b : Int} : (natAbs a : Int) ∣ b ↔ a ∣ b := by
  have ha : (natAbs a : Int) = a ∨ (natAbs a : Int) = -a := by omega
  rcases ha with e | e <;> rw [e]
  exact Int.neg_dvd
theorem dvd_natAbs {a b : Int} : a ∣ (natAbs b : Int) ↔ a ∣ b := by
  have hb : (natAbs b : Int) = b ∨ (natAbs b : Int) = -b := by omega
  rcases hb with e | e <;> rw [e]
  exact Int.dvd_neg
theorem emod_lt (a : Int) {b : Int} (h : b ≠ 0) : a % b < natAbs b := (emod_bounds a h).2

/-! ## `toNat` -/
@[simp] theorem toNat_natCast (n : Nat) : toNat (n : Int) = n := rfl
@[simp] theorem toNat_zero : toNat 0 = 0 := rfl
@[simp] theorem toNat_one : toNat 1 = 1 := rfl
@[simp] theorem toNat_of_nonneg {a : Int} (h : 0 ≤ a) : (toNat a : Int) = a := by omega
theorem toNat_of_nonpos {a : Int} (h : a ≤ 0) : toNat a = 0 := by omega
theorem self_le_toNat (a : Int) : a ≤ toNat a := by omega
theorem toNat_le {a : Int} {n : Nat} : toNat a ≤ n ↔ a ≤ n := by omega
theorem lt_toNat {n : Nat} {a : Int} : n < toNat a ↔ (n : Int) < a := by omega
theorem toNat_sub_of_le {a b : Int} (h : b ≤ a) : (toNat (a - b) : Int) = a - b := by omega

/-! ## sign -/
@[simp] theorem sign_zero : sign 0 = 0 := rfl
@[simp] theorem sign_one : sign 1 = 1 := rfl
theorem sign_eq_one_of_pos {a : Int} (h : 0 < a) : sign a = 1 := by
  obtain ⟨n, rfl⟩ := eq_ofNat_of_zero_le (Int.le_of_lt h)
  cases n with
  | zero => exact absurd h (Int.lt_irrefl 0)
  | succ n => rfl
theorem sign_eq_neg_one_of_neg {a : Int} (h : a < 0) : sign a = -1 := match a, h with
  | ofNat n, h => absurd h (Int.not_lt.mpr (ofNat_nonneg n))
  | negSucc _, _ => rfl
theorem sign_mul_natAbs (a : Int) : sign a * natAbs a = a := by
  by_cases h : 0 < a
  · rw [sign_eq_one_of_pos h, Int.one_mul]; omega
  · by_cases k : a < 0
    · rw [sign_eq_neg_one_of_neg k, ← Int.neg_eq_neg_one_mul]; omega
    · have z : a = 0 := by omega
      rw [z]; rfl
end Int
