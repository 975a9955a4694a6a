theorem one : True := trivial
where
  two : 1 = 2 := sorry
