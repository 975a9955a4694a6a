  constructor
  · constructor
    · intro hp
      exact k (h hp)
    · exact l
  · constructor
    · intro hq
      exact l (k hq)
    · exact h
