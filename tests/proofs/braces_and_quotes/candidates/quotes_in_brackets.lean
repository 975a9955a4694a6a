have _h : ('a', '"') = ⟨'a', '"'⟩ := rfl
exact Nat.lt_succ_of_lt h' -- the end of the theorem's proof, by axiom
