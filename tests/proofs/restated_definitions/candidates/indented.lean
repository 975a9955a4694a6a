section
  /-- The answer. -/
  @[reducible] def answer : Nat :=
    2 +
      3

  def half : Nat := answer

  @[simp] def dbl (n : Nat) : Nat := n + n

  theorem helper (n : Nat) : dbl n = n + n := rfl
end

theorem restated_definitions (n : Nat) : dbl n + answer = answer + (n + n) := by
  rw [helper, Nat.add_comm]
