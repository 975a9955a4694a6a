theorem other : 1 = 1 := rfl

#check (sorry : 1 = 2)
#check_failure (rfl : 1 = 2)
#reduce (1 = 2)
