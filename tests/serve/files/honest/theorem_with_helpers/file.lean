theorem one : 2 = 2 := two
where
  two : 2 = 2 := rfl
