cases h
rfl
