instance weird : Add Bool := ⟨fun a _ => a⟩
attribute [default_instance] weird

theorem goal : 1 = 2 := rfl
