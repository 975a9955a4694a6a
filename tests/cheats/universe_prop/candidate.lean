theorem goal {α : Prop} (a : α) : a = a := rfl
