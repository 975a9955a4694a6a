  constructor
  · intro h hp
    exact h (fun k => k hp)
  · intro h k
    exact k h
