def dbl (n : Nat) : Nat := n + n
local instance one : Inhabited Nat := ⟨1⟩
theorem helper (n : Nat) : dbl n + default = dbl n + 1 := rfl
theorem restated_definitions (n : Nat) : dbl n + answer = answer + (n + n) := by
  rw [Nat.add_comm, dbl]
