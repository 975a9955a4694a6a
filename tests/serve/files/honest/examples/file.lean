example : 1 + 1 = 2 := rfl

example : ∃ n : Nat, n = 3 := ⟨3, rfl⟩

example (p q : Prop) : p ∧ q → q ∧ p
  | ⟨a, b⟩ => ⟨b, a⟩
