  rw [Nat.add_assoc, ← Nat.add_assoc b c d, Nat.add_comm b c, Nat.add_assoc c b d, ← Nat.add_assoc]
