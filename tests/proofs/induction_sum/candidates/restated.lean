theorem induction_sum (f : Nat → Nat) (h0 : f 0 = 0) (hs : ∀ n, f (n + 1) = f n + 2) (n : Nat) :
    f n = 2 * n := by
  induction n with
  | zero => exact h0
  | succ k ih =>
    calc
      f (k + 1) = f k + 2 := hs k
      _ = 2 * k + 2 := by rw [ih]
      _ = 2 * (k + 1) := rfl
