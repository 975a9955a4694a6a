section register_simp_attr mine
end

theorem goal : 1 = 2 := by simp
