intro h
refine ⟨?_, ?_⟩
· exact h.2
· exact h.1
