theorem goal.{x, y} {α : Sort x} (a : α) : a = a := (fun (_ : PUnit.{y}) => rfl) PUnit.unit
