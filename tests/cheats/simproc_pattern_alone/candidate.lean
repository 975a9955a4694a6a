def always (e : Nat) : Nat := e
simproc_pattern% _ => always

theorem goal : 1 = 2 := by simp
