  have bound : r ∣ 450 := ⟨s, now.symm⟩
  have le : r < 451 := Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) bound)
  have search : ∀ x < 451, x ∣ 450 → (x + 5) * (450 / x - 3) = 450 → x = 25 := by decide +kernel
  refine search r le bound ?_
  have pos : 0 < r := Nat.pos_of_dvd_of_pos bound (by decide)
  rw [← now, Nat.mul_div_cancel_left s pos, now]
  exact then'
