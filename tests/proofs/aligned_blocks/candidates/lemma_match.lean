lemma aligned_blocks (p q : Prop) (hp : p) (hq : q) : p ∧ q := by rcases (⟨hp, hq⟩ : p ∧ q) with ⟨a, b⟩
                                                                  exact ⟨a, b⟩
