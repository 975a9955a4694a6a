namespace A
end A register_tactic_tag mine "mine"

theorem goal : 1 = 2 := by decide
