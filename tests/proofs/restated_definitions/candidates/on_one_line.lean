abbrev answer : Nat := 5 def dbl (n : Nat) : Nat := n + n theorem helper (n : Nat) : dbl n = n + n := rfl
theorem restated_definitions (n : Nat) : dbl n + answer = answer + (n + n) := by
  rw [helper, Nat.add_comm]
