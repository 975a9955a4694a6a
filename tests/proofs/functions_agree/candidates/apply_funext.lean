apply funext
intro x
specialize h x
assumption
