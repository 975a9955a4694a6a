lemma aligned_calc (a b c : Nat) (h : a = b) (k : b = c) : a = c := by rw [h]
                                                                       exact k
