lemma two_sums (a b : Nat) : a + b + 0 = b + a := by first | rfl
                                                           | omega
