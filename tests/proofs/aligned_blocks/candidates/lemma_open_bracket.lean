lemma aligned_blocks (p q : Prop) (hp : p) (hq : q) : p ∧ q := by first | exact (show p from
  hp)
                                                                        | exact ⟨hp, hq⟩
