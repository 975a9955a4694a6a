exact rfl
