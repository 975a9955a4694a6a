  intro hp
  exact h hp (k hp)
