instance own : Inhabited Nat := ⟨7⟩
attribute [-instance] own

theorem tagged (p q : Prop) (hp : p) (hq : q) : q ∧ p := ⟨hq, hp⟩
