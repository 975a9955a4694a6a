theorem bar : 1 = 1 := by
  rfl

#check bar
#check bar2
