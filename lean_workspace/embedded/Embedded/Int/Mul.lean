prelude
import Embedded.Omega
/-!
# Products of integers: zero, cancellation, signs, order
-/
set_option linter.all false
namespace Int
/-! ## zero and cancellation -/
protected theorem mul_pos {a b : Int} (ha : 0 < a) (hb : 0 < b) : 0 < a * b := by
  obtain ⟨m, rfl⟩ := eq_ofNat_of_zero_le (Int.le_of_lt ha)
  obtain ⟨n, rfl⟩ := eq_ofNat_of_zero_le (Int.le_of_lt hb)
  have hm := ofNat_lt.mp ha
  have hn := ofNat_lt.mp hb
  have h : 0 < m * n := Nat.le_trans hm (by
    have j := Nat.mul_le_mul_left m hn
    rw [Nat.mul_one] at j; exact j)
  exact ofNat_lt.mpr h
protected theorem mul_ne_zero {a b : Int} (ha : a ≠ 0) (hb : b ≠ 0) : a * b ≠ 0 := by
  have main (x y : Int) (hx : 0 < x) (hy : y ≠ 0) : x * y ≠ 0 := by
    by_cases h : 0 < y
    · exact Int.ne_of_gt (Int.mul_pos hx h)
    · have j := Int.mul_pos hx (show 0 < -y by omega)
      rw [Int.mul_neg] at j
      omega
  by_cases h : 0 < a
  · exact main a b h hb
  · have j := main (-a) b (by omega) hb
    rw [Int.neg_mul] at j
    omega
protected theorem mul_eq_zero {a b : Int} : a * b = 0 ↔ a = 0 ∨ b = 0 := by
  refine ⟨fun h => ?_, fun h => ?_⟩
  · by_cases ha : a = 0
    · exact .inl ha
    · by_cases hb : b = 0
      · exact .inr hb
      · exact absurd h (Int.mul_ne_zero ha hb)
  · cases h with
    | inl h => rw [h, Int.zero_mul]
    | inr h => rw [h, Int.mul_zero]
protected theorem eq_of_mul_eq_mul_left {a b c : Int} (ha : a ≠ 0) (h : a * b = a * c) : b = c := by
  have j : a * (b - c) = 0 := by rw [Int.mul_sub, h, Int.sub_self]
  exact Int.eq_of_sub_eq_zero ((Int.mul_eq_zero.mp j).elim (fun z => absurd z ha) id)
protected theorem eq_of_mul_eq_mul_right {a b c : Int} (ha : a ≠ 0) (h : b * a = c * a) : b = c := by
  rw [Int.mul_comm b, Int.mul_comm c] at h
  exact Int.eq_of_mul_eq_mul_left ha h
end Int
