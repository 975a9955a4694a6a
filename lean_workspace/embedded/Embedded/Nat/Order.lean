prelude
import Embedded.Nat.Basic
/-!
# Nat: order

`≤` and `<`, totality, their behaviour under addition and multiplication, minimum and maximum, strong induction.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

namespace Nat

/-! ## Successor and zero -/

@[simp] protected theorem le_refl (n : Nat) : n ≤ n := .refl
attribute [refl] Nat.le_refl
protected theorem le_rfl {n : Nat} : n ≤ n := .refl
theorem le_succ (n : Nat) : n ≤ succ n := .step .refl
theorem le_succ_of_le {n m : Nat} (h : n ≤ m) : n ≤ succ m := .step h
theorem le_add_one (n : Nat) : n ≤ n + 1 := le_succ n
protected theorem le_of_eq {n m : Nat} (h : n = m) : n ≤ m := h ▸ .refl
theorem lt_succ_self (n : Nat) : n < succ n := .refl
@[simp] protected theorem lt_add_one (n : Nat) : n < n + 1 := .refl
theorem succ_pos (n : Nat) : 0 < succ n := succ_le_succ (zero_le n)
theorem zero_lt_succ (n : Nat) : 0 < succ n := succ_pos n
@[simp] theorem zero_lt_add_one (n : Nat) : 0 < n + 1 := succ_pos n
protected theorem zero_lt_one : 0 < (1 : Nat) := succ_pos 0
theorem succ_lt_succ {n m : Nat} (h : n < m) : succ n < succ m := succ_le_succ h
theorem lt_of_succ_lt_succ {n m : Nat} (h : succ n < succ m) : n < m := le_of_succ_le_succ h
theorem lt_of_succ_le {n m : Nat} (h : succ n ≤ m) : n < m := h
theorem succ_le_of_lt {n m : Nat} (h : n < m) : succ n ≤ m := h
theorem le_of_lt_succ {m n : Nat} (h : m < succ n) : m ≤ n := le_of_succ_le_succ h
theorem lt_succ_of_le {n m : Nat} (h : n ≤ m) : n < succ m := succ_le_succ h
theorem lt_add_one_of_le {n m : Nat} (h : n ≤ m) : n < m + 1 := succ_le_succ h
theorem le_of_lt_add_one {n m : Nat} (h : n < m + 1) : n ≤ m := le_of_succ_le_succ h
theorem lt_succ_iff {m n : Nat} : m < succ n ↔ m ≤ n := ⟨le_of_lt_succ, lt_succ_of_le⟩
protected theorem lt_add_one_iff {m n : Nat} : m < n + 1 ↔ m ≤ n := lt_succ_iff
theorem succ_le_iff {n m : Nat} : succ n ≤ m ↔ n < m := .rfl
protected theorem add_one_le_iff {n m : Nat} : n + 1 ≤ m ↔ n < m := .rfl
theorem succ_le_succ_iff {n m : Nat} : succ n ≤ succ m ↔ n ≤ m := ⟨le_of_succ_le_succ, succ_le_succ⟩
theorem succ_lt_succ_iff {n m : Nat} : succ n < succ m ↔ n < m := ⟨lt_of_succ_lt_succ, succ_lt_succ⟩
@[simp] theorem not_lt_zero (n : Nat) : ¬n < 0 := not_succ_le_zero n
protected theorem not_succ_le_self (n : Nat) : ¬succ n ≤ n := by
  induction n with
  | zero => exact not_succ_le_zero 0
  | succ n ih => exact fun h => ih (le_of_succ_le_succ h)

/-! ## `≤` and addition: what `≤` means -/

theorem le.intro {n m k : Nat} (h : n + k = m) : n ≤ m := by
  subst h
  induction k with
  | zero => exact .refl
  | succ k ih => exact .step ih
@[simp] theorem le_add_right (n k : Nat) : n ≤ n + k := le.intro rfl
@[simp] theorem le_add_left (n m : Nat) : n ≤ m + n := le.intro (Nat.add_comm n m)
theorem le_dest {n m : Nat} (h : n ≤ m) : ∃ k, m = n + k := by
  induction h with
  | refl => exact ⟨0, rfl⟩
  | step _ ih => exact ih.elim fun k e => ⟨k + 1, congrArg succ e⟩
theorem le.dest {n m : Nat} (h : n ≤ m) : ∃ k, n + k = m := (le_dest h).imp fun _ e => e.symm
theorem le_iff_exists_add {n m : Nat} : n ≤ m ↔ ∃ k, m = n + k := ⟨le_dest, fun ⟨_, e⟩ => le.intro e.symm⟩
theorem exists_eq_add_of_le {m n : Nat} (h : m ≤ n) : ∃ k, n = m + k := le_dest h
theorem exists_eq_add_of_lt {m n : Nat} (h : m < n) : ∃ k, n = m + k + 1 :=
  (le_dest h).imp fun k e => e.trans (succ_add m k)

