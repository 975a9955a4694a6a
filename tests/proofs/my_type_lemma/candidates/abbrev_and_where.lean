abbrev Num := Nat

theorem my_type_lemma (n : Nat) : n * 0 = 0 :=
  helper n
where
  helper (k : Nat) : k * 0 = 0 := Nat.mul_zero k
