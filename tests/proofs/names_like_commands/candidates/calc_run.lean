have run_eq : (p ∧ q) = (p ∧ q) := by
  have builtin_refl : (p ∧ q) = (p ∧ q) := rfl
  exact builtin_refl
have run_and : p ∧ q := run_eq ▸ ⟨hp, hq⟩
exact ⟨run_and.2, run_and.1⟩
