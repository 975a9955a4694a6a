prelude
import Embedded.Int.Basic
/-!
# Integers as differences of natural numbers

Each integer is `subNatNat p q`, that is `p - q`.  The lemmas `*_diff` compute the operations and the order on
differences, so a law of integers becomes one of natural numbers.
-/
set_option linter.all false
noncomputable section
namespace Int
theorem diff_of_le (n k : Nat) : subNatNat (n + k) n = ofNat k := by
  unfold subNatNat
  rw [Nat.ble_eq_true_of_le (Nat.le_add_right n k), Nat.add_sub_cancel_left]
theorem diff_of_lt (n k : Nat) : subNatNat n (n + (k + 1)) = negSucc k := by
  unfold subNatNat
  have h : Nat.ble (n + (k + 1)) n = false := by
    cases e : Nat.ble (n + (k + 1)) n with
    | false => rfl
    | true =>
      have j : n + k + 1 ≤ n := Nat.le_of_ble_eq_true e
      exact absurd (Nat.le_add_right n k) (Nat.not_le_of_lt j)
  rw [h, Nat.add_sub_cancel_left]; rfl
/-- One of two natural numbers is the other plus something. -/
theorem diff_cases (p q : Nat) : (∃ k, p = q + k) ∨ (∃ k, q = p + (k + 1)) := by
  cases Nat.lt_or_ge p q with
  | inl h =>
    obtain ⟨k, e⟩ := Nat.le_dest h
    exact .inr ⟨k, by rw [e, Nat.succ_add]; rfl⟩
  | inr h => exact .inl (Nat.le_dest h)
theorem diff_add_right (p q k : Nat) : subNatNat (p + k) (q + k) = subNatNat p q := by
  rcases diff_cases p q with ⟨d, rfl⟩ | ⟨d, rfl⟩
  · rw [Nat.add_right_comm, diff_of_le, diff_of_le]
  · rw [Nat.add_right_comm, diff_of_lt, diff_of_lt]
/-- Differences are equal if their crossed sums are. -/
theorem diff_eq {p q r s : Nat} (h : p + s = r + q) : subNatNat p q = subNatNat r s := by
  rw [← diff_add_right p q s, h, Nat.add_comm q s, diff_add_right]
theorem ofNat_diff (n : Nat) : ofNat n = subNatNat n 0 := by
  have h := diff_of_le 0 n
  rw [Nat.zero_add] at h; exact h.symm
theorem negSucc_diff (n : Nat) : negSucc n = subNatNat 0 (n + 1) := rfl
theorem negOfNat_diff (n : Nat) : negOfNat n = subNatNat 0 n := by
  cases n with
  | zero => exact ofNat_diff 0
  | succ n => rfl
theorem zero_diff : (0 : Int) = subNatNat 0 0 := rfl
theorem one_diff : (1 : Int) = subNatNat 1 0 := rfl
/-- Each integer is a difference. -/
theorem exists_diff (a : Int) : ∃ p q, a = subNatNat p q :=
  match a with
  | ofNat n => ⟨n, 0, ofNat_diff n⟩
  | negSucc n => ⟨0, n + 1, rfl⟩

/-! ## operations -/
theorem neg_diff (p q : Nat) : -subNatNat p q = subNatNat q p := by
  rcases diff_cases p q with ⟨k, rfl⟩ | ⟨k, rfl⟩
  · rw [diff_of_le]
    refine (negOfNat_diff k).trans (diff_eq ?_)
    rw [Nat.zero_add]
  · rw [diff_of_lt]; exact (diff_of_le _ _).symm
theorem add_diff (p q r s : Nat) : subNatNat p q + subNatNat r s = subNatNat (p + r) (q + s) := by
  have plus (p q k : Nat) : plusNat (subNatNat p q) k = subNatNat (p + k) q := by
    rcases diff_cases p q with ⟨l, rfl⟩ | ⟨l, rfl⟩
    · rw [diff_of_le, Nat.add_assoc, diff_of_le]; rfl
    · rw [diff_of_lt]
      refine (diff_eq ?_ : subNatNat k (l + 1) = _)
      simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  have minus (p q k : Nat) : minusSucc (subNatNat p q) k = subNatNat p (q + (k + 1)) := by
    rcases diff_cases p q with ⟨l, rfl⟩ | ⟨l, rfl⟩
    · rw [diff_of_le]
      refine (diff_eq ?_ : subNatNat l (k + 1) = _)
      simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
    · rw [diff_of_lt, Nat.add_assoc, Nat.add_right_comm l 1, ← Nat.add_assoc l, diff_of_lt]; rfl
  rcases diff_cases r s with ⟨k, rfl⟩ | ⟨k, rfl⟩
  · rw [diff_of_le]
    refine (plus p q k).trans (diff_eq ?_)
    simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [diff_of_lt]
    refine (minus p q k).trans (diff_eq ?_)
    simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
theorem sub_diff (p q r s : Nat) : subNatNat p q - subNatNat r s = subNatNat (p + s) (q + r) := by
  show subNatNat p q + -subNatNat r s = _
  rw [neg_diff, add_diff]
theorem mul_diff (p q r s : Nat) :
    subNatNat p q * subNatNat r s = subNatNat (p * r + q * s) (p * s + q * r) := by
  have times (p q k : Nat) : timesNat (subNatNat p q) k = subNatNat (p * k) (q * k) := by
    rcases diff_cases p q with ⟨l, rfl⟩ | ⟨l, rfl⟩
    · rw [diff_of_le, Nat.add_mul, diff_of_le]; rfl
    · rw [diff_of_lt, Nat.add_mul p]
      refine (negOfNat_diff ((l + 1) * k)).trans (diff_eq ?_)
      rw [Nat.zero_add, Nat.add_comm]
  rcases diff_cases r s with ⟨k, rfl⟩ | ⟨k, rfl⟩
  · rw [diff_of_le]
    refine (times p q k).trans (diff_eq ?_)
    simp only [Nat.mul_add, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  · rw [diff_of_lt]
    show -timesNat (subNatNat p q) (k + 1) = _
    rw [times, neg_diff]
    refine diff_eq ?_
    simp only [Nat.mul_add, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]

/-! ## order -/
theorem nonNeg_diff (p q : Nat) : NonNeg (subNatNat p q) ↔ q ≤ p := by
  rcases diff_cases p q with ⟨k, rfl⟩ | ⟨k, rfl⟩
  · rw [diff_of_le]; exact ⟨fun _ => Nat.le_add_right _ _, fun _ => True.intro⟩
  · rw [diff_of_lt]
    refine ⟨False.elim, fun h => ?_⟩
    have j : p + k + 1 ≤ p := h
    exact absurd (Nat.le_add_right p k) (Nat.not_le_of_lt j)
theorem le_diff (p q r s : Nat) : subNatNat p q ≤ subNatNat r s ↔ p + s ≤ r + q := by
  show NonNeg (subNatNat r s - subNatNat p q) ↔ _
  rw [sub_diff, nonNeg_diff, Nat.add_comm s p]
theorem lt_diff (p q r s : Nat) : subNatNat p q < subNatNat r s ↔ p + s < r + q := by
  show subNatNat p q + 1 ≤ subNatNat r s ↔ _
  rw [one_diff, add_diff, le_diff]
  show p + 1 + s ≤ r + q ↔ p + s + 1 ≤ r + q
  rw [Nat.add_right_comm]
end Int
end
