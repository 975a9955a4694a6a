structure Box where
  value : Nat

theorem box_value (n : Nat) : (Box.mk n).value = n := rfl

theorem my_type_lemma (n : Nat) : n * 0 = 0 := by
  have h := box_value (n * 0)
  exact Nat.mul_zero n
