prelude
import Embedded.Reserved
/-!
# Nat: the semiring laws

Successor, addition, multiplication, cancellation of addition. `n + 1` is the normal form of `succ n`.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

namespace Nat

/-! ## Successor -/

theorem add_one (n : Nat) : n + 1 = succ n := rfl
@[simp] theorem succ_eq_add_one (n : Nat) : succ n = n + 1 := rfl
theorem one_add (n : Nat) : 1 + n = succ n := by
  induction n with
  | zero => rfl
  | succ n ih => exact congrArg succ ih
theorem succ_ne_zero (n : Nat) : succ n ≠ 0 := fun h => nomatch h
@[simp] theorem add_one_ne_zero (n : Nat) : n + 1 ≠ 0 := fun h => nomatch h
theorem zero_ne_add_one (n : Nat) : 0 ≠ n + 1 := fun h => nomatch h
theorem succ.inj {m n : Nat} (h : succ m = succ n) : m = n := succ.inj' h
theorem succ_inj {a b : Nat} : succ a = succ b ↔ a = b := ⟨succ.inj', congrArg succ⟩
@[simp] theorem pred_zero : pred 0 = 0 := rfl
@[simp] theorem pred_succ (n : Nat) : pred (succ n) = n := rfl
theorem succ_ne_self (n : Nat) : succ n ≠ n := by
  induction n with
  | zero => exact succ_ne_zero 0
  | succ n ih => exact fun h => ih (succ.inj' h)
protected theorem zero_ne_one : (0 : Nat) ≠ 1 := fun h => nomatch h
protected theorem one_ne_zero : (1 : Nat) ≠ 0 := fun h => nomatch h
theorem exists_eq_succ_of_ne_zero : {n : Nat} → n ≠ 0 → ∃ k, n = succ k
  | .zero, h => absurd rfl h
  | .succ k, _ => ⟨k, rfl⟩
theorem exists_eq_add_one_of_ne_zero : {n : Nat} → n ≠ 0 → ∃ k, n = k + 1 := exists_eq_succ_of_ne_zero
theorem eq_zero_or_eq_succ_pred : (n : Nat) → n = 0 ∨ n = succ (pred n)
  | .zero => .inl rfl
  | .succ _ => .inr rfl

/-! ## Addition -/

@[simp] protected theorem zero_add (n : Nat) : 0 + n = n := by
  induction n with
  | zero => rfl
  | succ n ih => exact congrArg succ ih
theorem succ_add (n m : Nat) : succ n + m = succ (n + m) := by
  induction m with
  | zero => rfl
  | succ m ih => exact congrArg succ ih
theorem succ_add_eq_add_succ (n m : Nat) : succ n + m = n + succ m := succ_add n m
protected theorem add_comm (n m : Nat) : n + m = m + n := by
  induction m with
  | zero => exact (Nat.zero_add n).symm
  | succ m ih => exact (congrArg succ ih).trans (succ_add m n).symm
protected theorem add_assoc (n m k : Nat) : n + m + k = n + (m + k) := by
  induction k with
  | zero => rfl
  | succ k ih => exact congrArg succ ih
protected theorem add_left_comm (n m k : Nat) : n + (m + k) = m + (n + k) := by
  rw [← Nat.add_assoc, Nat.add_comm n m, Nat.add_assoc]
protected theorem add_right_comm (n m k : Nat) : n + m + k = n + k + m := by
  rw [Nat.add_assoc, Nat.add_comm m k, Nat.add_assoc]
protected theorem add_add_add_comm (a b c d : Nat) : (a + b) + (c + d) = (a + c) + (b + d) := by
  rw [Nat.add_assoc, Nat.add_assoc, Nat.add_left_comm b]

/-! ## Cancellation of addition -/

protected theorem add_right_cancel {n m k : Nat} (h : n + m = k + m) : n = k := by
  induction m with
  | zero => exact h
  | succ m ih => exact ih (succ.inj' h)
protected theorem add_left_cancel {n m k : Nat} (h : n + m = n + k) : m = k :=
  Nat.add_right_cancel (m := n) (by rw [Nat.add_comm m, Nat.add_comm k]; exact h)
@[simp] protected theorem add_left_cancel_iff {m k n : Nat} : n + m = n + k ↔ m = k :=
  ⟨Nat.add_left_cancel, fun h => h ▸ rfl⟩
@[simp] protected theorem add_right_cancel_iff {m k n : Nat} : m + n = k + n ↔ m = k :=
  ⟨Nat.add_right_cancel, fun h => h ▸ rfl⟩
@[simp] protected theorem add_eq_left {a b : Nat} : a + b = a ↔ b = 0 := Nat.add_left_cancel_iff (k := 0)
@[simp] protected theorem left_eq_add {a b : Nat} : a = a + b ↔ b = 0 := eq_comm.trans Nat.add_eq_left
@[simp] protected theorem add_eq_right {a b : Nat} : a + b = b ↔ a = 0 := by
  rw [Nat.add_comm]; exact Nat.add_eq_left
@[simp] protected theorem right_eq_add {a b : Nat} : b = a + b ↔ a = 0 := eq_comm.trans Nat.add_eq_right
protected theorem eq_zero_of_add_eq_zero_left {n m : Nat} (h : n + m = 0) : m = 0 := by
  cases m with
  | zero => rfl
  | succ m => exact nomatch h
theorem eq_zero_of_add_eq_zero {n m : Nat} (h : n + m = 0) : n = 0 ∧ m = 0 := by
  cases m with
  | zero => exact ⟨h, rfl⟩
  | succ m => exact nomatch h
@[simp] protected theorem add_eq_zero_iff {n m : Nat} : n + m = 0 ↔ n = 0 ∧ m = 0 :=
  ⟨eq_zero_of_add_eq_zero, fun ⟨a, b⟩ => by rw [a, b]⟩
@[simp] protected theorem zero_eq_add_iff {n m : Nat} : 0 = n + m ↔ n = 0 ∧ m = 0 :=
  ⟨fun h => Nat.add_eq_zero_iff.mp h.symm, fun h => (Nat.add_eq_zero_iff.mpr h).symm⟩
protected theorem add_eq_zero {n m : Nat} : n + m = 0 ↔ n = 0 ∧ m = 0 := Nat.add_eq_zero_iff

/-! ## Multiplication -/

@[simp] protected theorem mul_zero (n : Nat) : n * 0 = 0 := rfl
theorem mul_succ (n m : Nat) : n * succ m = n * m + n := rfl
theorem mul_add_one (n m : Nat) : n * (m + 1) = n * m + n := rfl
@[simp] protected theorem zero_mul (n : Nat) : 0 * n = 0 := by
  induction n with
  | zero => rfl
  | succ n ih => exact ih
theorem succ_mul (n m : Nat) : succ n * m = n * m + m := by
  induction m with
  | zero => rfl
  | succ m ih =>
    show succ n * m + succ n = n * m + n + succ m
    rw [ih]; exact congrArg succ (Nat.add_right_comm _ _ _)
theorem add_one_mul (n m : Nat) : (n + 1) * m = n * m + m := succ_mul n m
protected theorem mul_comm (n m : Nat) : n * m = m * n := by
  induction m with
  | zero => exact (Nat.zero_mul n).symm
  | succ m ih => exact (congrArg (· + n) ih).trans (succ_mul m n).symm
protected theorem left_distrib (n m k : Nat) : n * (m + k) = n * m + n * k := by
  induction k with
  | zero => rfl
  | succ k ih => exact (congrArg (· + n) ih).trans (Nat.add_assoc _ _ _)
protected theorem mul_add (k n m : Nat) : k * (n + m) = k * n + k * m := Nat.left_distrib k n m
protected theorem right_distrib (n m k : Nat) : (n + m) * k = n * k + m * k := by
  rw [Nat.mul_comm, Nat.left_distrib, Nat.mul_comm k, Nat.mul_comm k]
protected theorem add_mul (n m k : Nat) : (n + m) * k = n * k + m * k := Nat.right_distrib n m k
protected theorem mul_assoc (n m k : Nat) : n * m * k = n * (m * k) := by
  induction k with
  | zero => rfl
  | succ k ih => exact (congrArg (· + n * m) ih).trans (Nat.mul_add _ _ _).symm
protected theorem mul_left_comm (n m k : Nat) : n * (m * k) = m * (n * k) := by
  rw [← Nat.mul_assoc, Nat.mul_comm n m, Nat.mul_assoc]
protected theorem mul_right_comm (n m k : Nat) : n * m * k = n * k * m := by
  rw [Nat.mul_assoc, Nat.mul_comm m k, Nat.mul_assoc]
protected theorem mul_mul_mul_comm (a b c d : Nat) : (a * b) * (c * d) = (a * c) * (b * d) := by
  rw [Nat.mul_assoc, Nat.mul_assoc, Nat.mul_left_comm b]
@[simp] protected theorem mul_one (n : Nat) : n * 1 = n := Nat.zero_add n
@[simp] protected theorem one_mul (n : Nat) : 1 * n = n := (Nat.mul_comm 1 n).trans (Nat.mul_one n)
protected theorem two_mul (n : Nat) : 2 * n = n + n := by
  rw [Nat.mul_comm]; show 0 + n + n = n + n; rw [Nat.zero_add]
protected theorem mul_two (n : Nat) : n * 2 = n + n := by rw [Nat.mul_comm, Nat.two_mul]
protected theorem eq_zero_of_mul_eq_zero {n m : Nat} (h : n * m = 0) : n = 0 ∨ m = 0 := by
  cases m with
  | zero => exact .inr rfl
  | succ m => exact .inl (Nat.eq_zero_of_add_eq_zero_left h)
@[simp] protected theorem mul_eq_zero {n m : Nat} : n * m = 0 ↔ n = 0 ∨ m = 0 :=
  ⟨Nat.eq_zero_of_mul_eq_zero, fun h => h.elim (fun e => by rw [e, Nat.zero_mul]) fun e => by rw [e, Nat.mul_zero]⟩
@[simp] protected theorem zero_eq_mul {n m : Nat} : 0 = n * m ↔ n = 0 ∨ m = 0 :=
  ⟨fun h => Nat.mul_eq_zero.mp h.symm, fun h => (Nat.mul_eq_zero.mpr h).symm⟩
protected theorem mul_ne_zero {n m : Nat} (hn : n ≠ 0) (hm : m ≠ 0) : n * m ≠ 0 :=
  fun h => (Nat.eq_zero_of_mul_eq_zero h).elim hn hm

/-! ## `ac_rfl` for sums and products -/

instance : Std.Associative (α := Nat) (· + ·) := ⟨Nat.add_assoc⟩
instance : Std.Commutative (α := Nat) (· + ·) := ⟨Nat.add_comm⟩
instance : Std.LawfulIdentity (α := Nat) (· + ·) 0 where
  left_id := Nat.zero_add
  right_id := Nat.add_zero
instance : Std.LawfulIdentity (α := Nat) (· * ·) 1 where
  left_id := Nat.one_mul
  right_id := Nat.mul_one
instance : Std.Associative (α := Nat) (· * ·) := ⟨Nat.mul_assoc⟩
instance : Std.Commutative (α := Nat) (· * ·) := ⟨Nat.mul_comm⟩

/-! ## Recursion -/

/-- The recursor in `n + 1` form. -/
@[elab_as_elim] protected def rec_aux {motive : Nat → Sort u} (zero : motive 0)
    (succ : ∀ n, motive n → motive (n + 1)) (t : Nat) : motive t :=
  Nat.recAux zero succ t
end Nat
