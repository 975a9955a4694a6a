  intro hp
  exact l (k (h hp))
