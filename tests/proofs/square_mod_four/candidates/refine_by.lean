refine ⟨?_, ?_⟩ <;> omega
