def two : Nat := 2
@[defeq] theorem two_eq : two = 2 := rfl
@[simp, defeq] theorem two_eq' : two = 2 := rfl

theorem tagged (p q : Prop) (hp : p) (hq : q) : q ∧ p := ⟨hq, hp⟩
