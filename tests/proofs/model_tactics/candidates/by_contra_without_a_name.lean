by_contra
exact this ⟨by omega, by use 5 * b⟩
