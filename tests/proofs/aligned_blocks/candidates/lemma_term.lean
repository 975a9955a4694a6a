lemma aligned_blocks (p q : Prop) (hp : p) (hq : q) : p ∧ q := have h : p := hp
                                                               ⟨h, hq⟩
