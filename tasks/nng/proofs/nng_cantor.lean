  rintro ⟨f, hf⟩
  obtain ⟨n, hn⟩ := hf (fun m => ¬f m m)
  have e : f n n = ¬f n n := congrFun hn n
  have no : ¬f n n := by
    intro h
    have k := h
    rw [e] at k
    exact k h
  have yes : f n n := by
    rw [e]
    exact no
  exact no yes
