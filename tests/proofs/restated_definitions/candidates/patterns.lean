def dbl : Nat → Nat | 0 => 0 | n + 1 => dbl n + 2
  public def three : Nat := 3

theorem restated_definitions (n : Nat) : dbl n + answer = answer + (n + n) := by
  rw [Nat.add_comm, dbl]
