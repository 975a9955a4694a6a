def Q (n : Nat) : Prop := n < n
local instance (priority := 2000) own : LT Nat := ⟨fun _ _ => True⟩

theorem goal (n : Nat) : n < n := trivial
