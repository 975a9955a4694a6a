open Nat in register_error_explanation lean.mine { summary := "x", sinceVersion := "4" }

theorem goal : 1 = 2 := by decide
