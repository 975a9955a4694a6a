theorem and_turned (p q : Prop) (h : p ∧ q) : q ∧ p := by
  exact And.intro h.2
    <| h.1
