instance : Coe Nat Prop := ⟨fun _ => True⟩

theorem goal : (0 : Nat) := trivial
