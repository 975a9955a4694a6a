  have zero : ∀ n, f n = f 0 := by
    intro n
    induction n with
    | zero => rfl
    | succ n ih => rw [h, ih]
  intro a b
  rw [zero a, zero b]
