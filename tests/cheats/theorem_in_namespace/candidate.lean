namespace Other
theorem goal : 1 = 2 → 1 = 2 := id
end Other
