lemma model_tactics (a b : ℕ) (h : (a : ℤ) + b = 2 * a) (k : ¬∀ n : ℕ, n ≠ 5 * a) : a = b ∧ ∃ m, m = 5 * b := by constructor
                                                                                                                 exacts [by omega, ⟨5 * b, rfl⟩]
