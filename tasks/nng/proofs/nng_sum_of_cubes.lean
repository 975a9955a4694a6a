  intro f g f0 g0 hf hg n
  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  have gauss : ∀ n, g n + g n = n * (n + 1) := by
    intro n
    induction n with
    | zero => rw [g0, Nat.zero_mul]
    | succ n ih =>
      rw [hg]
      calc g n + (n + 1) + (g n + (n + 1)) = g n + g n + (n + 1 + (n + 1)) := by simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
        _ = n * (n + 1) + (n + 1 + (n + 1)) := by rw [ih]
        _ = (n + 1) * (n + 1 + 1) := by simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  induction n with
  | zero => rw [f0, g0]
  | succ n ih =>
    have e : (n + 1) * (g n + g n) = (n + 1) * (n * (n + 1)) := by rw [gauss]
    rw [hf, hg, ih]
    calc g n * g n + (n + 1) * (n + 1) * (n + 1)
        = g n * g n + (n + 1) * (n * (n + 1)) + (n + 1) * (n + 1) := by simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
      _ = g n * g n + (n + 1) * (g n + g n) + (n + 1) * (n + 1) := by rw [e]
      _ = (g n + (n + 1)) * (g n + (n + 1)) := by simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
