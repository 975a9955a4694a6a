  have divisors : ∀ x < 2002, x ∣ 2001 →
      x = 1 ∨ x = 3 ∨ x = 23 ∨ x = 29 ∨ x = 69 ∨ x = 87 ∨ x = 667 ∨ x = 2001 := by decide +kernel
  have da : a ∣ 2001 := ⟨b * c, by rw [← product, Nat.mul_assoc]⟩
  have db : b ∣ 2001 := ⟨a * c, by rw [← product, Nat.mul_assoc, Nat.mul_left_comm]⟩
  have ha := divisors a (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) da)) da
  have hb := divisors b (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) db)) db
  rcases ha with rfl | rfl | rfl | rfl | rfl | rfl | rfl | rfl <;>
    rcases hb with rfl | rfl | rfl | rfl | rfl | rfl | rfl | rfl <;> omega
