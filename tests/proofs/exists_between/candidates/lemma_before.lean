lemma lt_add_one_int (a : Int) : a < a + 1 := by
  omega

theorem exists_between (a b : Int) (h : a + 1 < b) : ∃ c, a < c ∧ c < b := by
  refine ⟨a + 1, lt_add_one_int a, h⟩
