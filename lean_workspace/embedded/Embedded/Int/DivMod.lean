prelude
import Embedded.Int.Mul
/-!
# Divisibility, remainders and quotients: the usual laws
-/
set_option linter.all false
namespace Int
/-! ## divisibility -/
protected theorem dvd_def (a b : Int) : (a ∣ b) = (∃ c, b = a * c) := rfl
@[simp] protected theorem dvd_refl (a : Int) : a ∣ a := ⟨1, (Int.mul_one a).symm⟩
@[simp] protected theorem dvd_zero (a : Int) : a ∣ 0 := ⟨0, (Int.mul_zero a).symm⟩
@[simp] protected theorem one_dvd (a : Int) : 1 ∣ a := ⟨a, (Int.one_mul a).symm⟩
@[simp] protected theorem zero_dvd {a : Int} : 0 ∣ a ↔ a = 0 :=
  ⟨fun ⟨c, e⟩ => e.trans (Int.zero_mul c), fun e => e ▸ Int.dvd_refl 0⟩
protected theorem dvd_trans {a b c : Int} (h : a ∣ b) (h' : b ∣ c) : a ∣ c := by
  obtain ⟨x, rfl⟩ := h
  obtain ⟨y, rfl⟩ := h'
  exact ⟨x * y, Int.mul_assoc a x y⟩
@[simp] protected theorem dvd_mul_right (a b : Int) : a ∣ a * b := ⟨b, rfl⟩
@[simp] protected theorem dvd_mul_left (a b : Int) : a ∣ b * a := ⟨b, Int.mul_comm b a⟩
protected theorem dvd_mul_of_dvd_left {a b : Int} (h : a ∣ b) (c : Int) : a ∣ b * c :=
  Int.dvd_trans h (Int.dvd_mul_right b c)
protected theorem dvd_mul_of_dvd_right {a b : Int} (h : a ∣ b) (c : Int) : a ∣ c * b :=
  Int.dvd_trans h (Int.dvd_mul_left b c)
protected theorem mul_dvd_mul {a b c d : Int} (h : a ∣ b) (h' : c ∣ d) : a * c ∣ b * d := by
  obtain ⟨x, rfl⟩ := h
  obtain ⟨y, rfl⟩ := h'
  exact ⟨x * y, by rw [Int.mul_assoc, Int.mul_assoc, Int.mul_left_comm x]⟩
protected theorem mul_dvd_mul_left {b c : Int} (a : Int) (h : b ∣ c) : a * b ∣ a * c :=
  Int.mul_dvd_mul (Int.dvd_refl a) h
protected theorem mul_dvd_mul_right {b c : Int} (a : Int) (h : b ∣ c) : b * a ∣ c * a :=
  Int.mul_dvd_mul h (Int.dvd_refl a)
protected theorem dvd_add {a b c : Int} (h : a ∣ b) (h' : a ∣ c) : a ∣ b + c := by
  obtain ⟨x, rfl⟩ := h
  obtain ⟨y, rfl⟩ := h'
  exact ⟨x + y, (Int.mul_add a x y).symm⟩
protected theorem dvd_sub {a b c : Int} (h : a ∣ b) (h' : a ∣ c) : a ∣ b - c := by
  obtain ⟨x, rfl⟩ := h
  obtain ⟨y, rfl⟩ := h'
  exact ⟨x - y, (Int.mul_sub a x y).symm⟩
@[simp] protected theorem dvd_neg {a b : Int} : a ∣ -b ↔ a ∣ b := by
  have flip (x y : Int) : x ∣ y → x ∣ -y := fun ⟨c, e⟩ => ⟨-c, by rw [e, Int.mul_neg]⟩
  exact ⟨fun h => Int.neg_neg b ▸ flip a (-b) h, flip a b⟩
@[simp] protected theorem neg_dvd {a b : Int} : -a ∣ b ↔ a ∣ b :=
  ⟨fun ⟨c, e⟩ => ⟨-c, by rw [e, Int.mul_neg, Int.neg_mul]⟩,
    fun ⟨c, e⟩ => ⟨-c, by rw [e, Int.neg_mul_neg]⟩⟩
protected theorem dvd_add_right {a b c : Int} (h : a ∣ b) : a ∣ b + c ↔ a ∣ c :=
  ⟨fun k => by have j := Int.dvd_sub k h; rw [Int.add_sub_cancel_left] at j; exact j, Int.dvd_add h⟩
protected theorem dvd_add_left {a b c : Int} (h : a ∣ c) : a ∣ b + c ↔ a ∣ b := by
  rw [Int.add_comm]; exact Int.dvd_add_right h
theorem le_of_dvd {a b : Int} (hb : 0 < b) (h : a ∣ b) : a ≤ b := by
  obtain ⟨c, rfl⟩ := h
  by_cases ha : 0 < a
  · have j := Int.mul_le_mul_of_nonneg_left (add_one_le_of_lt (Int.pos_of_mul_pos_left hb ha)) (Int.le_of_lt ha)
    rw [Int.zero_add, Int.mul_one] at j; exact j
  · omega
theorem dvd_self_sub_emod {a b : Int} : b ∣ a - a % b := ⟨a / b, by have e := Int.mul_ediv_add_emod a b; omega⟩
protected theorem dvd_antisymm {a b : Int} (ha : 0 ≤ a) (hb : 0 ≤ b) (h : a ∣ b) (h' : b ∣ a) : a = b := by
  by_cases za : a = 0
  · subst za; exact (Int.zero_dvd.mp h).symm
  · by_cases zb : b = 0
    · subst zb; exact Int.zero_dvd.mp h'
    · exact Int.le_antisymm (le_of_dvd (by omega) h) (le_of_dvd (by omega) h')

/-! ## quotient and remainder are determined -/
theorem ediv_emod_unique {a b q r : Int} (hb : 0 < b) (e : b * q + r = a) (h : 0 ≤ r) (h' : r < b) :
    a / b = q ∧ a % b = r := by
  have e' := Int.mul_ediv_add_emod a b
  have l := Int.emod_nonneg a (Int.ne_of_gt hb)
  have u := Int.emod_lt_of_pos a hb
  have d : b * (a / b - q) = r - a % b := by rw [Int.mul_sub]; omega
  have hq : a / b = q := by
    refine Int.le_antisymm ?_ ?_ <;> refine Int.not_lt.mp fun k => ?_
    · have j := Int.mul_le_mul_of_nonneg_left (show 1 ≤ a / b - q by omega) (Int.le_of_lt hb)
      rw [Int.mul_one] at j; omega
    · have j := Int.mul_le_mul_of_nonneg_left (show a / b - q ≤ -1 by omega) (Int.le_of_lt hb)
      rw [Int.mul_neg, Int.mul_one] at j; omega
  refine ⟨hq, ?_⟩
  rw [hq] at e'; omega
@[simp] theorem emod_self {a : Int} : a % a = 0 := emod_eq_zero_of_dvd (Int.dvd_refl a)
@[simp] theorem zero_emod (a : Int) : 0 % a = 0 := emod_eq_zero_of_dvd (Int.dvd_zero a)
@[simp] theorem emod_one (a : Int) : a % 1 = 0 := emod_eq_zero_of_dvd (Int.one_dvd a)
@[simp] theorem mul_emod_right (a b : Int) : a * b % a = 0 := emod_eq_zero_of_dvd (Int.dvd_mul_right a b)
@[simp] theorem mul_emod_left (a b : Int) : a * b % b = 0 := emod_eq_zero_of_dvd (Int.dvd_mul_left b a)
theorem emod_eq_of_lt {a b : Int} (h : 0 ≤ a) (h' : a < b) : a % b = a :=
  (ediv_emod_unique (q := 0) (by omega) (by rw [Int.mul_zero, Int.zero_add]) h h').2
theorem ediv_eq_zero_of_lt {a b : Int} (h : 0 ≤ a) (h' : a < b) : a / b = 0 :=
  (ediv_emod_unique (q := 0) (by omega) (by rw [Int.mul_zero, Int.zero_add]) h h').1

/-! ## remainders of sums, products and powers -/
/-- Numbers that differ by a multiple of `n` have the same remainder. -/
theorem emod_eq_emod_of_dvd_sub {a b n : Int} (h : n ∣ a - b) : a % n = b % n := by
  have main (m : Int) (hm : 0 < m) (h : m ∣ a - b) : a % m = b % m := by
    obtain ⟨c, e⟩ := h
    have e' := Int.mul_ediv_add_emod b m
    refine (ediv_emod_unique (q := b / m + c) hm ?_ (Int.emod_nonneg b (Int.ne_of_gt hm)) (Int.emod_lt_of_pos b hm)).2
    rw [Int.mul_add]; omega
  by_cases z : n = 0
  · subst z
    rw [Int.eq_of_sub_eq_zero (Int.zero_dvd.mp h)]
  · by_cases p : 0 < n
    · exact main n p h
    · have j := main (-n) (by omega) (Int.neg_dvd.mpr h)
      rw [Int.emod_neg, Int.emod_neg] at j; exact j
theorem emod_eq_emod_iff_dvd_sub {a b n : Int} : a % n = b % n ↔ n ∣ a - b := by
  refine ⟨fun h => ?_, emod_eq_emod_of_dvd_sub⟩
  have j := Int.dvd_sub (dvd_self_sub_emod (a := a) (b := n)) (dvd_self_sub_emod (a := b) (b := n))
  rw [h] at j
  rw [show a - b = a - b % n - (b - b % n) by omega]; exact j
theorem emod_emod_of_dvd (a : Int) {m n : Int} (h : m ∣ n) : a % n % m = a % m := by
  refine emod_eq_emod_of_dvd_sub (Int.dvd_neg.mp ?_)
  rw [Int.neg_sub]; exact Int.dvd_trans h dvd_self_sub_emod
@[simp] theorem emod_emod (a n : Int) : a % n % n = a % n := emod_emod_of_dvd a (Int.dvd_refl n)
theorem add_emod (a b n : Int) : (a + b) % n = (a % n + b % n) % n := by
  refine emod_eq_emod_of_dvd_sub ?_
  rw [show a + b - (a % n + b % n) = a - a % n + (b - b % n) by omega]
  exact Int.dvd_add dvd_self_sub_emod dvd_self_sub_emod
theorem sub_emod (a b n : Int) : (a - b) % n = (a % n - b % n) % n := by
  refine emod_eq_emod_of_dvd_sub ?_
  rw [show a - b - (a % n - b % n) = a - a % n - (b - b % n) by omega]
  exact Int.dvd_sub dvd_self_sub_emod dvd_self_sub_emod
theorem mul_emod (a b n : Int) : a * b % n = (a % n) * (b % n) % n := by
  refine emod_eq_emod_of_dvd_sub ?_
  rw [show a * b - a % n * (b % n) = (a - a % n) * b + a % n * (b - b % n) by
    rw [Int.sub_mul, Int.mul_sub]; omega]
  exact Int.dvd_add (Int.dvd_mul_of_dvd_left dvd_self_sub_emod _) (Int.dvd_mul_of_dvd_right dvd_self_sub_emod _)
theorem pow_emod (a : Int) (k : Nat) (n : Int) : a ^ k % n = (a % n) ^ k % n := by
  induction k with
  | zero => rfl
  | succ k ih => rw [pow_succ, mul_emod, ih, pow_succ, mul_emod (_ ^ k), emod_emod]
@[simp] theorem emod_add_emod (a n b : Int) : (a % n + b) % n = (a + b) % n := by
  rw [add_emod, emod_emod, ← add_emod]
@[simp] theorem add_emod_emod (a b n : Int) : (a + b % n) % n = (a + b) % n := by
  rw [add_emod, emod_emod, ← add_emod]
@[simp] theorem add_mul_emod_self_left (a b c : Int) : (a + b * c) % b = a % b := by
  refine emod_eq_emod_of_dvd_sub ?_
  rw [Int.add_sub_cancel_left]; exact Int.dvd_mul_right b c
@[simp] theorem add_mul_emod_self_right (a b c : Int) : (a + b * c) % c = a % c := by
  rw [Int.mul_comm]; exact add_mul_emod_self_left a c b
@[simp] theorem add_emod_right (a b : Int) : (a + b) % b = a % b := by
  refine emod_eq_emod_of_dvd_sub ?_
  rw [Int.add_sub_cancel_left]; exact Int.dvd_refl b
@[simp] theorem add_emod_left (a b : Int) : (a + b) % a = b % a := by rw [Int.add_comm, add_emod_right]
theorem emod_two_eq (a : Int) : a % 2 = 0 ∨ a % 2 = 1 := by omega
theorem emod_lt_of_neg (a : Int) {b : Int} (h : b < 0) : a % b < -b := by
  have j := Int.emod_lt_of_pos a (show 0 < -b by omega)
  rw [Int.emod_neg] at j; exact j

/-! ## quotients -/
theorem mul_ediv_cancel_left {a : Int} (b : Int) (h : a ≠ 0) : a * b / a = b := by
  have e := Int.mul_ediv_add_emod (a * b) a
  rw [mul_emod_right, Int.add_zero] at e
  exact Int.eq_of_mul_eq_mul_left h e
theorem mul_ediv_cancel (a : Int) {b : Int} (h : b ≠ 0) : a * b / b = a := by
  rw [Int.mul_comm]; exact mul_ediv_cancel_left a h
protected theorem mul_ediv_cancel' {a b : Int} (h : a ∣ b) : a * (b / a) = b := by
  have e := Int.mul_ediv_add_emod b a
  rw [emod_eq_zero_of_dvd h, Int.add_zero] at e; exact e
protected theorem ediv_mul_cancel {a b : Int} (h : a ∣ b) : b / a * a = b := by
  rw [Int.mul_comm]; exact Int.mul_ediv_cancel' h
@[simp] protected theorem ediv_one (a : Int) : a / 1 = a := by
  have j := mul_ediv_cancel a (show (1 : Int) ≠ 0 by decide)
  rw [Int.mul_one] at j; exact j
@[simp] protected theorem zero_ediv (a : Int) : 0 / a = 0 := by
  by_cases h : a = 0
  · rw [h]; rfl
  · have j := mul_ediv_cancel 0 h
    rw [Int.zero_mul] at j; exact j
@[simp] protected theorem ediv_self {a : Int} (h : a ≠ 0) : a / a = 1 := by
  have j := mul_ediv_cancel 1 h
  rw [Int.one_mul] at j; exact j
protected theorem eq_mul_of_ediv_eq_right {a b c : Int} (h : b ∣ a) (e : a / b = c) : a = b * c := by
  rw [← e, Int.mul_ediv_cancel' h]
protected theorem ediv_eq_of_eq_mul_right {a b c : Int} (h : b ≠ 0) (e : a = b * c) : a / b = c := by
  rw [e]; exact mul_ediv_cancel_left c h
protected theorem add_mul_ediv_right (a b : Int) {c : Int} (h : c ≠ 0) : (a + b * c) / c = a / c + b := by
  refine Int.eq_of_mul_eq_mul_left h ?_
  have e := Int.mul_ediv_add_emod (a + b * c) c
  have e' := Int.mul_ediv_add_emod a c
  rw [add_mul_emod_self_right] at e
  rw [Int.mul_add, Int.mul_comm c b]; omega
protected theorem add_mul_ediv_left (a : Int) {b : Int} (c : Int) (h : b ≠ 0) : (a + b * c) / b = a / b + c := by
  rw [Int.mul_comm b c]; exact Int.add_mul_ediv_right a c h
protected theorem ediv_nonneg {a b : Int} (ha : 0 ≤ a) (hb : 0 ≤ b) : 0 ≤ a / b := by
  obtain ⟨m, rfl⟩ := eq_ofNat_of_zero_le ha
  obtain ⟨n, rfl⟩ := eq_ofNat_of_zero_le hb
  exact natCast_nonneg (m / n)
protected theorem le_ediv_iff_mul_le {a b c : Int} (h : 0 < c) : a ≤ b / c ↔ a * c ≤ b := by
  have l := mul_ediv_self_le (x := b) (Int.ne_of_gt h)
  have u := lt_mul_ediv_self_add (x := b) h
  rw [Int.mul_comm a]
  refine ⟨fun k => Int.le_trans (Int.mul_le_mul_of_nonneg_left k (Int.le_of_lt h)) l, fun k => ?_⟩
  refine le_of_lt_add_one (Int.lt_of_mul_lt_mul_left (c := c) ?_ (Int.le_of_lt h))
  rw [Int.mul_add, Int.mul_one]; omega
protected theorem ediv_lt_iff_lt_mul {a b c : Int} (h : 0 < c) : a / c < b ↔ a < b * c := by
  have j := Int.le_ediv_iff_mul_le (a := b) (b := a) h
  omega
protected theorem ediv_le_ediv {a b c : Int} (h : 0 < c) (k : a ≤ b) : a / c ≤ b / c := by
  rw [Int.le_ediv_iff_mul_le h, Int.mul_comm]
  exact Int.le_trans (mul_ediv_self_le (Int.ne_of_gt h)) k
end Int
