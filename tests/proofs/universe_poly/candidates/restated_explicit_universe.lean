theorem universe_poly.{w} {α : Sort w} (a b : α) (h : a = b) : b = a := h ▸ rfl
