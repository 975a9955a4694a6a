prelude
import Embedded.Nat.Dvd
/-!
# Nat: greatest common divisor and least common multiple

Euclid's algorithm with fuel. The kernel computes `Nat.gcd` on literals.
-/
set_option autoImplicit true
set_option linter.all false
universe u v w

namespace Nat

/-! ## Definitions -/

/-- Euclid's steps, at most `fuel` of them; `fuel ≥ m` is enough. -/
def gcdGo : (fuel m n : Nat) → Nat
  | .zero, _, n => n
  | .succ fuel, m, n => match m with
    | .zero => n
    | .succ m => gcdGo fuel (n % succ m) (succ m)
@[extern "lean_nat_gcd"] def gcd (m n : Nat) : Nat := gcdGo m m n
def lcm (m n : Nat) : Nat := m * n / gcd m n
/-- No common divisor but 1. -/
@[reducible] def Coprime (m n : Nat) : Prop := gcd m n = 1

/-! ## Euclid's equation -/

theorem gcdGo_enough : (f g m n : Nat) → m ≤ f → m ≤ g → gcdGo f m n = gcdGo g m n
  | .zero, .zero, _, _, _, _ => rfl
  | .zero, .succ g, m, n, h, _ => by rw [eq_zero_of_le_zero h]; rfl
  | .succ f, .zero, m, n, _, h => by rw [eq_zero_of_le_zero h]; rfl
  | .succ f, .succ g, .zero, n, _, _ => rfl
  | .succ f, .succ g, .succ m, n, hf, hg =>
    have l : n % succ m ≤ m := le_of_lt_succ (mod_lt n (succ_pos m))
    gcdGo_enough f g (n % succ m) (succ m) (Nat.le_trans l (le_of_succ_le_succ hf))
      (Nat.le_trans l (le_of_succ_le_succ hg))
@[simp] theorem gcd_zero_left (y : Nat) : gcd 0 y = y := rfl
theorem gcd_succ (x y : Nat) : gcd (succ x) y = gcd (y % succ x) (succ x) :=
  gcdGo_enough x (y % succ x) (y % succ x) (succ x) (le_of_lt_succ (mod_lt y (succ_pos x))) .refl
theorem gcd_rec (m n : Nat) : gcd m n = gcd (n % m) m := by
  cases m with
  | zero => rw [mod_zero]; cases n with
    | zero => rfl
    | succ n => rw [gcd_succ, zero_mod]
  | succ m => exact gcd_succ m n
/-- Induction along Euclid's algorithm. -/
@[elab_as_elim] theorem gcd.induction {P : Nat → Nat → Prop} (m n : Nat) (H0 : ∀ n, P 0 n)
    (H1 : ∀ m n, 0 < m → P (n % m) m → P m n) : P m n :=
  Nat.strong_induction_on (p := fun m => ∀ n, P m n) m
    (fun m ih n => (eq_zero_or_pos m).elim (fun e => e ▸ H0 n) fun h => H1 m n h (ih (n % m) (mod_lt n h) m)) n

/-! ## It is a common divisor, and the greatest -/

theorem gcd_dvd (m n : Nat) : gcd m n ∣ m ∧ gcd m n ∣ n := by
  refine gcd.induction m n (fun n => ⟨Nat.dvd_zero _, Nat.dvd_refl n⟩) fun m n h ih => ?_
  rw [← gcd_rec] at ih
  exact ⟨ih.2, (dvd_mod_iff ih.2).mp ih.1⟩
theorem gcd_dvd_left (m n : Nat) : gcd m n ∣ m := (gcd_dvd m n).1
theorem gcd_dvd_right (m n : Nat) : gcd m n ∣ n := (gcd_dvd m n).2
theorem dvd_gcd {k m n : Nat} : k ∣ m → k ∣ n → k ∣ gcd m n := by
  refine gcd.induction m n (fun n _ h => h) fun m n _ ih hm hn => ?_
  rw [gcd_rec]
  exact ih ((dvd_mod_iff hm).mpr hn) hm
theorem dvd_gcd_iff {k m n : Nat} : k ∣ gcd m n ↔ k ∣ m ∧ k ∣ n :=
  ⟨fun h => ⟨Nat.dvd_trans h (gcd_dvd_left m n), Nat.dvd_trans h (gcd_dvd_right m n)⟩, fun h => dvd_gcd h.1 h.2⟩
