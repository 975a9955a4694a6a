  intro h
  have l : n + 1 ≤ n + k + 1 := Nat.succ_le_succ (Nat.le_add_right n k)
  rw [h] at l
  exact Nat.lt_irrefl n l
