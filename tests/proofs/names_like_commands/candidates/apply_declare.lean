have declare_it : p → q → q ∧ p := fun a b => ⟨b, a⟩
apply declare_it
exact hp
exact hq
