lemma aligned_blocks (p q : Prop) (hp : p) (hq : q) : p ∧ q := by constructor
-- the first half
                                                                  exact hp

                                                                  exact hq
