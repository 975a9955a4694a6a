theorem foo : 1 = 1 := by
  rfl

#check foo
#check bar2
