rfl -- qed /-
