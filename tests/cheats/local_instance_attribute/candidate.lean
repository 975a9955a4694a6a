def two : OfNat Nat 2 := ⟨1⟩
attribute [local instance] two

theorem goal : 1 = 2 := rfl
