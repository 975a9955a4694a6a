theorem register_swap (a b : Prop) (ha : a) (hb : b) : b ∧ a := ⟨hb, ha⟩

theorem names_like_commands (p q : Prop) (hp : p) (hq : q) : q ∧ p := by
  exact register_swap p q hp hq
