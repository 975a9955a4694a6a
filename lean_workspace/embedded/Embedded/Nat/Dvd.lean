prelude
import Embedded.Nat.Div
/-!
# Nat: divisibility

`a ∣ b` means `b = a * c` for some `c`; it is decided by the remainder.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

namespace Nat
instance instDvd : Dvd Nat where dvd a b := ∃ c, b = a * c

/-! ## Order-like laws -/

protected theorem dvd_refl (a : Nat) : a ∣ a := ⟨1, (Nat.mul_one a).symm⟩
attribute [refl, simp] Nat.dvd_refl
@[simp] protected theorem dvd_zero (a : Nat) : a ∣ 0 := ⟨0, rfl⟩
protected theorem one_dvd (n : Nat) : 1 ∣ n := ⟨n, (Nat.one_mul n).symm⟩
@[simp] theorem one_dvd_eq (n : Nat) : (1 ∣ n) = True := eq_true (Nat.one_dvd n)
protected theorem dvd_mul_left (a b : Nat) : a ∣ b * a := ⟨b, Nat.mul_comm b a⟩
protected theorem dvd_mul_right (a b : Nat) : a ∣ a * b := ⟨b, rfl⟩
attribute [simp] Nat.dvd_mul_left Nat.dvd_mul_right
protected theorem dvd_trans {a b c : Nat} (h₁ : a ∣ b) (h₂ : b ∣ c) : a ∣ c := by
  obtain ⟨x, rfl⟩ := h₁
  obtain ⟨y, rfl⟩ := h₂
  exact ⟨x * y, Nat.mul_assoc a x y⟩
instance : Trans (α := Nat) (β := Nat) (γ := Nat) Dvd.dvd Dvd.dvd Dvd.dvd where trans := Nat.dvd_trans
protected theorem eq_zero_of_zero_dvd {a : Nat} (h : 0 ∣ a) : a = 0 := by
  obtain ⟨c, rfl⟩ := h; exact Nat.zero_mul c
@[simp] protected theorem zero_dvd {n : Nat} : 0 ∣ n ↔ n = 0 := ⟨Nat.eq_zero_of_zero_dvd, fun h => h ▸ Nat.dvd_refl 0⟩
theorem le_of_dvd {m n : Nat} (h₁ : 0 < n) : m ∣ n → m ≤ n := by
  intro ⟨k, e⟩
  subst e
  exact le_mul_of_pos_right m (Nat.pos_of_ne_zero fun z => by rw [z] at h₁; exact Nat.lt_irrefl 0 h₁)
theorem pos_of_dvd_of_pos {m n : Nat} (h : m ∣ n) (hn : 0 < n) : 0 < m :=
  Nat.pos_of_ne_zero fun e => ne_zero_of_lt hn (Nat.eq_zero_of_zero_dvd (e ▸ h))
protected theorem dvd_antisymm {m n : Nat} (h₁ : m ∣ n) (h₂ : n ∣ m) : m = n := by
  cases eq_zero_or_pos n with
  | inl h => subst h; exact Nat.eq_zero_of_zero_dvd h₂
  | inr h => exact Nat.le_antisymm (le_of_dvd h h₁) (le_of_dvd (pos_of_dvd_of_pos h₁ h) h₂)
protected theorem eq_one_of_dvd_one {n : Nat} (h : n ∣ 1) : n = 1 := Nat.dvd_antisymm h (Nat.one_dvd n)
@[simp] protected theorem dvd_one {n : Nat} : n ∣ 1 ↔ n = 1 := ⟨Nat.eq_one_of_dvd_one, fun h => h ▸ Nat.dvd_refl 1⟩

/-! ## Sums, differences, products -/

protected theorem dvd_add {m n k : Nat} (h₁ : k ∣ m) (h₂ : k ∣ n) : k ∣ m + n := by
  obtain ⟨x, rfl⟩ := h₁
  obtain ⟨y, rfl⟩ := h₂
  exact ⟨x + y, (Nat.mul_add k x y).symm⟩
