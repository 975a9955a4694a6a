  intro h hq hp
  exact h hp hq
