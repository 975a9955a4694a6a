prelude
import Embedded.Int.Ring
/-!
# Order of the integers

What `omega` needs of the order; `Embedded.Int.Lemmas` has the rest.
-/
set_option linter.all false
namespace Int
protected theorem le_refl (a : Int) : a ≤ a := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  rw [le_diff]
protected theorem le_trans {a b c : Int} (h : a ≤ b) (h' : b ≤ c) : a ≤ c := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  obtain ⟨t, u, rfl⟩ := exists_diff c
  rw [le_diff] at *
  refine Nat.le_of_add_le_add_right (k := r + s) ?_
  refine Nat.le_trans (Nat.le_of_eq ?_) (Nat.le_trans (Nat.add_le_add h h') (Nat.le_of_eq ?_)) <;>
    simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
protected theorem le_antisymm {a b : Int} (h : a ≤ b) (h' : b ≤ a) : a = b := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  rw [le_diff] at *
  exact diff_eq (Nat.le_antisymm h h')
@[simp] protected theorem not_le {a b : Int} : ¬ a ≤ b ↔ b < a := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  rw [le_diff, lt_diff]
  exact ⟨Nat.lt_of_not_le, Nat.not_le_of_lt⟩
@[simp] protected theorem not_lt {a b : Int} : ¬ a < b ↔ b ≤ a := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  rw [le_diff, lt_diff]
  exact ⟨Nat.le_of_not_lt, Nat.not_lt_of_le⟩
protected theorem le_of_lt {a b : Int} (h : a < b) : a ≤ b := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  rw [lt_diff] at h; rw [le_diff]
  exact Nat.le_of_lt h
protected theorem lt_irrefl (a : Int) : ¬ a < a := Int.not_lt.mpr (Int.le_refl a)
protected theorem lt_or_gt_of_ne {a b : Int} (h : a ≠ b) : a < b ∨ a > b := by
  by_cases h1 : a ≤ b
  · by_cases h2 : b ≤ a
    · exact absurd (Int.le_antisymm h1 h2) h
    · exact .inl (Int.not_le.mp h2)
  · exact .inr (Int.not_le.mp h1)

/-! ## order and addition -/
protected theorem add_le_add {a b c d : Int} (h : a ≤ b) (h' : c ≤ d) : a + c ≤ b + d := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  obtain ⟨t, u, rfl⟩ := exists_diff c
  obtain ⟨x, y, rfl⟩ := exists_diff d
  rw [add_diff, add_diff]
  rw [le_diff] at *
  refine Nat.le_trans (Nat.le_of_eq ?_) (Nat.le_trans (Nat.add_le_add h h') (Nat.le_of_eq ?_)) <;>
    simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
protected theorem add_le_add_right {a b : Int} (h : a ≤ b) (c : Int) : a + c ≤ b + c :=
  Int.add_le_add h (Int.le_refl c)
protected theorem add_le_add_left {a b : Int} (h : a ≤ b) (c : Int) : c + a ≤ c + b :=
  Int.add_le_add (Int.le_refl c) h
protected theorem neg_le_neg {a b : Int} (h : a ≤ b) : -b ≤ -a := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  rw [neg_diff, neg_diff, le_diff]; rw [le_diff] at h
  rw [Nat.add_comm s, Nat.add_comm q]; exact h
protected theorem sub_nonneg_of_le {a b : Int} (h : b ≤ a) : 0 ≤ a - b := by
  have j := Int.add_le_add_right h (-b)
  rw [Int.add_right_neg] at j; exact j
protected theorem le_of_sub_nonneg {a b : Int} (h : 0 ≤ a - b) : b ≤ a := by
  have j := Int.add_le_add_right h b
  rw [Int.sub_add_cancel, Int.zero_add] at j; exact j
theorem add_one_le_of_lt {a b : Int} (h : a < b) : a + 1 ≤ b := h
theorem lt_of_add_one_le {a b : Int} (h : a + 1 ≤ b) : a < b := h
protected theorem lt_of_lt_of_le {a b c : Int} (h : a < b) (h' : b ≤ c) : a < c :=
  Int.le_trans (show a + 1 ≤ b from h) h'
protected theorem lt_of_le_of_lt {a b c : Int} (h : a ≤ b) (h' : b < c) : a < c :=
  Int.le_trans (Int.add_le_add_right h 1) (show b + 1 ≤ c from h')
protected theorem ne_of_gt {a b : Int} (h : b < a) : a ≠ b := fun e => Int.lt_irrefl b (e ▸ h)
protected theorem add_lt_add_right {a b : Int} (h : a < b) (c : Int) : a + c < b + c := by
  show a + c + 1 ≤ b + c
  rw [Int.add_right_comm]; exact Int.add_le_add_right h c
theorem le_of_lt_add_one {a b : Int} (h : a < b + 1) : a ≤ b := by
  have j := Int.add_le_add_right (show a + 1 ≤ b + 1 from h) (-1)
  rw [Int.add_neg_cancel_right, Int.add_neg_cancel_right] at j; exact j

/-! ## natural numbers among the integers -/
theorem ofNat_le {m n : Nat} : (m : Int) ≤ (n : Int) ↔ m ≤ n := by
  show ofNat m ≤ ofNat n ↔ _
  rw [ofNat_diff, ofNat_diff, le_diff]; exact .rfl
theorem ofNat_lt {m n : Nat} : (m : Int) < (n : Int) ↔ m < n := by
  show ofNat m < ofNat n ↔ _
  rw [ofNat_diff, ofNat_diff, lt_diff]; exact .rfl
theorem ofNat_nonneg (n : Nat) : 0 ≤ (n : Int) := ofNat_le.mpr (Nat.zero_le n)
theorem eq_ofNat_of_zero_le {a : Int} (h : 0 ≤ a) : ∃ n : Nat, a = n := by
  have e : a - 0 = a := Int.sub_zero a
  have h : NonNeg (a - 0) := h
  rw [e] at h
  match a, h with
  | ofNat n, _ => exact ⟨n, rfl⟩

/-! ## order and multiplication -/
protected theorem mul_nonneg {a b : Int} (h : 0 ≤ a) (h' : 0 ≤ b) : 0 ≤ a * b := by
  obtain ⟨m, rfl⟩ := eq_ofNat_of_zero_le h
  obtain ⟨n, rfl⟩ := eq_ofNat_of_zero_le h'
  exact ofNat_nonneg (m * n)
protected theorem mul_le_mul_of_nonneg_left {a b c : Int} (h : a ≤ b) (hc : 0 ≤ c) : c * a ≤ c * b := by
  refine Int.le_of_sub_nonneg ?_
  rw [← Int.mul_sub]
  exact Int.mul_nonneg hc (Int.sub_nonneg_of_le h)
protected theorem mul_le_mul_of_nonpos_left {a b c : Int} (hc : c ≤ 0) (h : a ≤ b) : c * b ≤ c * a := by
  have j := Int.mul_le_mul_of_nonneg_left h (Int.neg_le_neg hc)
  rw [Int.neg_mul, Int.neg_mul] at j
  have k := Int.neg_le_neg j
  rw [Int.neg_neg, Int.neg_neg] at k; exact k
protected theorem lt_of_mul_lt_mul_left {a b c : Int} (h : c * a < c * b) (hc : 0 ≤ c) : a < b :=
  Classical.byContradiction fun n =>
    Int.lt_irrefl _ (Int.lt_of_lt_of_le h (Int.mul_le_mul_of_nonneg_left (Int.not_lt.mp n) hc))
end Int
