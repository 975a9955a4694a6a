open Nat in
run_hidden 1

theorem other (run_hidden : 1 = 1) : 1 = 1 := run_hidden

theorem goal : 1 = 2 := by decide
