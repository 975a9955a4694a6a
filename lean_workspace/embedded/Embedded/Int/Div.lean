prelude
import Embedded.Int.Order
/-!
# Division, remainder and divisibility of integers

`b * (a / b) + a % b = a` always, and `0 ≤ a % b < |b|` for `b ≠ 0`.
-/
set_option linter.all false
namespace Int
@[simp] protected theorem ediv_zero (a : Int) : a / 0 = 0 := match a with
  | ofNat n => congrArg ofNat (Nat.div_zero n)
  | negSucc _ => rfl
@[simp] protected theorem emod_zero (a : Int) : a % 0 = a := match a with
  | ofNat n => congrArg ofNat (Nat.mod_zero n)
  | negSucc n => by show subNatNat 0 (n % 0 + 1) = _; rw [Nat.mod_zero]; rfl
@[simp] theorem natAbs_neg (a : Int) : natAbs (-a) = natAbs a := match a with
  | ofNat .zero => rfl
  | ofNat (.succ _) => rfl
  | negSucc _ => rfl
@[simp] protected theorem ediv_neg (a b : Int) : a / -b = -(a / b) := match b with
  | ofNat .zero => by
    have h := Int.ediv_zero a
    exact h.trans (congrArg Neg.neg h).symm
  | ofNat (.succ n) => rfl
  | negSucc n => (Int.neg_neg _).symm
@[simp] protected theorem emod_neg (a b : Int) : a % -b = a % b := congrArg (modNat a) (natAbs_neg b)

