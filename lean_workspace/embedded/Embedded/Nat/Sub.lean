prelude
import Embedded.Nat.Order
/-!
# Nat: truncated subtraction
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

namespace Nat

/-! ## Zero, successor, cancellation -/

@[simp] protected theorem sub_zero (n : Nat) : n - 0 = n := rfl
@[simp] protected theorem zero_sub (n : Nat) : 0 - n = 0 := by
  induction n with
  | zero => rfl
  | succ n ih => exact congrArg pred ih
theorem sub_succ (n m : Nat) : n - succ m = pred (n - m) := rfl
theorem pred_eq_sub_one {n : Nat} : pred n = n - 1 := rfl
@[simp] theorem pred_eq_sub_one_eq (n : Nat) : pred n = n - 1 := rfl
theorem succ_sub_succ (n m : Nat) : succ n - succ m = n - m := by
  induction m with
  | zero => rfl
  | succ m ih => exact congrArg pred ih
theorem succ_sub_one (n : Nat) : succ n - 1 = n := rfl
@[simp] theorem add_one_sub_one (n : Nat) : n + 1 - 1 = n := rfl
@[simp] protected theorem add_sub_add_right (n k m : Nat) : (n + k) - (m + k) = n - m := by
  induction k with
  | zero => rfl
  | succ k ih => exact (succ_sub_succ _ _).trans ih
@[simp] protected theorem add_sub_add_left (k n m : Nat) : (k + n) - (k + m) = n - m := by
  rw [Nat.add_comm k, Nat.add_comm k]; exact Nat.add_sub_add_right n k m
@[simp] protected theorem add_sub_cancel (n m : Nat) : n + m - m = n := by
  have h := Nat.add_sub_add_right n m 0
  rw [Nat.zero_add] at h
  exact h
@[simp] protected theorem add_sub_cancel_left (n m : Nat) : n + m - n = m := by
  rw [Nat.add_comm]; exact Nat.add_sub_cancel m n
@[simp] protected theorem sub_self (n : Nat) : n - n = 0 := Nat.add_sub_cancel_left n 0
@[simp] protected theorem sub_self_add (n m : Nat) : n - (n + m) = 0 := by
  have h := Nat.add_sub_add_left n 0 m
  rw [Nat.zero_sub] at h
  exact h
protected theorem sub_sub (n m k : Nat) : n - m - k = n - (m + k) := by
  induction k with
  | zero => rfl
  | succ k ih => exact congrArg pred ih
protected theorem sub_right_comm (m n k : Nat) : m - n - k = m - k - n := by
  rw [Nat.sub_sub, Nat.sub_sub, Nat.add_comm]

/-! ## Order -/

protected theorem sub_eq_zero_of_le {n m : Nat} (h : n ≤ m) : n - m = 0 := by
  obtain ⟨k, rfl⟩ := le_dest h; exact Nat.sub_self_add n k
protected theorem add_sub_of_le {a b : Nat} (h : a ≤ b) : a + (b - a) = b := by
  obtain ⟨k, rfl⟩ := le_dest h; rw [Nat.add_sub_cancel_left]
@[simp] protected theorem sub_add_cancel {n m : Nat} (h : m ≤ n) : n - m + m = n := by
  rw [Nat.add_comm]; exact Nat.add_sub_of_le h
protected theorem add_sub_cancel' {n m : Nat} (h : m ≤ n) : m + (n - m) = n := Nat.add_sub_of_le h
protected theorem le_of_sub_eq_zero {n m : Nat} (h : n - m = 0) : n ≤ m :=
  (Nat.le_total n m).elim id fun l => Nat.le_of_eq (by have e := Nat.add_sub_of_le l; rw [h] at e; exact e.symm)
protected theorem sub_eq_zero_iff_le {n m : Nat} : n - m = 0 ↔ n ≤ m := ⟨Nat.le_of_sub_eq_zero, Nat.sub_eq_zero_of_le⟩
theorem sub_le (n m : Nat) : n - m ≤ n := by
  induction m with
  | zero => exact .refl
  | succ m ih => exact Nat.le_trans (pred_le (n - m)) ih
