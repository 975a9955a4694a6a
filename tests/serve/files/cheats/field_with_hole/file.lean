structure S where
  h : 1 = 2 := sorry
