  refine Nat.le_of_not_lt fun h => ?_
  have cases' : k = 1 ∨ k = 2 ∨ k = 3 ∨ k = 4 := by omega
  rcases cases' with rfl | rfl | rfl | rfl
  · exact absurd (one 1) (by decide)
  · exact absurd (two 0) (by decide)
  · exact absurd (three 0) (by decide)
  · exact absurd (two 0) (by decide)
