section register_tactic_tag mine "mine" /-- text -/
end

theorem goal : 1 = 2 := by decide
