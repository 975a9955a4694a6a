  induction h with
  | refl => decide
  | step l ih =>
    rename_i m
    have two : 2 ^ (m + 1) = 2 ^ m + 2 ^ m := by rw [Nat.pow_succ, Nat.mul_succ, Nat.mul_one]
    show (m + 1) * (m + 1) < 2 ^ (m + 1)
    rw [two]
    have small : m + m + 1 ≤ m * m := by
      obtain ⟨c, hc⟩ : ∃ c, m = 5 + c := ⟨m - 5, (Nat.add_sub_of_le l).symm⟩
      have e : m * m = m + m + (m + m + (m + c * m)) := by
        calc m * m = (5 + c) * m := by rw [← hc]
          _ = 5 * m + c * m := Nat.add_mul 5 c m
          _ = m + m + m + m + m + c * m := by rw [Nat.succ_mul, Nat.succ_mul, Nat.succ_mul, Nat.succ_mul, Nat.one_mul]
          _ = m + m + (m + m + (m + c * m)) := by simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
      rw [e]
      refine Nat.add_le_add_left ?_ (m + m)
      refine Nat.le_trans (Nat.le_trans ?_ l) (Nat.le_trans (Nat.le_add_right m m) (Nat.le_add_right _ _))
      decide
    have e : (m + 1) * (m + 1) = m * m + (m + m + 1) := by simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
    rw [e]
    refine Nat.lt_of_le_of_lt (Nat.add_le_add_left small (m * m)) ?_
    refine Nat.lt_of_lt_of_le ?_ (Nat.add_le_add_left (Nat.le_of_lt ih) (2 ^ m))
    rw [Nat.add_comm (2 ^ m) (m * m)]
    exact Nat.add_le_add_left ih (m * m)
