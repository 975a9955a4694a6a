attribute [-instance] instAddNat
instance own : Add Nat := ⟨fun _ _ => 3⟩

theorem goal : 1 + 1 = 3 := rfl
