universe u
variable {α : Type u}

theorem all_equal_to_self (a : α) : a = a := rfl

theorem my_type_lemma (n : Nat) : n * 0 = 0 := (all_equal_to_self (n * 0)).trans (Nat.mul_zero n)
