opaque one : 1 = 2 := by sorry
