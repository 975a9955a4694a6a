skip
#check 1
exact sorry
