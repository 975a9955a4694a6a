lemma helper (n : Nat) : n + 0 = n := by simp

theorem foo : 1 = 1 := by
  have := helper 1
  rfl
