attribute [simp] And.intro declare_simp_like_tactic simpAutoUnfold "simp! " fun (c : Nat) => c

theorem goal : 1 = 2 := by decide
