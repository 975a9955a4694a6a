  constructor
  · intro h hq hp
    exact h hp hq
  · intro h hp hq
    exact h hq hp
