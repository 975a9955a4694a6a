  intro f f0 f1 h n
  have key : ∀ a b c : Nat, c = b + a → b * b = a * c + 1 → (c + b) * (c + b) = c * (c + b + c) + 1 := by
    intro a b c hc e
    calc (c + b) * (c + b) = c * (c + b) + (b * c + b * b) := by rw [Nat.add_mul, Nat.mul_add b]
      _ = c * (c + b) + (b * c + a * c) + 1 := by rw [e, Nat.add_assoc, Nat.add_assoc]
      _ = c * (c + b + c) + 1 := by rw [← Nat.add_mul, ← hc, ← Nat.mul_add]
  induction n with
  | zero => rw [Nat.mul_zero, Nat.zero_add, f0, f1, Nat.zero_mul]
  | succ n ih =>
    have e2 : f (2 * n + 2) = f (2 * n + 1) + f (2 * n) := h (2 * n)
    have e3 : f (2 * (n + 1) + 1) = f (2 * n + 2) + f (2 * n + 1) := h (2 * n + 1)
    have e4 : f (2 * (n + 1) + 2) = f (2 * (n + 1) + 1) + f (2 * (n + 1)) := h (2 * (n + 1))
    rw [e4, e3]
    exact key (f (2 * n)) (f (2 * n + 1)) (f (2 * n + 2)) e2 ih
