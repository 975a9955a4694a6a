open Nat in register_option mine : Bool := { defValue := true }

theorem goal : 1 = 2 := by decide
