private lemma helper (p : Prop) (hp : p) : p ∧ p := by first | exact hp
                                                             | exact ⟨hp, hp⟩

lemma aligned_blocks (p q : Prop) (hp : p) (hq : q) : p ∧ q := by have h := helper p hp
                                                                  exact ⟨h.1, hq⟩
