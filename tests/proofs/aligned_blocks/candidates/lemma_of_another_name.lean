lemma X (p q : Prop) (hp : p) (hq : q) : p ∧ q := by first | exact hp
                                                           | exact ⟨hp, hq⟩
