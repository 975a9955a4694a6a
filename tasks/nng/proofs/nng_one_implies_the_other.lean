  by_cases hq : q
  · left
    intro _
    exact hq
  · right
    intro k
    exact absurd k hq
