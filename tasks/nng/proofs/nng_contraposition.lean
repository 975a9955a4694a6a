  constructor
  · intro h hp
    by_cases hq : q
    · exact hq
    · exact absurd hp (h hq)
  · intro h hq hp
    exact hq (h hp)
