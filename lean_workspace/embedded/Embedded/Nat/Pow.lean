prelude
import Embedded.Nat.Gcd
/-!
# Nat: powers

`0 ^ 0 = 1`. Note `exponentiation.threshold`: Lean's elaborator evaluates `b ^ n` on literals only up to that exponent.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

namespace Nat

/-! ## Evaluation -/

@[simp] protected theorem pow_zero (b : Nat) : b ^ 0 = 1 := rfl
protected theorem pow_succ {b n : Nat} : b ^ (n + 1) = b ^ n * b := rfl
protected theorem pow_add_one {b n : Nat} : b ^ (n + 1) = b ^ n * b := rfl
protected theorem pow_succ' {m n : Nat} : m ^ (n + 1) = m * m ^ n := Nat.mul_comm (m ^ n) m
@[simp] protected theorem pow_one (a : Nat) : a ^ 1 = a := Nat.one_mul a
@[simp] protected theorem one_pow (n : Nat) : 1 ^ n = 1 := by
  induction n with
  | zero => rfl
  | succ n ih => rw [Nat.pow_succ, ih]
protected theorem pow_two (a : Nat) : a ^ 2 = a * a := by rw [Nat.pow_succ, Nat.pow_one]
protected theorem zero_pow {n : Nat} (h : 0 < n) : 0 ^ n = 0 := by
  cases n with
  | zero => exact absurd h (Nat.lt_irrefl 0)
  | succ n => rfl
@[simp] theorem zero_pow_succ (n : Nat) : 0 ^ (n + 1) = 0 := rfl

/-! ## Laws of exponents -/

protected theorem pow_add (a m n : Nat) : a ^ (m + n) = a ^ m * a ^ n := by
  induction n with
  | zero => exact (Nat.mul_one _).symm
  | succ n ih => rw [← Nat.add_assoc, Nat.pow_succ, Nat.pow_succ, ih, Nat.mul_assoc]
protected theorem pow_mul (a m n : Nat) : a ^ (m * n) = (a ^ m) ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [mul_add_one, Nat.pow_add, Nat.pow_succ, ih]
protected theorem pow_mul' (a m n : Nat) : a ^ (m * n) = (a ^ n) ^ m := by rw [Nat.mul_comm, Nat.pow_mul]
protected theorem pow_right_comm (a m n : Nat) : (a ^ m) ^ n = (a ^ n) ^ m := by
  rw [← Nat.pow_mul, Nat.mul_comm, Nat.pow_mul]
protected theorem mul_pow (a b n : Nat) : (a * b) ^ n = a ^ n * b ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [Nat.pow_succ, Nat.pow_succ, Nat.pow_succ, ih, Nat.mul_mul_mul_comm]

/-! ## Order -/

protected theorem pos_pow_of_pos {b : Nat} (n : Nat) (h : 0 < b) : 0 < b ^ n := by
  induction n with
  | zero => exact .refl
  | succ n ih => exact Nat.mul_pos ih h
protected theorem pow_pos {b n : Nat} (h : 0 < b) : 0 < b ^ n := Nat.pos_pow_of_pos n h
theorem two_pow_pos (w : Nat) : 0 < 2 ^ w := Nat.pos_pow_of_pos w (succ_pos 1)
theorem pow_le_pow_left {m n : Nat} (h : m ≤ n) (i : Nat) : m ^ i ≤ n ^ i := by
  induction i with
  | zero => exact .refl
  | succ i ih => exact Nat.mul_le_mul ih h
theorem pow_le_pow_right {n : Nat} (h : n > 0) {m k : Nat} (hmk : m ≤ k) : n ^ m ≤ n ^ k := by
  obtain ⟨d, rfl⟩ := le_dest hmk
  rw [Nat.pow_add]
  exact le_mul_of_pos_right _ (Nat.pos_pow_of_pos d h)
