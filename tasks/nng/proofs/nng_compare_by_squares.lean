  constructor
  · intro h
    rcases Nat.lt_or_ge b a with k | k
    · exfalso
      have l : (b + 1) * (b + 1) ≤ a * a := by
        refine Nat.le_trans (Nat.mul_le_mul_left (b + 1) k) ?_
        rw [Nat.mul_comm (b + 1) a]
        exact Nat.mul_le_mul_left a k
      have m : (b + 1) * (b + 1) ≤ b * b := Nat.le_trans l h
      have e : (b + 1) * (b + 1) = b * b + b + b + 1 := by simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
      rw [e] at m
      exact Nat.not_le_of_lt (Nat.succ_le_succ (Nat.le_trans (Nat.le_add_right (b * b) b) (Nat.le_add_right _ b))) m
    · exact k
  · intro h
    refine Nat.le_trans (Nat.mul_le_mul_left a h) ?_
    rw [Nat.mul_comm a b]
    exact Nat.mul_le_mul_left b h
