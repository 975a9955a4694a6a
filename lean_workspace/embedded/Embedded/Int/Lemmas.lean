prelude
import Embedded.Omega
/-!
# Linear facts about integers, under their usual names

Most of them are `omega` goals; those that state plain normal forms are simp lemmas.
-/
set_option linter.all false
namespace Int
/-! ## addition, negation, subtraction -/
protected theorem add_left_cancel {a b c : Int} (h : a + b = a + c) : b = c := by omega
@[simp] protected theorem add_left_cancel_iff {a b c : Int} : a + b = a + c ↔ b = c := by omega
@[simp] protected theorem add_right_cancel_iff {a b c : Int} : a + c = b + c ↔ a = b := by omega
@[simp] protected theorem add_sub_cancel_left (a b : Int) : a + b - a = b := by omega
protected theorem add_sub_cancel_right (a b : Int) : a + b - b = a := by omega
@[simp] protected theorem sub_add_cancel_right (a b : Int) : a - (a + b) = -b := by omega
@[simp] protected theorem add_neg_cancel_left (a b : Int) : a + (-a + b) = b := by omega
@[simp] protected theorem neg_add_cancel_left (a b : Int) : -a + (a + b) = b := by omega
protected theorem sub_sub (a b c : Int) : a - b - c = a - (b + c) := by omega
@[simp] protected theorem sub_sub_self (a b : Int) : a - (a - b) = b := by omega
@[simp] protected theorem sub_neg (a b : Int) : a - -b = a + b := by omega
protected theorem add_sub_assoc (a b c : Int) : a + b - c = a + (b - c) := by omega
protected theorem sub_add_eq_add_sub (a b c : Int) : a - b + c = a + c - b := by omega
protected theorem sub_right_comm (a b c : Int) : a - b - c = a - c - b := by omega
protected theorem neg_add_eq_sub (a b : Int) : -a + b = b - a := by omega
protected theorem neg_eq_of_add_eq_zero {a b : Int} (h : a + b = 0) : -a = b := by omega
@[simp] protected theorem neg_inj {a b : Int} : -a = -b ↔ a = b := by omega
@[simp] protected theorem neg_eq_zero {a : Int} : -a = 0 ↔ a = 0 := by omega
protected theorem neg_ne_zero {a : Int} : -a ≠ 0 ↔ a ≠ 0 := by omega
protected theorem sub_eq_zero {a b : Int} : a - b = 0 ↔ a = b := by omega
protected theorem sub_eq_iff_eq_add {a b c : Int} : a - b = c ↔ a = c + b := by omega
protected theorem sub_eq_iff_eq_add' {a b c : Int} : a - b = c ↔ a = b + c := by omega
protected theorem eq_sub_iff_add_eq {a b c : Int} : a = b - c ↔ a + c = b := by omega
protected theorem add_eq_zero_iff_eq_neg {a b : Int} : a + b = 0 ↔ a = -b := by omega
protected theorem two_mul (a : Int) : 2 * a = a + a := by omega
protected theorem mul_two (a : Int) : a * 2 = a + a := by omega

