section
  lemma aligned_blocks (p q : Prop) (hp : p) (hq : q) : p ∧ q := by constructor
                                                                    exact hp
                                                                    exact hq
end
