  obtain ⟨c, hc⟩ := h
  cases c with
  | zero => exact absurd hc hb
  | succ c =>
    rw [hc, Nat.mul_succ]
    exact Nat.le_add_left a (a * c)