/-! ## order -/
protected theorem le_rfl {a : Int} : a ≤ a := Int.le_refl a
protected theorem le_of_eq {a b : Int} (h : a = b) : a ≤ b := by omega
protected theorem lt_trans {a b c : Int} (h : a < b) (h' : b < c) : a < c := by omega
protected theorem lt_asymm {a b : Int} (h : a < b) : ¬ b < a := by omega
protected theorem le_total (a b : Int) : a ≤ b ∨ b ≤ a := by omega
protected theorem lt_trichotomy (a b : Int) : a < b ∨ a = b ∨ b < a := by omega
protected theorem lt_or_ge (a b : Int) : a < b ∨ b ≤ a := by omega
protected theorem le_or_gt (a b : Int) : a ≤ b ∨ b < a := by omega
protected theorem ne_of_lt {a b : Int} (h : a < b) : a ≠ b := by omega
protected theorem not_le_of_gt {a b : Int} (h : b < a) : ¬ a ≤ b := by omega
protected theorem not_lt_of_ge {a b : Int} (h : b ≤ a) : ¬ a < b := by omega
protected theorem lt_of_not_ge {a b : Int} (h : ¬ b ≤ a) : a < b := by omega
protected theorem le_of_not_gt {a b : Int} (h : ¬ b < a) : a ≤ b := by omega
protected theorem le_of_not_le {a b : Int} (h : ¬ a ≤ b) : b ≤ a := by omega
protected theorem lt_iff_le_and_ne {a b : Int} : a < b ↔ a ≤ b ∧ a ≠ b := by omega
protected theorem lt_iff_le_not_le {a b : Int} : a < b ↔ a ≤ b ∧ ¬ b ≤ a := by omega
protected theorem lt_of_le_of_ne {a b : Int} (h : a ≤ b) (h' : a ≠ b) : a < b := by omega
protected theorem le_iff_lt_or_eq {a b : Int} : a ≤ b ↔ a < b ∨ a = b := by omega
protected theorem lt_or_eq_of_le {a b : Int} (h : a ≤ b) : a < b ∨ a = b := by omega
protected theorem le_iff_eq_or_lt {a b : Int} : a ≤ b ↔ a = b ∨ a < b := by omega
protected theorem eq_iff_le_and_ge {a b : Int} : a = b ↔ a ≤ b ∧ b ≤ a := by omega
theorem lt_add_one_iff {a b : Int} : a < b + 1 ↔ a ≤ b := by omega
theorem lt_add_one_of_le {a b : Int} (h : a ≤ b) : a < b + 1 := by omega
theorem add_one_le_iff {a b : Int} : a + 1 ≤ b ↔ a < b := by omega
theorem le_sub_one_iff {a b : Int} : a ≤ b - 1 ↔ a < b := by omega
theorem le_sub_one_of_lt {a b : Int} (h : a < b) : a ≤ b - 1 := by omega
theorem sub_one_lt_iff {a b : Int} : a - 1 < b ↔ a ≤ b := by omega
@[simp] theorem lt_succ_self (a : Int) : a < a + 1 := by omega
@[simp] theorem sub_one_lt (a : Int) : a - 1 < a := by omega
theorem lt_succ (a : Int) : a < a + 1 := by omega
theorem le_add_one {a b : Int} (h : a ≤ b) : a ≤ b + 1 := by omega
attribute [simp] Int.le_refl Int.lt_irrefl Int.add_left_neg Int.add_right_neg

/-! ## order and addition -/
@[simp] protected theorem add_le_add_iff_left {b c : Int} (a : Int) : a + b ≤ a + c ↔ b ≤ c := by omega
@[simp] protected theorem add_le_add_iff_right {a b : Int} (c : Int) : a + c ≤ b + c ↔ a ≤ b := by omega
@[simp] protected theorem add_lt_add_iff_left {b c : Int} (a : Int) : a + b < a + c ↔ b < c := by omega
@[simp] protected theorem add_lt_add_iff_right {a b : Int} (c : Int) : a + c < b + c ↔ a < b := by omega
protected theorem add_lt_add_left {a b : Int} (h : a < b) (c : Int) : c + a < c + b := by omega
protected theorem add_lt_add {a b c d : Int} (h : a < b) (h' : c < d) : a + c < b + d := by omega
protected theorem add_lt_add_of_le_of_lt {a b c d : Int} (h : a ≤ b) (h' : c < d) : a + c < b + d := by omega
protected theorem add_lt_add_of_lt_of_le {a b c d : Int} (h : a < b) (h' : c ≤ d) : a + c < b + d := by omega
protected theorem le_of_add_le_add_left {a b c : Int} (h : a + b ≤ a + c) : b ≤ c := by omega
protected theorem le_of_add_le_add_right {a b c : Int} (h : a + b ≤ c + b) : a ≤ c := by omega
protected theorem lt_of_add_lt_add_left {a b c : Int} (h : a + b < a + c) : b < c := by omega
protected theorem lt_of_add_lt_add_right {a b c : Int} (h : a + b < c + b) : a < c := by omega
protected theorem add_nonneg {a b : Int} (h : 0 ≤ a) (h' : 0 ≤ b) : 0 ≤ a + b := by omega
protected theorem add_pos {a b : Int} (h : 0 < a) (h' : 0 < b) : 0 < a + b := by omega
protected theorem add_pos_of_pos_of_nonneg {a b : Int} (h : 0 < a) (h' : 0 ≤ b) : 0 < a + b := by omega
protected theorem add_pos_of_nonneg_of_pos {a b : Int} (h : 0 ≤ a) (h' : 0 < b) : 0 < a + b := by omega
protected theorem le_add_of_nonneg_right {a b : Int} (h : 0 ≤ b) : a ≤ a + b := by omega
protected theorem le_add_of_nonneg_left {a b : Int} (h : 0 ≤ b) : a ≤ b + a := by omega
protected theorem sub_le_sub {a b c d : Int} (h : a ≤ b) (h' : c ≤ d) : a - d ≤ b - c := by omega
protected theorem sub_le_sub_left {a b : Int} (h : a ≤ b) (c : Int) : c - b ≤ c - a := by omega
protected theorem sub_le_sub_right {a b : Int} (h : a ≤ b) (c : Int) : a - c ≤ b - c := by omega
protected theorem sub_lt_sub_left {a b : Int} (h : a < b) (c : Int) : c - b < c - a := by omega
protected theorem sub_lt_sub_right {a b : Int} (h : a < b) (c : Int) : a - c < b - c := by omega
@[simp] protected theorem sub_nonneg {a b : Int} : 0 ≤ a - b ↔ b ≤ a := by omega
@[simp] protected theorem sub_pos {a b : Int} : 0 < a - b ↔ b < a := by omega
protected theorem sub_pos_of_lt {a b : Int} (h : b < a) : 0 < a - b := by omega
protected theorem lt_of_sub_pos {a b : Int} (h : 0 < a - b) : b < a := by omega
protected theorem sub_nonpos_of_le {a b : Int} (h : a ≤ b) : a - b ≤ 0 := by omega
protected theorem sub_left_le_of_le_add {a b c : Int} (h : a ≤ b + c) : a - b ≤ c := by omega
protected theorem le_add_of_sub_left_le {a b c : Int} (h : a - b ≤ c) : a ≤ b + c := by omega
protected theorem sub_le_iff_le_add {a b c : Int} : a - c ≤ b ↔ a ≤ b + c := by omega
protected theorem le_sub_iff_add_le {a b c : Int} : a ≤ b - c ↔ a + c ≤ b := by omega
protected theorem sub_lt_iff_lt_add {a b c : Int} : a - c < b ↔ a < b + c := by omega
protected theorem lt_sub_iff_add_lt {a b c : Int} : a < b - c ↔ a + c < b := by omega
@[simp] protected theorem neg_le_neg_iff {a b : Int} : -a ≤ -b ↔ b ≤ a := by omega
@[simp] protected theorem neg_lt_neg_iff {a b : Int} : -a < -b ↔ b < a := by omega
protected theorem neg_lt_neg {a b : Int} (h : a < b) : -b < -a := by omega
protected theorem le_of_neg_le_neg {a b : Int} (h : -b ≤ -a) : a ≤ b := by omega
protected theorem neg_nonneg_of_nonpos {a : Int} (h : a ≤ 0) : 0 ≤ -a := by omega
protected theorem neg_nonpos_of_nonneg {a : Int} (h : 0 ≤ a) : -a ≤ 0 := by omega
protected theorem neg_pos_of_neg {a : Int} (h : a < 0) : 0 < -a := by omega
protected theorem neg_neg_of_pos {a : Int} (h : 0 < a) : -a < 0 := by omega
@[simp] protected theorem neg_nonneg {a : Int} : 0 ≤ -a ↔ a ≤ 0 := by omega
@[simp] protected theorem neg_nonpos_iff (a : Int) : -a ≤ 0 ↔ 0 ≤ a := by omega
@[simp] protected theorem neg_pos {a : Int} : 0 < -a ↔ a < 0 := by omega
@[simp] protected theorem neg_neg_iff_pos {a : Int} : -a < 0 ↔ 0 < a := by omega

/-! ## minimum and maximum -/
protected theorem min_comm (a b : Int) : min a b = min b a := by omega
protected theorem max_comm (a b : Int) : max a b = max b a := by omega
protected theorem min_assoc (a b c : Int) : min (min a b) c = min a (min b c) := by omega
protected theorem max_assoc (a b c : Int) : max (max a b) c = max a (max b c) := by omega
@[simp] protected theorem min_self (a : Int) : min a a = a := by omega
@[simp] protected theorem max_self (a : Int) : max a a = a := by omega
protected theorem min_eq_left {a b : Int} (h : a ≤ b) : min a b = a := by omega
protected theorem min_eq_right {a b : Int} (h : b ≤ a) : min a b = b := by omega
protected theorem max_eq_left {a b : Int} (h : b ≤ a) : max a b = a := by omega
protected theorem max_eq_right {a b : Int} (h : a ≤ b) : max a b = b := by omega
protected theorem le_min {a b c : Int} : a ≤ min b c ↔ a ≤ b ∧ a ≤ c := by omega
protected theorem max_le {a b c : Int} : max a b ≤ c ↔ a ≤ c ∧ b ≤ c := by omega

/-! ## casts -/
@[simp] theorem natCast_inj {m n : Nat} : (m : Int) = (n : Int) ↔ m = n := by omega
theorem ofNat_inj {m n : Nat} : (m : Int) = (n : Int) ↔ m = n := natCast_inj
@[simp] theorem natCast_le {m n : Nat} : (m : Int) ≤ (n : Int) ↔ m ≤ n := ofNat_le
@[simp] theorem natCast_lt {m n : Nat} : (m : Int) < (n : Int) ↔ m < n := ofNat_lt
@[simp] theorem natCast_eq_zero {n : Nat} : (n : Int) = 0 ↔ n = 0 := by omega
theorem natCast_ne_zero {n : Nat} : (n : Int) ≠ 0 ↔ n ≠ 0 := by omega
@[simp] theorem natCast_pos {n : Nat} : 0 < (n : Int) ↔ 0 < n := by omega
@[simp] theorem natCast_zero : ((0 : Nat) : Int) = 0 := rfl
@[simp] theorem natCast_one : ((1 : Nat) : Int) = 1 := rfl
@[simp] theorem natCast_ofNat {n : Nat} : @Nat.cast Int instNatCastInt (OfNat.ofNat n) = OfNat.ofNat n := rfl
theorem natCast_sub {m n : Nat} (h : n ≤ m) : ((m - n : Nat) : Int) = (m : Int) - (n : Int) := by omega
theorem ofNat_sub {m n : Nat} (h : n ≤ m) : ((m - n : Nat) : Int) = (m : Int) - (n : Int) := natCast_sub h
theorem ofNat_add (m n : Nat) : ((m + n : Nat) : Int) = (m : Int) + (n : Int) := rfl
theorem ofNat_mul (m n : Nat) : ((m * n : Nat) : Int) = (m : Int) * (n : Int) := rfl
theorem eq_ofNat_of_nonneg {a : Int} (h : 0 ≤ a) : ∃ n : Nat, a = n := eq_ofNat_of_zero_le h
theorem natCast_dvd_natCast {m n : Nat} : (m : Int) ∣ (n : Int) ↔ m ∣ n := by
  refine ⟨fun h => Nat.dvd_of_mod_eq_zero ?_, fun ⟨c, e⟩ => ⟨(c : Int), by rw [e]; rfl⟩⟩
  exact natCast_inj.mp (emod_eq_zero_of_dvd h)
theorem ofNat_dvd {m n : Nat} : (m : Int) ∣ (n : Int) ↔ m ∣ n := natCast_dvd_natCast
end Int
