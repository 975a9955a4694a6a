@[recursor 5] theorem and_rec {a b : Prop} {c : Prop} (f : a → b → c) (h : a ∧ b) : c := f h.1 h.2

theorem tagged (p q : Prop) (hp : p) (hq : q) : q ∧ p := ⟨hq, hp⟩
