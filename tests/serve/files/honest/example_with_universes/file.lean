example {α : Sort _} (x : α) : x = x := rfl

example.{u} (α : Type u) (x : α) : x = x := rfl
