section
rfl