/-! ## Transitivity, antisymmetry, totality -/

protected theorem lt_irrefl (n : Nat) : ¬n < n := Nat.not_succ_le_self n
@[simp] theorem not_lt_self (n : Nat) : ¬n < n := Nat.lt_irrefl n
protected theorem le_of_lt {n m : Nat} (h : n < m) : n ≤ m := Nat.le_trans (le_succ n) h
theorem le_of_succ_le {n m : Nat} (h : succ n ≤ m) : n ≤ m := Nat.le_of_lt h
protected theorem lt_of_lt_of_le {n m k : Nat} (h : n < m) (h' : m ≤ k) : n < k := Nat.le_trans h h'
protected theorem lt_of_le_of_lt {n m k : Nat} (h : n ≤ m) (h' : m < k) : n < k := Nat.le_trans (succ_le_succ h) h'
protected theorem lt_trans {n m k : Nat} (h : n < m) (h' : m < k) : n < k := Nat.lt_of_lt_of_le h (Nat.le_of_lt h')
protected theorem lt_of_lt_of_eq {n m k : Nat} (h : n < m) (e : m = k) : n < k := e ▸ h
protected theorem lt_of_eq_of_lt {n m k : Nat} (e : n = m) (h : m < k) : n < k := e ▸ h
theorem lt_succ_of_lt {n m : Nat} (h : n < m) : n < succ m := .step h
protected theorem lt_or_ge : (n m : Nat) → n < m ∨ n ≥ m
  | _, .zero => .inr (zero_le _)
  | .zero, .succ m => .inl (succ_pos m)
  | .succ n, .succ m => (Nat.lt_or_ge n m).imp succ_lt_succ succ_le_succ
protected theorem lt_or_le (n m : Nat) : n < m ∨ m ≤ n := Nat.lt_or_ge n m
protected theorem le_or_lt (n m : Nat) : n ≤ m ∨ m < n := (Nat.lt_or_ge m n).symm
protected theorem le_total (n m : Nat) : n ≤ m ∨ m ≤ n := (Nat.lt_or_ge n m).imp_left Nat.le_of_lt
protected theorem not_le_of_lt {n m : Nat} (h : n < m) : ¬m ≤ n := fun h' => Nat.lt_irrefl _ (Nat.lt_of_lt_of_le h h')
protected theorem not_le_of_gt {n m : Nat} (h : n > m) : ¬n ≤ m := Nat.not_le_of_lt h
protected theorem not_lt_of_le {n m : Nat} (h : n ≤ m) : ¬m < n := fun h' => Nat.not_le_of_lt h' h
protected theorem not_lt_of_ge {n m : Nat} (h : n ≥ m) : ¬n < m := Nat.not_lt_of_le h
protected theorem lt_asymm {n m : Nat} (h : n < m) : ¬m < n := Nat.not_lt_of_le (Nat.le_of_lt h)
protected theorem lt_of_not_le {n m : Nat} (h : ¬n ≤ m) : m < n := (Nat.lt_or_ge m n).resolve_right h
protected theorem lt_of_not_ge {n m : Nat} (h : ¬m ≤ n) : n < m := Nat.lt_of_not_le h
protected theorem gt_of_not_le {n m : Nat} (h : ¬n ≤ m) : n > m := Nat.lt_of_not_le h
protected theorem le_of_not_lt {n m : Nat} (h : ¬n < m) : m ≤ n := (Nat.lt_or_ge n m).resolve_left h
protected theorem le_of_not_gt {n m : Nat} (h : ¬m < n) : n ≤ m := Nat.le_of_not_lt h
protected theorem le_of_not_le {n m : Nat} (h : ¬n ≤ m) : m ≤ n := Nat.le_of_lt (Nat.lt_of_not_le h)
@[simp] protected theorem not_le {n m : Nat} : ¬n ≤ m ↔ m < n := ⟨Nat.lt_of_not_le, Nat.not_le_of_lt⟩
@[simp] protected theorem not_lt {n m : Nat} : ¬n < m ↔ m ≤ n := ⟨Nat.le_of_not_lt, Nat.not_lt_of_le⟩
protected theorem le_antisymm {n m : Nat} (h : n ≤ m) (h' : m ≤ n) : n = m := by
  cases h with
  | refl => rfl
  | step h => exact absurd h' (Nat.not_le_of_lt (succ_le_succ h))
protected theorem le_antisymm_iff {n m : Nat} : n = m ↔ n ≤ m ∧ m ≤ n :=
  ⟨fun e => ⟨Nat.le_of_eq e, Nat.le_of_eq e.symm⟩, fun h => Nat.le_antisymm h.1 h.2⟩
protected theorem eq_iff_le_and_ge {n m : Nat} : n = m ↔ n ≤ m ∧ m ≤ n := Nat.le_antisymm_iff
protected theorem eq_or_lt_of_le {n m : Nat} (h : n ≤ m) : n = m ∨ n < m :=
  (Nat.lt_or_ge n m).elim .inr fun h' => .inl (Nat.le_antisymm h h')
protected theorem lt_or_eq_of_le {n m : Nat} (h : n ≤ m) : n < m ∨ n = m := (Nat.eq_or_lt_of_le h).symm
protected theorem lt_of_le_of_ne {n m : Nat} (h : n ≤ m) (ne : n ≠ m) : n < m := (Nat.eq_or_lt_of_le h).resolve_left ne
protected theorem lt_or_gt_of_ne {n m : Nat} (h : n ≠ m) : n < m ∨ n > m :=
  (Nat.lt_or_ge n m).imp_right fun h' => Nat.lt_of_le_of_ne h' h.symm
protected theorem lt_trichotomy (n m : Nat) : n < m ∨ n = m ∨ m < n :=
  (Nat.lt_or_ge n m).imp_right fun h => (Nat.eq_or_lt_of_le h).imp_left Eq.symm
protected theorem ne_of_gt {n m : Nat} (h : m < n) : n ≠ m := fun e => Nat.lt_irrefl m (e ▸ h)
protected theorem ne_of_lt {n m : Nat} (h : n < m) : n ≠ m := fun e => Nat.lt_irrefl m (e ▸ h)
protected theorem ne_of_lt' {n m : Nat} (h : m < n) : n ≠ m := Nat.ne_of_gt h
protected theorem le_iff_lt_or_eq {n m : Nat} : n ≤ m ↔ n < m ∨ n = m :=
  ⟨Nat.lt_or_eq_of_le, fun h => h.elim Nat.le_of_lt Nat.le_of_eq⟩
protected theorem lt_iff_le_and_ne {n m : Nat} : n < m ↔ n ≤ m ∧ n ≠ m :=
  ⟨fun h => ⟨Nat.le_of_lt h, Nat.ne_of_lt h⟩, fun h => Nat.lt_of_le_of_ne h.1 h.2⟩
protected theorem lt_iff_le_not_le {n m : Nat} : n < m ↔ n ≤ m ∧ ¬m ≤ n :=
  ⟨fun h => ⟨Nat.le_of_lt h, Nat.not_le_of_lt h⟩, fun h => Nat.lt_of_not_le h.2⟩
protected theorem ne_iff_lt_or_gt {n m : Nat} : n ≠ m ↔ n < m ∨ m < n :=
  ⟨Nat.lt_or_gt_of_ne, fun h => h.elim Nat.ne_of_lt Nat.ne_of_gt⟩
theorem le_succ_iff {n m : Nat} : n ≤ succ m ↔ n ≤ m ∨ n = succ m :=
  ⟨fun h => (Nat.lt_or_eq_of_le h).imp_left le_of_lt_succ, fun h => h.elim .step Nat.le_of_eq⟩
theorem le_or_eq_of_le_succ {m n : Nat} (h : m ≤ succ n) : m ≤ n ∨ m = succ n := le_succ_iff.mp h

/-! ## Positivity and small bounds -/

theorem eq_zero_of_le_zero {n : Nat} (h : n ≤ 0) : n = 0 := Nat.le_antisymm h (zero_le n)
@[simp] theorem le_zero_eq (n : Nat) : (n ≤ 0) = (n = 0) := propext ⟨eq_zero_of_le_zero, Nat.le_of_eq⟩
protected theorem le_zero {n : Nat} : n ≤ 0 ↔ n = 0 := iff_of_eq (le_zero_eq n)
protected theorem pos_of_ne_zero {n : Nat} (h : n ≠ 0) : 0 < n := Nat.lt_of_le_of_ne (zero_le n) h.symm
attribute [simp] zero_le
theorem ne_zero_of_lt {n m : Nat} (h : n < m) : m ≠ 0 := fun e => not_lt_zero n (e ▸ h)
protected theorem pos_iff_ne_zero {n : Nat} : 0 < n ↔ n ≠ 0 := ⟨ne_zero_of_lt, Nat.pos_of_ne_zero⟩
protected theorem ne_zero_iff_zero_lt {n : Nat} : n ≠ 0 ↔ 0 < n := Nat.pos_iff_ne_zero.symm
theorem eq_zero_or_pos : (n : Nat) → n = 0 ∨ 0 < n
  | .zero => .inl rfl
  | .succ n => .inr (succ_pos n)
@[simp] protected theorem lt_one_iff {n : Nat} : n < 1 ↔ n = 0 := lt_succ_iff.trans Nat.le_zero
theorem one_le_iff_ne_zero {n : Nat} : 1 ≤ n ↔ n ≠ 0 := Nat.pos_iff_ne_zero
theorem pos_of_lt {n m : Nat} (h : n < m) : 0 < m := Nat.lt_of_le_of_lt (zero_le n) h
theorem exists_eq_add_one_of_pos {n : Nat} (h : 0 < n) : ∃ k, n = k + 1 := exists_eq_succ_of_ne_zero (ne_zero_of_lt h)
theorem pred_le : (n : Nat) → pred n ≤ n
  | .zero => .refl
  | .succ n => le_succ n
theorem pred_lt : {n : Nat} → n ≠ 0 → pred n < n
  | .zero, h => absurd rfl h
  | .succ n, _ => .refl
theorem succ_pred {n : Nat} (h : n ≠ 0) : succ (pred n) = n := ((eq_zero_or_eq_succ_pred n).resolve_left h).symm
theorem succ_pred_eq_of_pos {n : Nat} (h : 0 < n) : succ (pred n) = n := succ_pred (ne_zero_of_lt h)

/-! ## Order and addition -/

protected theorem add_le_add_right {n m : Nat} (h : n ≤ m) (k : Nat) : n + k ≤ m + k := by
  induction k with
  | zero => exact h
  | succ k ih => exact succ_le_succ ih
protected theorem add_le_add_left {n m : Nat} (h : n ≤ m) (k : Nat) : k + n ≤ k + m := by
  rw [Nat.add_comm k, Nat.add_comm k]; exact Nat.add_le_add_right h k
protected theorem add_le_add {a b c d : Nat} (h₁ : a ≤ b) (h₂ : c ≤ d) : a + c ≤ b + d :=
  Nat.le_trans (Nat.add_le_add_right h₁ c) (Nat.add_le_add_left h₂ b)
protected theorem le_of_add_le_add_right {n m k : Nat} (h : n + k ≤ m + k) : n ≤ m := by
  induction k with
  | zero => exact h
  | succ k ih => exact ih (le_of_succ_le_succ h)
protected theorem le_of_add_le_add_left {n m k : Nat} (h : k + n ≤ k + m) : n ≤ m :=
  Nat.le_of_add_le_add_right (k := k) (by rw [Nat.add_comm n, Nat.add_comm m]; exact h)
@[simp] protected theorem add_le_add_iff_right {n m k : Nat} : m + n ≤ k + n ↔ m ≤ k :=
  ⟨Nat.le_of_add_le_add_right, (Nat.add_le_add_right · n)⟩
@[simp] protected theorem add_le_add_iff_left {m k n : Nat} : n + m ≤ n + k ↔ m ≤ k :=
  ⟨Nat.le_of_add_le_add_left, (Nat.add_le_add_left · n)⟩
protected theorem add_lt_add_left {n m : Nat} (h : n < m) (k : Nat) : k + n < k + m := Nat.add_le_add_left (n :=
  succ n) h k
protected theorem add_lt_add_right {n m : Nat} (h : n < m) (k : Nat) : n + k < m + k := by
  rw [Nat.add_comm n, Nat.add_comm m]; exact Nat.add_lt_add_left h k
protected theorem add_lt_add {a b c d : Nat} (h₁ : a < b) (h₂ : c < d) : a + c < b + d :=
  Nat.lt_trans (Nat.add_lt_add_right h₁ c) (Nat.add_lt_add_left h₂ b)
protected theorem add_lt_add_of_le_of_lt {a b c d : Nat} (h₁ : a ≤ b) (h₂ : c < d) : a + c < b + d :=
  Nat.lt_of_le_of_lt (Nat.add_le_add_right h₁ c) (Nat.add_lt_add_left h₂ b)
protected theorem add_lt_add_of_lt_of_le {a b c d : Nat} (h₁ : a < b) (h₂ : c ≤ d) : a + c < b + d :=
  Nat.lt_of_lt_of_le (Nat.add_lt_add_right h₁ c) (Nat.add_le_add_left h₂ b)
protected theorem lt_of_add_lt_add_left {n k m : Nat} (h : n + k < n + m) : k < m :=
  Nat.le_of_add_le_add_left (k := n) (n := succ k) h
protected theorem lt_of_add_lt_add_right {n k m : Nat} (h : k + n < m + n) : k < m := by
  rw [Nat.add_comm k, Nat.add_comm m] at h; exact Nat.lt_of_add_lt_add_left h
@[simp] protected theorem add_lt_add_iff_left {k n m : Nat} : k + n < k + m ↔ n < m :=
  ⟨Nat.lt_of_add_lt_add_left, (Nat.add_lt_add_left · k)⟩
@[simp] protected theorem add_lt_add_iff_right {k n m : Nat} : n + k < m + k ↔ n < m :=
  ⟨Nat.lt_of_add_lt_add_right, (Nat.add_lt_add_right · k)⟩
theorem le_add_right_of_le {n m k : Nat} (h : n ≤ m) : n ≤ m + k := Nat.le_trans h (le_add_right m k)
theorem le_add_left_of_le {n m k : Nat} (h : n ≤ m) : n ≤ k + m := Nat.le_trans h (le_add_left m k)
protected theorem lt_add_right (c : Nat) (h : a < b) : a < b + c := Nat.lt_of_lt_of_le h (le_add_right b c)
protected theorem lt_add_left (c : Nat) (h : a < b) : a < c + b := Nat.lt_of_lt_of_le h (le_add_left b c)
protected theorem lt_add_of_pos_right {n k : Nat} (h : 0 < k) : n < n + k := Nat.add_lt_add_left h n
protected theorem lt_add_of_pos_left {n k : Nat} (h : 0 < k) : n < k + n := by
  rw [Nat.add_comm]; exact Nat.lt_add_of_pos_right h
@[simp] protected theorem lt_add_right_iff_pos {n k : Nat} : n < n + k ↔ 0 < k := Nat.add_lt_add_iff_left (n := 0)
@[simp] protected theorem lt_add_left_iff_pos {n k : Nat} : n < k + n ↔ 0 < k := by
  rw [Nat.add_comm]; exact Nat.lt_add_right_iff_pos
protected theorem pos_of_lt_add_right (h : n < n + k) : 0 < k := Nat.lt_add_right_iff_pos.mp h
theorem le_of_add_right_le {n m k : Nat} (h : n + k ≤ m) : n ≤ m := Nat.le_trans (le_add_right n k) h
theorem le_of_add_left_le {n m k : Nat} (h : k + n ≤ m) : n ≤ m := Nat.le_trans (le_add_left n k) h
protected theorem add_pos_left {m : Nat} (h : 0 < m) (n : Nat) : 0 < m + n := Nat.lt_of_lt_of_le h (le_add_right m n)
protected theorem add_pos_right {n : Nat} (m : Nat) (h : 0 < n) : 0 < m + n := Nat.lt_of_lt_of_le h (le_add_left n m)
@[simp] protected theorem not_add_lt_self (n k : Nat) : ¬n + k < n := Nat.not_lt_of_le (le_add_right n k)
@[simp] theorem add_le_left_iff {n k : Nat} : n + k ≤ n ↔ k = 0 := (Nat.add_le_add_iff_left (k := 0)).trans Nat.le_zero

/-! ## Order and multiplication -/

protected theorem mul_le_mul_left {m n : Nat} (k : Nat) (h : m ≤ n) : k * m ≤ k * n := by
  obtain ⟨d, rfl⟩ := le_dest h
  rw [Nat.mul_add]; exact le_add_right _ _
protected theorem mul_le_mul_right {m n : Nat} (k : Nat) (h : m ≤ n) : m * k ≤ n * k := by
  rw [Nat.mul_comm m, Nat.mul_comm n]; exact Nat.mul_le_mul_left k h
protected theorem mul_le_mul {p q m n : Nat} (h₁ : p ≤ m) (h₂ : q ≤ n) : p * q ≤ m * n :=
  Nat.le_trans (Nat.mul_le_mul_right q h₁) (Nat.mul_le_mul_left m h₂)
protected theorem mul_pos : {n m : Nat} → n > 0 → m > 0 → n * m > 0
  | n, .succ m, hn, _ => Nat.lt_of_lt_of_le hn (le_add_left n (n * m))
protected theorem pos_of_mul_pos_left {a b : Nat} (h : 0 < a * b) : 0 < a :=
  Nat.pos_of_ne_zero fun e => by rw [e, Nat.zero_mul] at h; exact Nat.lt_irrefl 0 h
protected theorem mul_lt_mul_of_pos_left {n m k : Nat} (h : n < m) (hk : k > 0) : k * n < k * m := by
  refine Nat.lt_of_lt_of_le (Nat.lt_add_of_pos_right hk) ?_
  exact Nat.mul_le_mul_left (m := succ n) k h
protected theorem mul_lt_mul_of_pos_right {n m k : Nat} (h : n < m) (hk : k > 0) : n * k < m * k := by
  rw [Nat.mul_comm n, Nat.mul_comm m]; exact Nat.mul_lt_mul_of_pos_left h hk
protected theorem mul_lt_mul_of_le_of_lt {a b c d : Nat} (hac : a ≤ c) (hbd : b < d) (hc : 0 < c) : a * b < c * d :=
  Nat.lt_of_le_of_lt (Nat.mul_le_mul_right b hac) (Nat.mul_lt_mul_of_pos_left hbd hc)
protected theorem mul_lt_mul_of_lt_of_le {a b c d : Nat} (hac : a < c) (hbd : b ≤ d) (hd : 0 < d) : a * b < c * d :=
  Nat.lt_of_le_of_lt (Nat.mul_le_mul_left a hbd) (Nat.mul_lt_mul_of_pos_right hac hd)
protected theorem mul_lt_mul'' {a b c d : Nat} (hac : a < c) (hbd : b < d) : a * b < c * d :=
  Nat.mul_lt_mul_of_lt_of_le hac (Nat.le_of_lt hbd) (pos_of_lt hbd)
protected theorem lt_of_mul_lt_mul_left {a b c : Nat} (h : a * b < a * c) : b < c :=
  Nat.lt_of_not_le fun n => Nat.not_le_of_lt h (Nat.mul_le_mul_left a n)
protected theorem lt_of_mul_lt_mul_right {a b c : Nat} (h : b * a < c * a) : b < c :=
  Nat.lt_of_not_le fun n => Nat.not_le_of_lt h (Nat.mul_le_mul_right a n)
protected theorem le_of_mul_le_mul_left {a b c : Nat} (h : c * a ≤ c * b) (hc : 0 < c) : a ≤ b :=
  Nat.le_of_not_lt fun n => Nat.not_le_of_lt (Nat.mul_lt_mul_of_pos_left n hc) h
protected theorem le_of_mul_le_mul_right {a b c : Nat} (h : a * c ≤ b * c) (hc : 0 < c) : a ≤ b :=
  Nat.le_of_not_lt fun n => Nat.not_le_of_lt (Nat.mul_lt_mul_of_pos_right n hc) h
protected theorem mul_le_mul_left_iff {n m k : Nat} (hk : 0 < k) : k * n ≤ k * m ↔ n ≤ m :=
  ⟨(Nat.le_of_mul_le_mul_left · hk), Nat.mul_le_mul_left k⟩
protected theorem mul_lt_mul_left {a b c : Nat} (a0 : 0 < a) : a * b < a * c ↔ b < c :=
  ⟨Nat.lt_of_mul_lt_mul_left, (Nat.mul_lt_mul_of_pos_left · a0)⟩
protected theorem mul_lt_mul_right {a b c : Nat} (a0 : 0 < a) : b * a < c * a ↔ b < c :=
  ⟨Nat.lt_of_mul_lt_mul_right, (Nat.mul_lt_mul_of_pos_right · a0)⟩
protected theorem eq_of_mul_eq_mul_left {m k n : Nat} (hn : 0 < n) (h : n * m = n * k) : m = k :=
  Nat.le_antisymm (Nat.le_of_mul_le_mul_left (Nat.le_of_eq h) hn)
    (Nat.le_of_mul_le_mul_left (Nat.le_of_eq h.symm) hn)
protected theorem eq_of_mul_eq_mul_right {n m k : Nat} (hm : 0 < m) (h : n * m = k * m) : n = k :=
  Nat.eq_of_mul_eq_mul_left hm (by rw [Nat.mul_comm m, Nat.mul_comm m]; exact h)
protected theorem mul_left_cancel {n m k : Nat} (hn : 0 < n) (h : n * m = n * k) : m = k :=
  Nat.eq_of_mul_eq_mul_left hn h
protected theorem mul_right_cancel {n m k : Nat} (hm : 0 < m) (h : n * m = k * m) : n = k :=
  Nat.eq_of_mul_eq_mul_right hm h
protected theorem mul_left_cancel_iff {n m k : Nat} (hn : 0 < n) : n * m = n * k ↔ m = k :=
  ⟨Nat.mul_left_cancel hn, fun h => h ▸ rfl⟩
protected theorem mul_right_cancel_iff {n m k : Nat} (hm : 0 < m) : n * m = k * m ↔ n = k :=
  ⟨Nat.mul_right_cancel hm, fun h => h ▸ rfl⟩
theorem le_mul_of_pos_left {m : Nat} (n : Nat) (h : 0 < n) : m ≤ n * m := by
  have := Nat.mul_le_mul_right m h; rw [show succ 0 = 1 from rfl, Nat.one_mul] at this; exact this
theorem le_mul_of_pos_right {n : Nat} (m : Nat) (h : 0 < n) : m ≤ m * n := by
  rw [Nat.mul_comm]; exact le_mul_of_pos_left n h
protected theorem mul_self_le_mul_self {m n : Nat} (h : m ≤ n) : m * m ≤ n * n := Nat.mul_le_mul h h
protected theorem mul_self_lt_mul_self {m n : Nat} (h : m < n) : m * m < n * n := Nat.mul_lt_mul'' h h
theorem eq_one_of_mul_eq_one_right {m n : Nat} (h : m * n = 1) : m = 1 := by
  cases m with
  | zero => rw [Nat.zero_mul] at h; exact nomatch h
  | succ m =>
    cases n with
    | zero => exact nomatch h
    | succ n =>
      have l : (m + 1) * 1 ≤ (m + 1) * (n + 1) := Nat.mul_le_mul_left _ (succ_pos n)
      rw [h, Nat.mul_one] at l
      exact Nat.le_antisymm l (succ_pos m)
theorem eq_one_of_mul_eq_one_left {m n : Nat} (h : m * n = 1) : n = 1 :=
  eq_one_of_mul_eq_one_right (n := m) (by rw [Nat.mul_comm]; exact h)
@[simp] theorem mul_eq_one_iff {m n : Nat} : m * n = 1 ↔ m = 1 ∧ n = 1 :=
  ⟨fun h => ⟨eq_one_of_mul_eq_one_right h, eq_one_of_mul_eq_one_left h⟩, fun ⟨a, b⟩ => by rw [a, b]⟩

/-! ## Minimum and maximum -/

protected theorem min_def {n m : Nat} : min n m = if n ≤ m then n else m := rfl
protected theorem max_def {n m : Nat} : max n m = if n ≤ m then m else n := rfl
protected theorem min_eq_left {a b : Nat} (h : a ≤ b) : min a b = a := if_pos h
protected theorem max_eq_right {a b : Nat} (h : a ≤ b) : max a b = b := if_pos h
protected theorem min_eq_right {a b : Nat} (h : b ≤ a) : min a b = b := by
  rw [Nat.min_def]; split
  · exact Nat.le_antisymm ‹_› h
  · rfl
protected theorem max_eq_left {a b : Nat} (h : b ≤ a) : max a b = a := by
  rw [Nat.max_def]; split
  · exact Nat.le_antisymm h ‹_›
  · rfl
protected theorem min_le_left (a b : Nat) : min a b ≤ a :=
  (Nat.le_total a b).elim (fun h => Nat.le_of_eq (Nat.min_eq_left h)) fun h => by rw [Nat.min_eq_right h]; exact h
protected theorem min_le_right (a b : Nat) : min a b ≤ b :=
  (Nat.le_total a b).elim (fun h => by rw [Nat.min_eq_left h]; exact h) fun h => Nat.le_of_eq (Nat.min_eq_right h)
protected theorem le_max_left (a b : Nat) : a ≤ max a b :=
  (Nat.le_total a b).elim (fun h => by rw [Nat.max_eq_right h]; exact h) fun h => Nat.le_of_eq (Nat.max_eq_left h).symm
protected theorem le_max_right (a b : Nat) : b ≤ max a b :=
  (Nat.le_total a b).elim (fun h => Nat.le_of_eq (Nat.max_eq_right h).symm) fun h => by rw [Nat.max_eq_left h]; exact h
protected theorem le_min {a b c : Nat} : a ≤ min b c ↔ a ≤ b ∧ a ≤ c :=
  ⟨fun h => ⟨Nat.le_trans h (Nat.min_le_left b c), Nat.le_trans h (Nat.min_le_right b c)⟩, fun h =>
    (Nat.le_total b c).elim (fun l => by rw [Nat.min_eq_left l]; exact h.1) fun l => by
      rw [Nat.min_eq_right l]; exact h.2⟩
protected theorem max_le {a b c : Nat} : max a b ≤ c ↔ a ≤ c ∧ b ≤ c :=
  ⟨fun h => ⟨Nat.le_trans (Nat.le_max_left a b) h, Nat.le_trans (Nat.le_max_right a b) h⟩, fun h =>
    (Nat.le_total a b).elim (fun l => by rw [Nat.max_eq_right l]; exact h.2) fun l => by
      rw [Nat.max_eq_left l]; exact h.1⟩
protected theorem min_comm (a b : Nat) : min a b = min b a :=
  Nat.le_antisymm (Nat.le_min.mpr ⟨Nat.min_le_right a b, Nat.min_le_left a b⟩)
    (Nat.le_min.mpr ⟨Nat.min_le_right b a, Nat.min_le_left b a⟩)
protected theorem max_comm (a b : Nat) : max a b = max b a :=
  Nat.le_antisymm (Nat.max_le.mpr ⟨Nat.le_max_right b a, Nat.le_max_left b a⟩)
    (Nat.max_le.mpr ⟨Nat.le_max_right a b, Nat.le_max_left a b⟩)
@[simp] protected theorem min_self (a : Nat) : min a a = a := Nat.min_eq_left .refl
@[simp] protected theorem max_self (a : Nat) : max a a = a := Nat.max_eq_right .refl

protected theorem max_assoc (a b c : Nat) : max (max a b) c = max a (max b c) :=
  Nat.le_antisymm
    (Nat.max_le.mpr ⟨Nat.max_le.mpr ⟨Nat.le_max_left _ _, Nat.le_trans (Nat.le_max_left b c) (Nat.le_max_right _ _)⟩,
      Nat.le_trans (Nat.le_max_right b c) (Nat.le_max_right _ _)⟩)
    (Nat.max_le.mpr ⟨Nat.le_trans (Nat.le_max_left a b) (Nat.le_max_left _ _),
      Nat.max_le.mpr ⟨Nat.le_trans (Nat.le_max_right a b) (Nat.le_max_left _ _), Nat.le_max_right _ _⟩⟩)
protected theorem min_assoc (a b c : Nat) : min (min a b) c = min a (min b c) :=
  Nat.le_antisymm
    (Nat.le_min.mpr ⟨Nat.le_trans (Nat.min_le_left _ _) (Nat.min_le_left a b),
      Nat.le_min.mpr ⟨Nat.le_trans (Nat.min_le_left _ _) (Nat.min_le_right a b), Nat.min_le_right _ _⟩⟩)
    (Nat.le_min.mpr ⟨Nat.le_min.mpr ⟨Nat.min_le_left _ _, Nat.le_trans (Nat.min_le_right _ _) (Nat.min_le_left b c)⟩,
      Nat.le_trans (Nat.min_le_right _ _) (Nat.min_le_right b c)⟩)
instance : Std.Associative (α := Nat) max := ⟨Nat.max_assoc⟩
instance : Std.Commutative (α := Nat) max := ⟨Nat.max_comm⟩
instance : Std.IdempotentOp (α := Nat) max := ⟨Nat.max_self⟩
instance : Std.Associative (α := Nat) min := ⟨Nat.min_assoc⟩
instance : Std.Commutative (α := Nat) min := ⟨Nat.min_comm⟩
instance : Std.IdempotentOp (α := Nat) min := ⟨Nat.min_self⟩

/-! ## `calc` -/

instance : Trans (α := Nat) (β := Nat) (γ := Nat) LE.le LE.le LE.le where trans := Nat.le_trans
instance : Trans (α := Nat) (β := Nat) (γ := Nat) LT.lt LT.lt LT.lt where trans := Nat.lt_trans
instance : Trans (α := Nat) (β := Nat) (γ := Nat) LE.le LT.lt LT.lt where trans := Nat.lt_of_le_of_lt
instance : Trans (α := Nat) (β := Nat) (γ := Nat) LT.lt LE.le LT.lt where trans := Nat.lt_of_lt_of_le
instance : Trans (α := Nat) (β := Nat) (γ := Nat) GE.ge GE.ge GE.ge where trans h h' := Nat.le_trans h' h
instance : Trans (α := Nat) (β := Nat) (γ := Nat) GT.gt GT.gt GT.gt where trans h h' := Nat.lt_trans h' h
instance : Trans (α := Nat) (β := Nat) (γ := Nat) GE.ge GT.gt GT.gt where trans h h' := Nat.lt_of_lt_of_le h' h
instance : Trans (α := Nat) (β := Nat) (γ := Nat) GT.gt GE.ge GT.gt where trans h h' := Nat.lt_of_le_of_lt h' h

/-! ## Strong induction -/

/-- All values below a bound, by structural recursion on the bound. -/
protected def strongRecBelow {motive : Nat → Sort u} (ind : ∀ n, (∀ m, m < n → motive m) → motive n) :
    (bound n : Nat) → n < bound → motive n
  | .zero, n, h => absurd h (not_lt_zero n)
  | .succ bound, n, h => ind n fun m hm => Nat.strongRecBelow ind bound m (Nat.lt_of_lt_of_le hm (le_of_lt_succ h))
@[elab_as_elim] protected def strongRecOn {motive : Nat → Sort u} (n : Nat)
    (ind : ∀ n, (∀ m, m < n → motive m) → motive n) : motive n :=
  Nat.strongRecBelow ind (n + 1) n .refl
@[elab_as_elim] protected theorem strong_induction_on {p : Nat → Prop} (n : Nat)
    (h : ∀ n, (∀ m, m < n → p m) → p n) : p n := Nat.strongRecOn n h
@[elab_as_elim] protected theorem case_strong_induction_on {p : Nat → Prop} (a : Nat) (hz : p 0)
    (hi : ∀ n, (∀ m, m ≤ n → p m) → p (n + 1)) : p a :=
  Nat.strong_induction_on a fun n ih => match n with
    | .zero => hz
    | .succ n => hi n fun m hm => ih m (lt_succ_of_le hm)
@[elab_as_elim] protected theorem le_induction {m : Nat} {P : ∀ n, m ≤ n → Prop} (base : P m .refl)
    (succ : ∀ n hmn, P n hmn → P (n + 1) (.step hmn)) : ∀ n hmn, P n hmn := by
  intro n h
  induction h with
  | refl => exact base
  | step h ih => exact succ _ h ih
end Nat
