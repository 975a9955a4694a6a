  have cycle : ∀ k : ℕ, 2 ^ (3 * k) % 7 = 1 := by
    intro k
    induction k with
    | zero => rfl
    | succ k ih => rw [show 3 * (k + 1) = 3 * k + 3 from rfl, Nat.pow_add]; omega
  have pos := Nat.two_pow_pos n
  have rest : n % 3 = 0 ∨ n % 3 = 1 ∨ n % 3 = 2 := by omega
  have split := cycle (n / 3)
  rcases rest with h | h | h
  · omega
  · rw [show n = 3 * (n / 3) + 1 by omega, Nat.pow_add] at seven; omega
  · rw [show n = 3 * (n / 3) + 2 by omega, Nat.pow_add] at seven; omega