theorem gcd_le_left {m : Nat} (n : Nat) (h : 0 < m) : gcd m n ≤ m := le_of_dvd h (gcd_dvd_left m n)
theorem gcd_le_right {m n : Nat} (h : 0 < n) : gcd m n ≤ n := le_of_dvd h (gcd_dvd_right m n)

/-! ## Laws -/

theorem gcd_comm (m n : Nat) : gcd m n = gcd n m :=
  Nat.dvd_antisymm (dvd_gcd (gcd_dvd_right m n) (gcd_dvd_left m n)) (dvd_gcd (gcd_dvd_right n m) (gcd_dvd_left n m))
theorem gcd_assoc (m n k : Nat) : gcd (gcd m n) k = gcd m (gcd n k) :=
  Nat.dvd_antisymm
    (dvd_gcd (Nat.dvd_trans (gcd_dvd_left _ k) (gcd_dvd_left m n))
      (dvd_gcd (Nat.dvd_trans (gcd_dvd_left _ k) (gcd_dvd_right m n)) (gcd_dvd_right _ k)))
    (dvd_gcd (dvd_gcd (gcd_dvd_left m _) (Nat.dvd_trans (gcd_dvd_right m _) (gcd_dvd_left n k)))
      (Nat.dvd_trans (gcd_dvd_right m _) (gcd_dvd_right n k)))
instance : Std.Commutative gcd := ⟨gcd_comm⟩
instance : Std.Associative gcd := ⟨gcd_assoc⟩
@[simp] theorem gcd_zero_right (n : Nat) : gcd n 0 = n := by rw [gcd_comm]; rfl
@[simp] theorem gcd_self (n : Nat) : gcd n n = n :=
  Nat.dvd_antisymm (gcd_dvd_left n n) (dvd_gcd (Nat.dvd_refl n) (Nat.dvd_refl n))
@[simp] theorem gcd_one_left (n : Nat) : gcd 1 n = 1 := Nat.eq_one_of_dvd_one (gcd_dvd_left 1 n)
@[simp] theorem gcd_one_right (n : Nat) : gcd n 1 = 1 := Nat.eq_one_of_dvd_one (gcd_dvd_right n 1)
theorem gcd_eq_left {m n : Nat} (h : m ∣ n) : gcd m n = m :=
  Nat.dvd_antisymm (gcd_dvd_left m n) (dvd_gcd (Nat.dvd_refl m) h)
theorem gcd_eq_right {m n : Nat} (h : n ∣ m) : gcd m n = n := by rw [gcd_comm]; exact gcd_eq_left h
theorem gcd_eq_zero_iff {i j : Nat} : gcd i j = 0 ↔ i = 0 ∧ j = 0 :=
  ⟨fun h => ⟨Nat.eq_zero_of_zero_dvd (h ▸ gcd_dvd_left i j), Nat.eq_zero_of_zero_dvd (h ▸ gcd_dvd_right i j)⟩,
    fun ⟨a, b⟩ => by rw [a, b]; rfl⟩
theorem gcd_pos_of_pos_left {m : Nat} (n : Nat) (h : 0 < m) : 0 < gcd m n := pos_of_dvd_of_pos (gcd_dvd_left m n) h
theorem gcd_pos_of_pos_right (m : Nat) {n : Nat} (h : 0 < n) : 0 < gcd m n := pos_of_dvd_of_pos (gcd_dvd_right m n) h
theorem mul_mod_mul_left (z x y : Nat) : z * x % (z * y) = z * (x % y) := by
  show z * x - z * y * (z * x / (z * y)) = z * (x - y * (x / y))
  cases eq_zero_or_pos z with
  | inl h => subst h; rw [Nat.zero_mul, Nat.zero_mul, Nat.zero_sub, Nat.zero_mul]
  | inr h =>
    rw [← div_div_eq_div_mul, Nat.mul_div_cancel_left x h, Nat.mul_sub, Nat.mul_assoc]
