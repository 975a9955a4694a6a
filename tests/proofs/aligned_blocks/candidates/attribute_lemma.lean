@[simp] lemma helper (p : Prop) (hp : p) : p ∧ p := by constructor
                                                       exact hp
                                                       exact hp

theorem aligned_blocks (p q : Prop) (hp : p) (hq : q) : p ∧ q := by
  exact ⟨(helper p hp).1, hq⟩
