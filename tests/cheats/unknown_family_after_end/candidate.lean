namespace A
end A run_everything now

theorem goal : 1 = 2 := by decide
