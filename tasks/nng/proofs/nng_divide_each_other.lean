  have small : ∀ x y : Nat, y ≠ 0 → x ∣ y → x ≤ y := by
    intro x y hy hxy
    obtain ⟨c, hc⟩ := hxy
    cases c with
    | zero => exact absurd hc hy
    | succ c =>
      rw [hc, Nat.mul_succ]
      exact Nat.le_add_left x (x * c)
  by_cases ha : a = 0
  · obtain ⟨c, hc⟩ := h
    rw [ha, Nat.zero_mul] at hc
    rw [ha, hc]
  · by_cases hb : b = 0
    · obtain ⟨c, hc⟩ := k
      rw [hb, Nat.zero_mul] at hc
      exact absurd hc ha
    · exact Nat.le_antisymm (small a b hb h) (small b a ha k)
