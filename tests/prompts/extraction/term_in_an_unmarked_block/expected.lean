Nat.le_refl 1
