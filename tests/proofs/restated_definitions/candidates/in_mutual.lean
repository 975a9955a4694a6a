mutual
def dbl (n : Nat) : Nat := n + n
abbrev answer : Nat := 5
end

mutual
def dbl (n : Nat) : Nat := n + n
def one : Nat := 1
end

theorem restated_definitions (n : Nat) : dbl n + answer = answer + (n + n) := by
  rw [dbl, Nat.add_comm]
