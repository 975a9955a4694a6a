set_option Elab.async true in
theorem lemma1 : 1 = 2 := by
  sorry

set_option Elab.async true

theorem goal : 1 = 2 := by exact lemma1
