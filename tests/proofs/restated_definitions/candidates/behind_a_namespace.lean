namespace My
theorem helper (n : Nat) : dbl n = n + n := rfl
def dbl : Nat := 3
end My

def dbl (n : Nat) : Nat := n + n

theorem restated_definitions (n : Nat) : dbl n + answer = answer + (n + n) := by
  rw [My.helper, Nat.add_comm]