attribute [simp] sub_le
theorem sub_le_succ_sub (a i : Nat) : a - i ≤ succ a - i :=
  (Nat.le_total i a).elim
    (fun h => by 
      obtain ⟨k, rfl⟩ := le_dest h
      rw [← add_succ, Nat.add_sub_cancel_left, Nat.add_sub_cancel_left]; exact le_succ k)
    fun h => by rw [Nat.sub_eq_zero_of_le h]; exact zero_le _
protected theorem sub_le_sub_right {n m : Nat} (h : n ≤ m) (k : Nat) : n - k ≤ m - k := by
  induction h with
  | refl => exact .refl
  | step _ ih => exact Nat.le_trans ih (sub_le_succ_sub _ k)
protected theorem sub_le_sub_left {n m : Nat} (h : n ≤ m) (k : Nat) : k - m ≤ k - n := by
  obtain ⟨d, rfl⟩ := le_dest h
  rw [← Nat.sub_sub]; exact sub_le _ d
protected theorem sub_lt {n m : Nat} : 0 < n → 0 < m → n - m < n := by
  intro hn hm
  cases n with
  | zero => exact absurd hn (Nat.lt_irrefl 0)
  | succ n =>
    cases m with
    | zero => exact absurd hm (Nat.lt_irrefl 0)
    | succ m => rw [succ_sub_succ]; exact lt_succ_of_le (sub_le n m)
protected theorem sub_pos_of_lt {m n : Nat} (h : m < n) : 0 < n - m :=
  Nat.pos_of_ne_zero fun e => Nat.not_le_of_lt h (Nat.le_of_sub_eq_zero e)
protected theorem sub_pos_iff_lt {m n : Nat} : 0 < n - m ↔ m < n :=
  ⟨fun h => Nat.lt_of_not_le fun l => ne_zero_of_lt h (Nat.sub_eq_zero_of_le l), Nat.sub_pos_of_lt⟩
protected theorem lt_of_sub_pos {m n : Nat} (h : 0 < n - m) : m < n := Nat.sub_pos_iff_lt.mp h
protected theorem le_sub_of_add_le {a b c : Nat} (h : a + b ≤ c) : a ≤ c - b := by
  have := Nat.sub_le_sub_right h b; rw [Nat.add_sub_cancel] at this; exact this
protected theorem add_le_of_le_sub {a b c : Nat} (hle : b ≤ c) (h : a ≤ c - b) : a + b ≤ c := by
  have := Nat.add_le_add_right h b; rw [Nat.sub_add_cancel hle] at this; exact this
protected theorem le_add_of_sub_le {a b c : Nat} (h : a - b ≤ c) : a ≤ c + b :=
  (Nat.le_total b a).elim (fun l => by have := Nat.add_le_add_right h b; rw [Nat.sub_add_cancel l] at this; exact this)
    fun l => le_add_left_of_le l
protected theorem sub_le_of_le_add {a b c : Nat} (h : a ≤ c + b) : a - b ≤ c := by
  have := Nat.sub_le_sub_right h b; rw [Nat.add_sub_cancel] at this; exact this
protected theorem sub_le_iff_le_add {a b c : Nat} : a - b ≤ c ↔ a ≤ c + b :=
  ⟨Nat.le_add_of_sub_le, Nat.sub_le_of_le_add⟩
protected theorem sub_le_iff_le_add' {a b c : Nat} : a - b ≤ c ↔ a ≤ b + c := by
  rw [Nat.add_comm]; exact Nat.sub_le_iff_le_add
protected theorem le_sub_iff_add_le {a b c : Nat} (h : b ≤ c) : a ≤ c - b ↔ a + b ≤ c :=
  ⟨Nat.add_le_of_le_sub h, Nat.le_sub_of_add_le⟩
