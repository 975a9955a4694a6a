  intro h
  apply h
  right
  intro hp
  exact absurd (Or.inl hp) h
