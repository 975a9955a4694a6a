@[pp_using_anonymous_constructor]
structure Two where
  one : Nat
  two : Nat

theorem tagged (p q : Prop) (hp : p) (hq : q) : q ∧ p := ⟨hq, hp⟩
