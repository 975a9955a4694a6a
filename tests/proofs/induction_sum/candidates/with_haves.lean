induction n with
| zero =>
  have e : 2 * 0 = 0 := Nat.mul_zero 2
  rw [e]
  exact h0
| succ k ih =>
  have step : f (k + 1) = f k + 2 := hs k
  have goal : 2 * (k + 1) = 2 * k + 2 := rfl
  rw [step, ih, goal]
