  constructor
  · intro h k hp
    exact h hp (k hp)
  · intro h hp hq
    exact h (fun _ => hq) hp