protected theorem lt_sub_iff_add_lt {a b c : Nat} : a < c - b ↔ a + b < c :=
  ⟨fun h => Nat.lt_of_not_le fun l => Nat.not_le_of_lt h (Nat.sub_le_of_le_add l), fun h =>
    Nat.lt_of_not_le fun l => Nat.not_le_of_lt h (Nat.le_add_of_sub_le l)⟩
protected theorem lt_sub_of_add_lt {a b c : Nat} (h : a + b < c) : a < c - b := Nat.lt_sub_iff_add_lt.mpr h
protected theorem sub_lt_of_lt_add {a b c : Nat} (hc : b ≤ a) (h : a < c + b) : a - b < c :=
  Nat.lt_of_add_lt_add_right (n := b) (by rw [Nat.sub_add_cancel hc]; exact h)

/-! ## Rearranging -/

protected theorem add_sub_assoc {m k : Nat} (h : k ≤ m) (n : Nat) : n + m - k = n + (m - k) := by
  obtain ⟨d, rfl⟩ := le_dest h
  rw [Nat.add_left_comm, Nat.add_sub_cancel_left, Nat.add_sub_cancel_left]
protected theorem sub_add_comm {n m k : Nat} (h : k ≤ n) : n + m - k = n - k + m := by
  rw [Nat.add_comm n, Nat.add_sub_assoc h, Nat.add_comm]
theorem succ_sub {n m : Nat} (h : m ≤ n) : succ n - m = succ (n - m) := Nat.sub_add_comm (m := 1) h
protected theorem eq_sub_of_add_eq {a b c : Nat} (h : a + b = c) : a = c - b := by rw [← h, Nat.add_sub_cancel]
protected theorem eq_add_of_sub_eq {a b c : Nat} (hle : b ≤ a) (h : a - b = c) : a = c + b := by
  rw [← h, Nat.sub_add_cancel hle]
protected theorem sub_eq_of_eq_add {a b c : Nat} (h : a = c + b) : a - b = c := by rw [h, Nat.add_sub_cancel]
protected theorem sub_eq_iff_eq_add {a b c : Nat} (h : b ≤ a) : a - b = c ↔ a = c + b :=
  ⟨Nat.eq_add_of_sub_eq h, Nat.sub_eq_of_eq_add⟩
protected theorem sub_sub_self {n m : Nat} (h : m ≤ n) : n - (n - m) = m := by
  obtain ⟨d, rfl⟩ := le_dest h
  rw [Nat.add_sub_cancel_left, Nat.add_sub_cancel]
protected theorem sub_add_eq (a b c : Nat) : a - (b + c) = a - b - c := (Nat.sub_sub a b c).symm

/-! ## Products -/

protected theorem mul_sub (k m n : Nat) : k * (m - n) = k * m - k * n :=
  (Nat.le_total n m).elim
    (fun h => by obtain ⟨d, rfl⟩ := le_dest h; rw [Nat.add_sub_cancel_left, Nat.mul_add, Nat.add_sub_cancel_left])
    fun h => by rw [Nat.sub_eq_zero_of_le h, Nat.sub_eq_zero_of_le (Nat.mul_le_mul_left k h)]; rfl
protected theorem sub_mul (n m k : Nat) : (n - m) * k = n * k - m * k := by
  rw [Nat.mul_comm, Nat.mul_sub, Nat.mul_comm k, Nat.mul_comm k]
protected theorem mul_sub_one (n m : Nat) : n * (m - 1) = n * m - n := by rw [Nat.mul_sub, Nat.mul_one]
protected theorem sub_one_mul (n m : Nat) : (n - 1) * m = n * m - m := by rw [Nat.sub_mul, Nat.one_mul]
theorem sub_one_add_one {n : Nat} (h : n ≠ 0) : n - 1 + 1 = n := succ_pred h
theorem sub_one_lt {n : Nat} (h : n ≠ 0) : n - 1 < n := pred_lt h
end Nat
