   rfl