protected theorem pow_lt_pow_left {a b n : Nat} (h : a < b) (hn : n ≠ 0) : a ^ n < b ^ n := by
  obtain ⟨n, rfl⟩ := exists_eq_add_one_of_ne_zero hn
  exact Nat.mul_lt_mul_of_le_of_lt (pow_le_pow_left (Nat.le_of_lt h) n) h
    (Nat.pos_pow_of_pos n (pos_of_lt h))
protected theorem pow_lt_pow_succ {a n : Nat} (h : 1 < a) : a ^ n < a ^ (n + 1) := by
  have e := Nat.mul_lt_mul_of_pos_left h (Nat.pos_pow_of_pos n (pos_of_lt h))
  rw [Nat.mul_one] at e; exact e
protected theorem pow_lt_pow_right {a n m : Nat} (ha : 1 < a) (h : m < n) : a ^ m < a ^ n :=
  Nat.lt_of_lt_of_le (Nat.pow_lt_pow_succ ha) (pow_le_pow_right (pos_of_lt ha) h)
protected theorem pow_le_pow_iff_left {a b n : Nat} (hn : n ≠ 0) : a ^ n ≤ b ^ n ↔ a ≤ b :=
  ⟨fun h => Nat.le_of_not_lt fun l => Nat.not_le_of_lt (Nat.pow_lt_pow_left l hn) h, (pow_le_pow_left · n)⟩
protected theorem pow_le_pow_iff_right {a n m : Nat} (h : 1 < a) : a ^ n ≤ a ^ m ↔ n ≤ m :=
  ⟨fun l => Nat.le_of_not_lt fun k => Nat.not_le_of_lt (Nat.pow_lt_pow_right h k) l, pow_le_pow_right (pos_of_lt h)⟩
protected theorem pow_lt_pow_iff_right {a n m : Nat} (h : 1 < a) : a ^ n < a ^ m ↔ n < m := by
  rw [← Nat.not_le, ← Nat.not_le, Nat.pow_le_pow_iff_right h]
theorem lt_two_pow (n : Nat) : n < 2 ^ n := by
  induction n with
  | zero => exact .refl
  | succ n ih =>
    rw [Nat.pow_succ, Nat.mul_two]
    exact Nat.add_lt_add_of_lt_of_le ih (Nat.pos_pow_of_pos n (succ_pos 1))
theorem lt_pow_self {n a : Nat} (h : 1 < a) : n < a ^ n := Nat.lt_of_lt_of_le (lt_two_pow n) (pow_le_pow_left h n)
protected theorem pow_eq_zero {a n : Nat} : a ^ n = 0 ↔ a = 0 ∧ n ≠ 0 := by
  cases n with
  | zero => exact ⟨fun h => (nomatch h), fun h => absurd rfl h.2⟩
  | succ n =>
    refine ⟨fun h => ⟨?_, succ_ne_zero n⟩, fun h => by rw [h.1]; rfl⟩
    exact (eq_zero_or_pos a).resolve_right fun p => ne_zero_of_lt (Nat.pos_pow_of_pos (n + 1) p) h

/-! ## Divisibility -/

theorem pow_dvd_pow {m n : Nat} (a : Nat) (h : m ≤ n) : a ^ m ∣ a ^ n := by
  obtain ⟨d, rfl⟩ := le_dest h
  exact ⟨a ^ d, Nat.pow_add a m d⟩
theorem pow_dvd_pow_of_dvd {a b : Nat} (h : a ∣ b) (n : Nat) : a ^ n ∣ b ^ n := by
  obtain ⟨c, rfl⟩ := h
  exact ⟨c ^ n, Nat.mul_pow a c n⟩
theorem dvd_pow_self (a : Nat) {n : Nat} (h : n ≠ 0) : a ∣ a ^ n := by
  obtain ⟨n, rfl⟩ := exists_eq_add_one_of_ne_zero h
  exact Nat.dvd_mul_left a (a ^ n)
end Nat
