exact ⟨by omega, by omega⟩
