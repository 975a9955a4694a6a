/-- error: -/
#guard_msgs (drop all) in
theorem goal : 1 = 2 := by decide
