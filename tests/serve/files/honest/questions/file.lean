#check Nat
#check (rfl : 1 = 1)
#print Nat.add
