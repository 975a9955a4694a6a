simp [*]
