@[expose] def Both (p q : Prop) : Prop := q ∧ p
@[no_expose] def three : Nat := 3
@[macro_inline] def four : Nat := 4

theorem tagged (p q : Prop) (hp : p) (hq : q) : q ∧ p := show Both p q from ⟨hq, hp⟩
