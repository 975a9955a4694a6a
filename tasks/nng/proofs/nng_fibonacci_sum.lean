  intro f s f0 f1 hf s0 hs n
  induction n with
  | zero => rw [s0, hf, f1, f0]
  | succ n ih => rw [hs, Nat.add_right_comm, ih, hf (n + 1)]
