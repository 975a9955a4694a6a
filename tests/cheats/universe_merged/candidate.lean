theorem goal {α : Sort u} {β : Sort u} (a : α) (b : β) : a = a ∧ b = b := ⟨rfl, rfl⟩
