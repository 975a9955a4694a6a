refine ⟨2, ?_⟩
rfl
