@[expose] public section

theorem both (p q : Prop) (hp : p) (hq : q) : q ∧ p := ⟨hq, hp⟩

theorem tagged (p q : Prop) (hp : p) (hq : q) : q ∧ p := both p q hp hq

end
