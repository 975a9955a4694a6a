  Nat.le_antisymm (Nat.le_refl 1) (Nat.le_refl 1)
