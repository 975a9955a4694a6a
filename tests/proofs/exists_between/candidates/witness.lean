exact ⟨a + 1, by omega, by omega⟩