theorem gcd_mul_left (m n k : Nat) : gcd (m * n) (m * k) = m * gcd n k := by
  refine gcd.induction n k (fun k => by rw [Nat.mul_zero]; rfl) fun n k _ ih => ?_
  rw [gcd_rec, mul_mod_mul_left, ih, ← gcd_rec]
theorem gcd_mul_right (m n k : Nat) : gcd (m * n) (k * n) = gcd m k * n := by
  rw [Nat.mul_comm m, Nat.mul_comm k, Nat.mul_comm (gcd m k)]; exact gcd_mul_left n m k
theorem gcd_add_self_right (m n : Nat) : gcd m (n + m) = gcd m n := by rw [gcd_rec, add_mod_right, ← gcd_rec]
theorem gcd_add_mul_right_right (m n k : Nat) : gcd m (n + k * m) = gcd m n := by
  rw [gcd_rec, add_mul_mod_self_right, ← gcd_rec]

/-! ## Coprime numbers -/

theorem coprime_iff_gcd_eq_one {m n : Nat} : Coprime m n ↔ gcd m n = 1 := .rfl
theorem Coprime.symm {m n : Nat} (h : Coprime m n) : Coprime n m := (gcd_comm n m).trans h
theorem Coprime.dvd_of_dvd_mul_right {k n m : Nat} (h : Coprime k n) (d : k ∣ m * n) : k ∣ m := by
  have e := gcd_mul_left m k n
  rw [show gcd k n = 1 from h, Nat.mul_one] at e
  rw [← e]
  exact dvd_gcd (Nat.dvd_mul_left k m) d
theorem Coprime.dvd_of_dvd_mul_left {k m n : Nat} (h : Coprime k m) (d : k ∣ m * n) : k ∣ n := by
  rw [Nat.mul_comm] at d; exact h.dvd_of_dvd_mul_right d

/-! ## Least common multiple -/

theorem gcd_mul_lcm (m n : Nat) : gcd m n * lcm m n = m * n :=
  Nat.mul_div_cancel' (Nat.dvd_mul_right_of_dvd (gcd_dvd_left m n) n)
theorem lcm_comm (m n : Nat) : lcm m n = lcm n m :=
  by show m * n / gcd m n = n * m / gcd n m; rw [Nat.mul_comm, gcd_comm]
@[simp] theorem lcm_zero_left (m : Nat) : lcm 0 m = 0 := by show 0 * m / gcd 0 m = 0; rw [Nat.zero_mul, Nat.zero_div]
@[simp] theorem lcm_zero_right (m : Nat) : lcm m 0 = 0 := by rw [lcm_comm]; exact lcm_zero_left m
@[simp] theorem lcm_one_left (m : Nat) : lcm 1 m = m := by
  show 1 * m / gcd 1 m = m; rw [gcd_one_left, Nat.one_mul, Nat.div_one]
@[simp] theorem lcm_one_right (m : Nat) : lcm m 1 = m := by rw [lcm_comm]; exact lcm_one_left m
theorem dvd_lcm_left (m n : Nat) : m ∣ lcm m n := by
  refine ⟨n / gcd m n, ?_⟩
  exact Nat.mul_div_assoc m (gcd_dvd_right m n)
theorem dvd_lcm_right (m n : Nat) : n ∣ lcm m n := by rw [lcm_comm]; exact dvd_lcm_left n m
@[simp] theorem lcm_self (m : Nat) : lcm m m = m := by
  show m * m / gcd m m = m
  rw [gcd_self]
  cases eq_zero_or_pos m with
  | inl h => rw [h, Nat.zero_mul, Nat.zero_div]
  | inr h => exact Nat.mul_div_cancel m h
theorem lcm_dvd {m n k : Nat} (h₁ : m ∣ k) (h₂ : n ∣ k) : lcm m n ∣ k := by
  cases eq_zero_or_pos k with
  | inl h => subst h; exact Nat.dvd_zero _
  | inr h =>
    refine Nat.dvd_of_mul_dvd_mul_left (gcd_pos_of_pos_left n (pos_of_dvd_of_pos h₁ h)) ?_
    rw [gcd_mul_lcm, ← gcd_mul_right]
    refine dvd_gcd ?_ ?_
    · exact mul_dvd_mul_left m h₂
    · rw [Nat.mul_comm]; exact mul_dvd_mul_left n h₁
end Nat
