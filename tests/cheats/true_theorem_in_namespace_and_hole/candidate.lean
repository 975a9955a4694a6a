namespace Other
theorem goal : 1 = 1 := rfl
end Other

theorem goal : 1 = 2 := sorry
