section unlock_limits
end

theorem goal : 1 = 2 := by decide
