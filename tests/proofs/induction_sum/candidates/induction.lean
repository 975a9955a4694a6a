induction n with
| zero => rw [h0]
| succ k ih => rw [hs, ih, Nat.mul_add]
