prelude
import Embedded.Arith
/-!
# Greatest common divisors and coprime numbers: products, powers, differences

The base has the definitions and Euclid's algorithm; these are the laws that number theory wants besides.
-/
set_option linter.all false

namespace Nat

/-! ## Coprime numbers -/

theorem Coprime.gcd_eq_one {m n : Nat} (h : Coprime m n) : gcd m n = 1 := h
theorem coprime_comm {m n : Nat} : Coprime n m ↔ Coprime m n := ⟨.symm, .symm⟩
@[simp] theorem coprime_one_left_eq_true (n : Nat) : Coprime 1 n = True := eq_true (gcd_one_left n)
@[simp] theorem coprime_one_right_eq_true (n : Nat) : Coprime n 1 = True := eq_true (gcd_one_right n)
theorem coprime_one_left (n : Nat) : Coprime 1 n := gcd_one_left n
theorem coprime_one_right (n : Nat) : Coprime n 1 := gcd_one_right n
@[simp] theorem coprime_self {n : Nat} : Coprime n n ↔ n = 1 := by rw [coprime_iff_gcd_eq_one, gcd_self]
theorem Coprime.coprime_dvd_left {m n k : Nat} (h : m ∣ k) (c : Coprime k n) : Coprime m n :=
  Nat.eq_one_of_dvd_one (c.gcd_eq_one ▸ dvd_gcd (Nat.dvd_trans (gcd_dvd_left m n) h) (gcd_dvd_right m n))
theorem Coprime.coprime_dvd_right {m n k : Nat} (h : n ∣ m) (c : Coprime k m) : Coprime k n :=
  (c.symm.coprime_dvd_left h).symm
theorem Coprime.eq_one_of_dvd {k m : Nat} (c : Coprime k m) (h : k ∣ m) : k = 1 := by
  rw [← c.gcd_eq_one, gcd_eq_left h]
theorem eq_one_of_dvd_coprimes {a k n : Nat} (h : Coprime k n) (hk : a ∣ k) (hn : a ∣ n) : a = 1 :=
  Nat.eq_one_of_dvd_one (h.gcd_eq_one ▸ dvd_gcd hk hn)