protected theorem dvd_sub {k m n : Nat} (h₁ : k ∣ m) (h₂ : k ∣ n) : k ∣ m - n := by
  obtain ⟨x, rfl⟩ := h₁
  obtain ⟨y, rfl⟩ := h₂
  exact ⟨x - y, (Nat.mul_sub k x y).symm⟩
protected theorem dvd_add_right {m k : Nat} (h : k ∣ m) : k ∣ m + n ↔ k ∣ n :=
  ⟨fun h' => by have := Nat.dvd_sub h' h; rw [Nat.add_sub_cancel_left] at this; exact this, Nat.dvd_add h⟩
protected theorem dvd_add_iff_right {k m : Nat} (h : k ∣ m) : k ∣ n ↔ k ∣ m + n := (Nat.dvd_add_right h).symm
protected theorem dvd_add_left {m k : Nat} (h : k ∣ m) : k ∣ n + m ↔ k ∣ n := by
  rw [Nat.add_comm]; exact Nat.dvd_add_right h
protected theorem dvd_add_iff_left {k n : Nat} (h : k ∣ n) : k ∣ m ↔ k ∣ m + n := (Nat.dvd_add_left h).symm
protected theorem dvd_mul_left_of_dvd {a b : Nat} (h : a ∣ b) (c : Nat) : a ∣ c * b :=
  Nat.dvd_trans h (Nat.dvd_mul_left b c)
protected theorem dvd_mul_right_of_dvd {a b : Nat} (h : a ∣ b) (c : Nat) : a ∣ b * c :=
  Nat.dvd_trans h (Nat.dvd_mul_right b c)
protected theorem dvd_of_mul_right_dvd {a b c : Nat} (h : a * b ∣ c) : a ∣ c := Nat.dvd_trans (Nat.dvd_mul_right a b) h
protected theorem dvd_of_mul_left_dvd {a b c : Nat} (h : a * b ∣ c) : b ∣ c := Nat.dvd_trans (Nat.dvd_mul_left b a) h
theorem mul_dvd_mul {a b c d : Nat} (h₁ : a ∣ b) (h₂ : c ∣ d) : a * c ∣ b * d := by
  obtain ⟨x, rfl⟩ := h₁
  obtain ⟨y, rfl⟩ := h₂
  exact ⟨x * y, Nat.mul_mul_mul_comm a x c y⟩
theorem mul_dvd_mul_left {b c : Nat} (a : Nat) (h : b ∣ c) : a * b ∣ a * c := mul_dvd_mul (Nat.dvd_refl a) h
theorem mul_dvd_mul_right {a b : Nat} (h : a ∣ b) (c : Nat) : a * c ∣ b * c := mul_dvd_mul h (Nat.dvd_refl c)
protected theorem dvd_of_mul_dvd_mul_left {k m n : Nat} (hk : 0 < k) (h : k * m ∣ k * n) : m ∣ n := by
  obtain ⟨c, e⟩ := h
  exact ⟨c, Nat.eq_of_mul_eq_mul_left hk (e.trans (Nat.mul_assoc k m c))⟩
protected theorem dvd_of_mul_dvd_mul_right {k m n : Nat} (hk : 0 < k) (h : m * k ∣ n * k) : m ∣ n := by
  rw [Nat.mul_comm m, Nat.mul_comm n] at h; exact Nat.dvd_of_mul_dvd_mul_left hk h

/-! ## Remainders -/

theorem dvd_of_mod_eq_zero {k n : Nat} (h : n % k = 0) : k ∣ n := by
  refine ⟨n / k, ?_⟩
  have e := div_add_mod n k
  rw [h] at e; exact e.symm
