#check Nat.le_succ

theorem helper (a : ℕ) : a ≤ a + 1 := by omega

#check helper
#print axioms helper
#check (helper 3 : 3 ≤ 4)

theorem asked (a b : ℕ) (h : a ≤ b) : a ≤ b + 1 := by
  exact Nat.le_trans h (helper b)

#print axioms asked
#check @asked
