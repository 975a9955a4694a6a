@[implicit_reducible] def two : Nat := 1
@[instance_reducible] def own : OfNat Nat 2 := ⟨two⟩
attribute [local instance] own

theorem goal : 1 = 2 := rfl
