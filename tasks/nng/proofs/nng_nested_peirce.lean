  intro h
  apply h
  intro k
  apply k
  intro hp
  apply h
  intro _
  exact hp
