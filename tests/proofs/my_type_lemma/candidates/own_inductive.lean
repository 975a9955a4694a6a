inductive Even : Nat → Prop
  | zero : Even 0
  | step (n : Nat) : Even n → Even (n + 2)

theorem even_four : Even 4 := Even.step 2 (Even.step 0 Even.zero)

theorem my_type_lemma (n : Nat) : n * 0 = 0 := Nat.mul_zero n
