theorem goal {α : Type u} (a : α) : a = a := rfl
