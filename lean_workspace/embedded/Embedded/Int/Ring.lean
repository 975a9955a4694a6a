prelude
import Embedded.Int.Diff
/-!
# Ring laws of the integers

The laws that need an argument about differences come first; the others are rewritten from them.
-/
set_option linter.all false
namespace Int
/-! ## addition -/
protected theorem add_comm (a b : Int) : a + b = b + a := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  rw [add_diff, add_diff, Nat.add_comm p, Nat.add_comm q]
protected theorem add_assoc (a b c : Int) : a + b + c = a + (b + c) := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  obtain ⟨t, u, rfl⟩ := exists_diff c
  rw [add_diff, add_diff, add_diff, add_diff, Nat.add_assoc, Nat.add_assoc]
protected theorem add_left_comm (a b c : Int) : a + (b + c) = b + (a + c) := by
  rw [← Int.add_assoc, Int.add_comm a b, Int.add_assoc]
protected theorem add_right_comm (a b c : Int) : a + b + c = a + c + b := by
  rw [Int.add_assoc, Int.add_comm b c, Int.add_assoc]
@[simp] protected theorem add_zero (a : Int) : a + 0 = a := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  rw [zero_diff, add_diff]; rfl
@[simp] protected theorem zero_add (a : Int) : 0 + a = a := by rw [Int.add_comm, Int.add_zero]

/-! ## negation and subtraction -/
protected theorem sub_eq_add_neg {a b : Int} : a - b = a + -b := rfl
protected theorem add_right_neg (a : Int) : a + -a = 0 := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  rw [neg_diff, add_diff, zero_diff]
  refine diff_eq ?_
  rw [Nat.add_zero, Nat.zero_add, Nat.add_comm]
protected theorem add_left_neg (a : Int) : -a + a = 0 := by rw [Int.add_comm, Int.add_right_neg]
@[simp] protected theorem sub_self (a : Int) : a - a = 0 := Int.add_right_neg a
@[simp] protected theorem neg_neg (a : Int) : - -a = a := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  rw [neg_diff, neg_diff]
protected theorem neg_add {a b : Int} : -(a + b) = -a + -b := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  rw [add_diff, neg_diff, neg_diff, neg_diff, add_diff]
@[simp] protected theorem neg_zero : -(0 : Int) = 0 := rfl
@[simp] protected theorem sub_zero (a : Int) : a - 0 = a := Int.add_zero a
@[simp] protected theorem zero_sub (a : Int) : 0 - a = -a := Int.zero_add _
protected theorem add_neg_cancel_right (a b : Int) : a + b + -b = a := by
  rw [Int.add_assoc, Int.add_right_neg, Int.add_zero]
protected theorem neg_add_cancel_right (a b : Int) : a + -b + b = a := by
  rw [Int.add_assoc, Int.add_left_neg, Int.add_zero]
@[simp] protected theorem sub_add_cancel (a b : Int) : a - b + b = a := Int.neg_add_cancel_right a b
@[simp] protected theorem add_sub_cancel (a b : Int) : a + b - b = a := Int.add_neg_cancel_right a b
@[simp] protected theorem neg_sub (a b : Int) : -(a - b) = b - a := by
  rw [Int.sub_eq_add_neg, Int.neg_add, Int.neg_neg, Int.add_comm]; rfl
protected theorem add_right_cancel {a b c : Int} (h : a + c = b + c) : a = b := by
  rw [← Int.add_sub_cancel a c, h, Int.add_sub_cancel]
protected theorem sub_eq_zero_of_eq {a b : Int} (h : a = b) : a - b = 0 := by rw [h, Int.sub_self]
protected theorem eq_of_sub_eq_zero {a b : Int} (h : a - b = 0) : a = b := by
  rw [← Int.sub_add_cancel a b, h, Int.zero_add]

/-! ## multiplication -/
protected theorem mul_comm (a b : Int) : a * b = b * a := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  rw [mul_diff, mul_diff]
  refine diff_eq ?_
  simp only [Nat.mul_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
protected theorem mul_assoc (a b c : Int) : a * b * c = a * (b * c) := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  obtain ⟨t, u, rfl⟩ := exists_diff c
  rw [mul_diff, mul_diff, mul_diff, mul_diff]
  refine diff_eq ?_
  simp only [Nat.mul_add, Nat.add_mul, Nat.mul_assoc, Nat.mul_left_comm, Nat.mul_comm, Nat.add_assoc,
    Nat.add_comm, Nat.add_left_comm]
protected theorem mul_left_comm (a b c : Int) : a * (b * c) = b * (a * c) := by
  rw [← Int.mul_assoc, Int.mul_comm a b, Int.mul_assoc]
protected theorem mul_right_comm (a b c : Int) : a * b * c = a * c * b := by
  rw [Int.mul_assoc, Int.mul_comm b c, Int.mul_assoc]
protected theorem mul_add (a b c : Int) : a * (b + c) = a * b + a * c := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  obtain ⟨r, s, rfl⟩ := exists_diff b
  obtain ⟨t, u, rfl⟩ := exists_diff c
  rw [add_diff, mul_diff, mul_diff, mul_diff, add_diff]
  refine diff_eq ?_
  simp only [Nat.mul_add, Nat.add_mul, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
protected theorem add_mul (a b c : Int) : (a + b) * c = a * c + b * c := by
  rw [Int.mul_comm, Int.mul_add, Int.mul_comm c, Int.mul_comm c]
@[simp] protected theorem mul_zero (a : Int) : a * 0 = 0 := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  rw [zero_diff, mul_diff]; rfl
@[simp] protected theorem zero_mul (a : Int) : 0 * a = 0 := by rw [Int.mul_comm, Int.mul_zero]
@[simp] protected theorem mul_one (a : Int) : a * 1 = a := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  rw [one_diff, mul_diff, Nat.mul_one, Nat.mul_one, Nat.mul_zero, Nat.mul_zero, Nat.zero_add, Nat.add_zero]
@[simp] protected theorem one_mul (a : Int) : 1 * a = a := by rw [Int.mul_comm, Int.mul_one]
protected theorem neg_eq_neg_one_mul (a : Int) : -a = -1 * a := by
  obtain ⟨p, q, rfl⟩ := exists_diff a
  rw [show (-1 : Int) = subNatNat 0 1 from rfl, neg_diff, mul_diff]
  refine diff_eq ?_
  simp only [Nat.zero_mul, Nat.one_mul, Nat.zero_add]
protected theorem neg_mul (a b : Int) : -a * b = -(a * b) := by
  rw [Int.neg_eq_neg_one_mul, Int.mul_assoc, ← Int.neg_eq_neg_one_mul]
protected theorem mul_neg (a b : Int) : a * -b = -(a * b) := by
  rw [Int.mul_comm, Int.neg_mul, Int.mul_comm]
protected theorem mul_sub (a b c : Int) : a * (b - c) = a * b - a * c := by
  rw [Int.sub_eq_add_neg, Int.mul_add, Int.mul_neg]; rfl
protected theorem sub_mul (a b c : Int) : (a - b) * c = a * c - b * c := by
  rw [Int.sub_eq_add_neg, Int.add_mul, Int.neg_mul]; rfl
end Int
