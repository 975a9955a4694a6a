  have divides : a ∣ 2005 := ⟨b, product.symm⟩
  have search : ∀ x < 2006, x ∣ 2005 → x = 1 ∨ x = 5 ∨ x = 401 ∨ x = 2005 := by decide +kernel
  have found := search a (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) divides)) divides
  rcases found with rfl | rfl | rfl | rfl <;> omega
