set_option warn.sorry false

instance : Nonempty (1 = 2) := ⟨sorry⟩
