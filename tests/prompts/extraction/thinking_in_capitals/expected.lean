by rfl
