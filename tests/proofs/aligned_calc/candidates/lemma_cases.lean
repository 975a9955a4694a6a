lemma aligned_calc (a b c : Nat) (h : a = b) (k : b = c) : a = c := by cases h
                                                                       cases k
                                                                       rfl