/-! ## quotient and remainder -/
theorem mul_overNat_add_modNat (a : Int) (n : Nat) : (n : Int) * overNat a n + modNat a n = a := by
  match a, n with
  | ofNat m, n => exact congrArg ofNat (Nat.div_add_mod m n)
  | negSucc m, .zero =>
    show (0 : Int) * 0 + (negSucc m % 0) = negSucc m
    rw [Int.emod_zero, Int.zero_mul, Int.zero_add]
  | negSucc m, .succ n =>
    show ofNat (n + 1) * subNatNat 0 (m / (n + 1) + 1) + subNatNat (n + 1) (m % (n + 1) + 1) = subNatNat 0 (m + 1)
    rw [ofNat_diff, mul_diff, add_diff]
    have e := Nat.div_add_mod m (n + 1)
    refine diff_eq (Eq.trans (b := (n + 1) + ((n + 1) * (m / (n + 1)) + m % (n + 1)) + 1) ?_ ?_)
    · rw [e]
      simp only [Nat.mul_zero, Nat.zero_mul, Nat.zero_add, Nat.add_zero, Nat.add_assoc, Nat.add_comm,
        Nat.add_left_comm]
    · simp only [Nat.mul_add, Nat.mul_zero, Nat.zero_mul, Nat.zero_add, Nat.add_zero, Nat.mul_one,
        Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
protected theorem mul_ediv_add_emod (a b : Int) : b * (a / b) + a % b = a := by
  match b with
  | ofNat n => exact mul_overNat_add_modNat a n
  | negSucc n =>
    have h := mul_overNat_add_modNat a (n + 1)
    show -((n + 1 : Nat) : Int) * -overNat a (n + 1) + modNat a (n + 1) = a
    rw [Int.mul_neg, Int.neg_mul, Int.neg_neg]; exact h
protected theorem ediv_add_emod (a b : Int) : b * (a / b) + a % b = a := Int.mul_ediv_add_emod a b
protected theorem emod_add_mul_ediv (a b : Int) : a % b + b * (a / b) = a := by
  rw [Int.add_comm]; exact Int.mul_ediv_add_emod a b
theorem emod_def (a b : Int) : a % b = a - b * (a / b) := by
  refine Int.add_right_cancel (c := b * (a / b)) ?_
  rw [Int.sub_add_cancel]; exact Int.emod_add_mul_ediv a b
/-- The range of the remainder. -/
theorem emod_bounds (a : Int) {b : Int} (h : b ≠ 0) : 0 ≤ a % b ∧ a % b < (natAbs b : Nat) := by
  have hb : 0 < natAbs b := match b, h with
    | ofNat .zero, h => absurd rfl h
    | ofNat (.succ _), _ => Nat.succ_le_succ (Nat.zero_le _)
    | negSucc _, _ => Nat.succ_le_succ (Nat.zero_le _)
  match a with
  | ofNat m => exact ⟨ofNat_nonneg _, ofNat_lt.mpr (Nat.mod_lt m hb)⟩
  | negSucc m =>
    have l := Nat.mod_lt m hb
    show 0 ≤ subNatNat (natAbs b) (m % natAbs b + 1) ∧ subNatNat (natAbs b) (m % natAbs b + 1) < ofNat (natAbs b)
    refine ⟨?_, ?_⟩
    · rw [zero_diff, le_diff, Nat.zero_add, Nat.add_zero]; exact l
    · rw [ofNat_diff, lt_diff]
      exact Nat.add_le_add_left (Nat.succ_le_succ (Nat.zero_le _)) _
protected theorem emod_nonneg (a : Int) {b : Int} (h : b ≠ 0) : 0 ≤ a % b := (emod_bounds a h).1
protected theorem emod_lt_of_pos (a : Int) {b : Int} (h : 0 < b) : a % b < b := by
  have k := (emod_bounds a (Int.ne_of_gt h)).2
  obtain ⟨n, rfl⟩ := eq_ofNat_of_zero_le (Int.le_of_lt h)
  exact k
theorem mul_ediv_self_le {x k : Int} (h : k ≠ 0) : k * (x / k) ≤ x := by
  have j := Int.add_le_add_left (Int.emod_nonneg x h) (k * (x / k))
  rw [Int.mul_ediv_add_emod, Int.add_zero] at j; exact j
theorem lt_mul_ediv_self_add {x k : Int} (h : 0 < k) : x < k * (x / k) + k := by
  have j := Int.add_lt_add_right (Int.emod_lt_of_pos x h) (k * (x / k))
  rw [Int.emod_add_mul_ediv, Int.add_comm k] at j; exact j
/-- `k * q / k = q` for positive `k`. -/
theorem mul_ediv_cancel_of_pos {k : Int} (q : Int) (h : 0 < k) : k * q / k = q := by
  refine Int.le_antisymm ?_ ?_ <;>
    refine le_of_lt_add_one (Int.lt_of_mul_lt_mul_left (c := k) ?_ (Int.le_of_lt h)) <;>
    rw [Int.mul_add, Int.mul_one]
  · refine Int.lt_of_le_of_lt (mul_ediv_self_le (Int.ne_of_gt h)) ?_
    have j := Int.add_lt_add_right h (k * q)
    rw [Int.zero_add, Int.add_comm k] at j; exact j
  · exact lt_mul_ediv_self_add h
theorem natCast_succ_pos (n : Nat) : 0 < ((n + 1 : Nat) : Int) := ofNat_lt.mpr (Nat.succ_le_succ (Nat.zero_le n))

/-! ## divisibility -/
theorem emod_eq_zero_of_dvd {a b : Int} (h : a ∣ b) : b % a = 0 := by
  obtain ⟨c, rfl⟩ := h
  match a with
  | ofNat .zero => exact (Int.emod_zero _).trans (Int.zero_mul c)
  | ofNat (.succ n) =>
    rw [emod_def, mul_ediv_cancel_of_pos (k := ofNat n.succ) c (natCast_succ_pos n), Int.sub_self]
  | negSucc n =>
    rw [emod_def, show negSucc n = -((n + 1 : Nat) : Int) from rfl, Int.ediv_neg, Int.neg_mul, ← Int.mul_neg,
      mul_ediv_cancel_of_pos (-c) (natCast_succ_pos n), Int.neg_mul, Int.neg_neg, Int.mul_neg, Int.sub_self]
theorem dvd_of_emod_eq_zero {a b : Int} (h : b % a = 0) : a ∣ b :=
  ⟨b / a, by have e := Int.mul_ediv_add_emod b a; rw [h, Int.add_zero] at e; exact e.symm⟩
theorem dvd_iff_emod_eq_zero {a b : Int} : a ∣ b ↔ b % a = 0 := ⟨emod_eq_zero_of_dvd, dvd_of_emod_eq_zero⟩
instance decidableDvd (a b : Int) : Decidable (a ∣ b) :=
  match Int.decEq (b % a) 0 with
  | isTrue h => isTrue (dvd_of_emod_eq_zero h)
  | isFalse h => isFalse fun d => h (emod_eq_zero_of_dvd d)
theorem eq_zero_or_pos_of_nonneg {a : Int} (h : 0 ≤ a) : a = 0 ∨ 0 < a := by
  by_cases e : a = 0
  · exact .inl e
  · exact .inr ((Int.lt_or_gt_of_ne e).elim (fun l => absurd h (Int.not_le.mpr l)) id)
theorem emod_pos_of_not_dvd {a b : Int} (h : ¬ a ∣ b) : a = 0 ∨ 0 < b % a := by
  by_cases e : a = 0
  · exact .inl e
  · exact .inr ((eq_zero_or_pos_of_nonneg (Int.emod_nonneg b e)).elim
      (fun z => absurd (dvd_of_emod_eq_zero z) h) id)
end Int
