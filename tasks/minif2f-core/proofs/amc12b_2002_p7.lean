  subst hb hc
  have a4 : a = 4 := by
    have e : (a + 1) * (a * (a + 2)) = (a + 1) * 24 := by
      rw [← Nat.mul_assoc, Nat.mul_comm (a + 1) a]; omega
    have f := Nat.eq_of_mul_eq_mul_left (Nat.succ_pos a) e
    have l : a < 13 := by
      refine Nat.lt_of_not_le fun h => ?_
      have := Nat.mul_le_mul h (show 2 ≤ a + 2 by omega)
      omega
    exact (show ∀ x < 13, x * (x + 2) = 24 → x = 4 by decide +kernel) a l f
  subst a4
  decide
