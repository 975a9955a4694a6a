  constructor
  · rfl
  · rfl
