  revert a
  induction b with
  | zero =>
    intro a
    exact (Nat.zero_add a).symm
  | succ n ih =>
    intro a
    have h₁ : a + (n + 1) = Nat.succ (a + n) := rfl
    have h₂ : (n + 1) + a = Nat.succ (n + a) := Nat.succ_add n a
    rw [h₁, h₂, ih a]