theorem Coprime.mul_right {k m n : Nat} (h : Coprime k m) (h' : Coprime k n) : Coprime k (m * n) := by
  refine Nat.eq_one_of_dvd_one ?_
  have d : gcd k (m * n) ∣ n :=
    (h.coprime_dvd_left (gcd_dvd_left k (m * n))).dvd_of_dvd_mul_left (gcd_dvd_right k (m * n))
  exact h'.gcd_eq_one ▸ dvd_gcd (gcd_dvd_left k (m * n)) d
theorem Coprime.mul_left {m n k : Nat} (h : Coprime m k) (h' : Coprime n k) : Coprime (m * n) k :=
  (h.symm.mul_right h'.symm).symm
theorem Coprime.pow_left {m k : Nat} (n : Nat) (h : Coprime m k) : Coprime (m ^ n) k := by
  induction n with
  | zero => exact gcd_one_left k
  | succ n ih => exact ih.mul_left h
theorem Coprime.pow_right {k m : Nat} (n : Nat) (h : Coprime k m) : Coprime k (m ^ n) := (h.symm.pow_left n).symm
theorem Coprime.pow {k l : Nat} (m n : Nat) (h : Coprime k l) : Coprime (k ^ m) (l ^ n) := (h.pow_left m).pow_right n
theorem Coprime.mul_dvd_of_dvd_of_dvd {k m n : Nat} (c : Coprime m n) (hm : m ∣ k) (hn : n ∣ k) : m * n ∣ k := by
  obtain ⟨x, rfl⟩ := hm
  exact mul_dvd_mul_left m (c.symm.dvd_of_dvd_mul_left hn)
theorem Coprime.dvd_mul_right {k m n : Nat} (c : Coprime k n) : k ∣ m * n ↔ k ∣ m :=
  ⟨c.dvd_of_dvd_mul_right, fun h => Nat.dvd_mul_right_of_dvd h n⟩
theorem Coprime.dvd_mul_left {k m n : Nat} (c : Coprime k m) : k ∣ m * n ↔ k ∣ n :=
  ⟨c.dvd_of_dvd_mul_left, fun h => Nat.dvd_mul_left_of_dvd h m⟩
theorem coprime_div_gcd_div_gcd {m n : Nat} (h : 0 < gcd m n) : Coprime (m / gcd m n) (n / gcd m n) := by
  refine Nat.eq_of_mul_eq_mul_left h ?_
  rw [← gcd_mul_left, Nat.mul_div_cancel' (gcd_dvd_left m n), Nat.mul_div_cancel' (gcd_dvd_right m n), Nat.mul_one]
theorem exists_coprime (m n : Nat) : ∃ x y, Coprime x y ∧ m = x * gcd m n ∧ n = y * gcd m n := by
  rcases Nat.eq_zero_or_pos (gcd m n) with z | h
  · obtain ⟨hm, hn⟩ := gcd_eq_zero_iff.mp z
    exact ⟨1, 1, rfl, by omega, by omega⟩
  · exact ⟨m / gcd m n, n / gcd m n, coprime_div_gcd_div_gcd h, (Nat.div_mul_cancel (gcd_dvd_left m n)).symm,
      (Nat.div_mul_cancel (gcd_dvd_right m n)).symm⟩

/-! ## Sums, differences and multiples inside `gcd` -/

@[simp] theorem gcd_add_self_left (m n : Nat) : gcd (m + n) n = gcd m n := by
  rw [gcd_comm, gcd_add_self_right, gcd_comm]
@[simp] theorem gcd_self_add_right (m n : Nat) : gcd m (m + n) = gcd m n := by
  rw [Nat.add_comm, gcd_add_self_right]
@[simp] theorem gcd_self_add_left (m n : Nat) : gcd (m + n) m = gcd n m := by
  rw [gcd_comm, gcd_self_add_right, gcd_comm]
attribute [simp] gcd_add_self_right gcd_add_mul_right_right
@[simp] theorem gcd_add_mul_left_right (m n k : Nat) : gcd m (n + m * k) = gcd m n := by
  rw [Nat.mul_comm]; exact gcd_add_mul_right_right m n k
@[simp] theorem gcd_add_mul_right_left (m n k : Nat) : gcd (n + k * m) m = gcd n m := by
  rw [gcd_comm, gcd_add_mul_right_right, gcd_comm]
@[simp] theorem gcd_add_mul_left_left (m n k : Nat) : gcd (n + m * k) m = gcd n m := by
  rw [Nat.mul_comm]; exact gcd_add_mul_right_left m n k
theorem gcd_sub_self_right {m n : Nat} (h : m ≤ n) : gcd m (n - m) = gcd m n := by
  obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_le h
  rw [Nat.add_sub_cancel_left, gcd_self_add_right]
theorem gcd_sub_self_left {m n : Nat} (h : m ≤ n) : gcd (n - m) m = gcd n m := by
  rw [gcd_comm, gcd_sub_self_right h, gcd_comm]
@[simp] theorem gcd_mul_left_right (m n : Nat) : gcd n (m * n) = n := gcd_eq_left (Nat.dvd_mul_left n m)
@[simp] theorem gcd_mul_right_right (m n : Nat) : gcd n (n * m) = n := gcd_eq_left (Nat.dvd_mul_right n m)
@[simp] theorem gcd_mul_left_left (m n : Nat) : gcd (m * n) n = n := gcd_eq_right (Nat.dvd_mul_left n m)
@[simp] theorem gcd_mul_right_left (m n : Nat) : gcd (n * m) n = n := gcd_eq_right (Nat.dvd_mul_right n m)
theorem gcd_left_comm (m n k : Nat) : gcd m (gcd n k) = gcd n (gcd m k) := by
  rw [← gcd_assoc, gcd_comm m n, gcd_assoc]
theorem gcd_dvd_gcd_of_dvd_left {m k : Nat} (n : Nat) (h : m ∣ k) : gcd m n ∣ gcd k n :=
  dvd_gcd (Nat.dvd_trans (gcd_dvd_left m n) h) (gcd_dvd_right m n)
theorem gcd_dvd_gcd_of_dvd_right {m k : Nat} (n : Nat) (h : m ∣ k) : gcd n m ∣ gcd n k :=
  dvd_gcd (gcd_dvd_left n m) (Nat.dvd_trans (gcd_dvd_right n m) h)
theorem gcd_eq_iff {a b g : Nat} : gcd a b = g ↔ g ∣ a ∧ g ∣ b ∧ ∀ c, c ∣ a → c ∣ b → c ∣ g :=
  ⟨fun e => e ▸ ⟨gcd_dvd_left a b, gcd_dvd_right a b, fun _ => dvd_gcd⟩, fun ⟨ha, hb, h⟩ =>
    Nat.dvd_antisymm (h _ (gcd_dvd_left a b) (gcd_dvd_right a b)) (dvd_gcd ha hb)⟩
theorem gcd_pos_iff {m n : Nat} : 0 < gcd m n ↔ 0 < m ∨ 0 < n := by
  rw [Nat.pos_iff_ne_zero]
  have z := gcd_eq_zero_iff (i := m) (j := n)
  omega

/-! ## Least common multiples -/

theorem lcm_dvd_iff {m n k : Nat} : lcm m n ∣ k ↔ m ∣ k ∧ n ∣ k :=
  ⟨fun h => ⟨Nat.dvd_trans (dvd_lcm_left m n) h, Nat.dvd_trans (dvd_lcm_right m n) h⟩, fun h => lcm_dvd h.1 h.2⟩
theorem lcm_assoc (m n k : Nat) : lcm (lcm m n) k = lcm m (lcm n k) := by
  refine Nat.dvd_antisymm (lcm_dvd (lcm_dvd ?_ ?_) ?_) (lcm_dvd ?_ (lcm_dvd ?_ ?_))
  · exact dvd_lcm_left m (lcm n k)
  · exact Nat.dvd_trans (dvd_lcm_left n k) (dvd_lcm_right m (lcm n k))
  · exact Nat.dvd_trans (dvd_lcm_right n k) (dvd_lcm_right m (lcm n k))
  · exact Nat.dvd_trans (dvd_lcm_left m n) (dvd_lcm_left (lcm m n) k)
  · exact Nat.dvd_trans (dvd_lcm_right m n) (dvd_lcm_left (lcm m n) k)
  · exact dvd_lcm_right (lcm m n) k
instance : Std.Commutative lcm := ⟨lcm_comm⟩
instance : Std.Associative lcm := ⟨lcm_assoc⟩
theorem lcm_pos {m n : Nat} (hm : 0 < m) (hn : 0 < n) : 0 < lcm m n := by
  have e := gcd_mul_lcm m n
  have p := Nat.mul_pos hm hn
  refine Nat.pos_of_ne_zero fun z => ?_
  rw [z, Nat.mul_zero] at e
  omega
theorem lcm_ne_zero {m n : Nat} (hm : m ≠ 0) (hn : n ≠ 0) : lcm m n ≠ 0 :=
  Nat.ne_zero_of_lt (lcm_pos (Nat.pos_of_ne_zero hm) (Nat.pos_of_ne_zero hn))
theorem lcm_dvd_mul (m n : Nat) : lcm m n ∣ m * n := lcm_dvd (Nat.dvd_mul_right m n) (Nat.dvd_mul_left n m)
theorem gcd_dvd_lcm (m n : Nat) : gcd m n ∣ lcm m n := Nat.dvd_trans (gcd_dvd_left m n) (dvd_lcm_left m n)
theorem Coprime.lcm_eq_mul {m n : Nat} (h : Coprime m n) : lcm m n = m * n := by
  rw [← gcd_mul_lcm, h.gcd_eq_one, Nat.one_mul]

/-! ## Powers -/

theorem pow_left_inj {a b n : Nat} (h : n ≠ 0) : a ^ n = b ^ n ↔ a = b :=
  ⟨fun e => Nat.le_antisymm ((Nat.pow_le_pow_iff_left h).mp (Nat.le_of_eq e))
    ((Nat.pow_le_pow_iff_left h).mp (Nat.le_of_eq e.symm)), fun e => e ▸ rfl⟩
/-- A power divides a power with the same exponent only if its base divides the other base. -/
theorem pow_dvd_pow_iff {a b n : Nat} (h : n ≠ 0) : a ^ n ∣ b ^ n ↔ a ∣ b := by
  refine ⟨fun d => ?_, (pow_dvd_pow_of_dvd · n)⟩
  rcases Nat.eq_zero_or_pos (gcd a b) with z | p
  · rw [(gcd_eq_zero_iff.mp z).2]; exact Nat.dvd_zero a
  · obtain ⟨x, y, c, ha, hb⟩ := exists_coprime a b
    generalize gcd a b = g at ha hb p
    subst ha hb
    rw [Nat.mul_pow, Nat.mul_pow] at d
    have one := (c.pow n n).eq_one_of_dvd (Nat.dvd_of_mul_dvd_mul_right (Nat.pow_pos p) d)
    have e : x = 1 := (pow_left_inj h).mp (one.trans (Nat.one_pow n).symm)
    rw [e, Nat.one_mul]
    exact Nat.dvd_mul_left g y
protected theorem pow_right_inj {a m n : Nat} (h : 1 < a) : a ^ m = a ^ n ↔ m = n :=
  ⟨fun e => Nat.le_antisymm ((Nat.pow_le_pow_iff_right h).mp (Nat.le_of_eq e))
    ((Nat.pow_le_pow_iff_right h).mp (Nat.le_of_eq e.symm)), fun e => e ▸ rfl⟩
protected theorem pow_lt_pow_iff_left {a b n : Nat} (h : n ≠ 0) : a ^ n < b ^ n ↔ a < b := by
  have e := Nat.pow_le_pow_iff_left (a := b) (b := a) h
  omega
/-- The divisors of a power of two are powers of two. -/
theorem eq_two_pow_of_dvd_two_pow {d : Nat} : {n : Nat} → d ∣ 2 ^ n → ∃ k, k ≤ n ∧ d = 2 ^ k
  | 0, h => ⟨0, Nat.le_refl 0, Nat.eq_one_of_dvd_one h⟩
  | n + 1, h => by
    rcases Nat.mod_two_eq_zero_or_one d with even | odd
    · obtain ⟨c, rfl⟩ := Nat.dvd_of_mod_eq_zero even
      obtain ⟨k, l, rfl⟩ := eq_two_pow_of_dvd_two_pow
        (Nat.dvd_of_mul_dvd_mul_left (k := 2) (by decide) (Nat.pow_succ' ▸ h : 2 * c ∣ 2 * 2 ^ n))
      exact ⟨k + 1, by omega, by rw [Nat.pow_succ, Nat.mul_comm]⟩
    · have c : Coprime d 2 := by
        show gcd d 2 = 1
        rw [gcd_comm, gcd_rec, odd]; rfl
      rw [(c.pow_right (n + 1)).eq_one_of_dvd h]
      exact ⟨0, by omega, rfl⟩
end Nat
