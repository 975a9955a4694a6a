refine ⟨a + 1, ?_, h⟩
omega
