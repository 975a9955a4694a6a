  intro h
  exact h
