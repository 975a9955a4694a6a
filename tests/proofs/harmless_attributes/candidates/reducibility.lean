@[implicit_reducible] def Both (p q : Prop) : Prop := q ∧ p

@[instance_reducible] def inh : Inhabited Nat := ⟨3⟩

theorem tagged (p q : Prop) (hp : p) (hq : q) : q ∧ p := show Both p q from ⟨hq, hp⟩
