  constructor
  · intro h
    exact h.right.left
  · intro hp
    exact ⟨Or.inl hp, hp, Or.inl hp⟩