theorem mod_eq_zero_of_dvd {k n : Nat} (h : k ∣ n) : n % k = 0 := by
  obtain ⟨c, rfl⟩ := h; exact mul_mod_right k c
theorem dvd_iff_mod_eq_zero {k n : Nat} : k ∣ n ↔ n % k = 0 := ⟨mod_eq_zero_of_dvd, dvd_of_mod_eq_zero⟩
theorem mod_eq_zero_iff_dvd {k n : Nat} : n % k = 0 ↔ k ∣ n := dvd_iff_mod_eq_zero.symm
theorem emod_pos_of_not_dvd {a b : Nat} (h : ¬a ∣ b) : 0 < b % a := Nat.pos_of_ne_zero fun e => h (dvd_of_mod_eq_zero e)
instance decidable_dvd (m n : Nat) : Decidable (m ∣ n) := decidable_of_iff (n % m = 0) mod_eq_zero_iff_dvd
theorem dvd_eq_true_of_mod_eq_zero {m n : Nat} (h : (n % m == 0) = true) : (m ∣ n) = True :=
  eq_true (dvd_of_mod_eq_zero (eq_of_beq h))
theorem dvd_eq_false_of_mod_ne_zero {m n : Nat} (h : (n % m != 0) = true) : (m ∣ n) = False :=
  eq_false fun d => bne_iff_ne.mp h (mod_eq_zero_of_dvd d)
theorem dvd_mod_iff {k m n : Nat} (h : k ∣ n) : k ∣ m % n ↔ k ∣ m := by
  have e := Nat.dvd_add_right (n := m % n) (Nat.dvd_mul_right_of_dvd h (m / n))
  rw [div_add_mod] at e; exact e.symm
theorem mod_mod_of_dvd (a : Nat) {m k : Nat} (h : m ∣ k) : a % k % m = a % m := by
  obtain ⟨c, rfl⟩ := h
  have e := add_mul_mod_self_left (a % (m * c)) m (c * (a / (m * c)))
  rw [← Nat.mul_assoc, mod_add_div] at e
  exact e.symm
theorem sub_mod_eq_zero_of_mod_eq {m n k : Nat} (h : m % k = n % k) : (m - n) % k = 0 := by
  rw [← mod_add_div m k, ← mod_add_div n k, h, Nat.add_sub_add_left, ← Nat.mul_sub]; exact mul_mod_right _ _

/-! ## Exact division -/

protected theorem mul_div_cancel' {n m : Nat} (h : n ∣ m) : n * (m / n) = m := by
  have e := div_add_mod m n
  rw [mod_eq_zero_of_dvd h] at e; exact e
protected theorem div_mul_cancel {n m : Nat} (h : n ∣ m) : m / n * n = m := by
  rw [Nat.mul_comm]; exact Nat.mul_div_cancel' h
theorem div_eq_iff_eq_mul_left {a b c : Nat} (hb : 0 < b) (h : b ∣ a) : a / b = c ↔ a = c * b :=
  ⟨fun e => by rw [← e, Nat.div_mul_cancel h], fun e => by rw [e, Nat.mul_div_cancel c hb]⟩
protected theorem div_eq_of_eq_mul_left {m n k : Nat} (hn : 0 < n) (h : m = k * n) : m / n = k := by
  rw [h, Nat.mul_div_cancel k hn]
protected theorem div_eq_of_eq_mul_right {m n k : Nat} (hn : 0 < n) (h : m = n * k) : m / n = k := by
  rw [h, Nat.mul_div_cancel_left k hn]
protected theorem mul_div_assoc {k n : Nat} (m : Nat) (h : k ∣ n) : m * n / k = m * (n / k) := by
  cases eq_zero_or_pos k with
  | inl z => subst z; rfl
  | inr hk =>
    obtain ⟨c, rfl⟩ := h
    rw [Nat.mul_left_comm, Nat.mul_div_cancel_left _ hk, Nat.mul_div_cancel_left _ hk]
end Nat
